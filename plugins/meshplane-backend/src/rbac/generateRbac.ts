/*
 * Copyright 2026 The Meshplane Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { Document, type Node, isMap, stringify } from 'yaml';
import type { Feature, FeatureRule } from './features';

/** Names of the generated objects. */
export interface RbacNames {
  /** Of ServiceAccount, ClusterRole and ClusterRoleBinding. */
  name: string;
  namespace: string;
}

const DEFAULT_NAMES: RbacNames = {
  name: 'meshplane-reader',
  namespace: 'meshplane',
};

const LABELS = { 'app.kubernetes.io/part-of': 'meshplane' };

/**
 * The least that a cluster has to grant for what is enabled: Namespace, ServiceAccount, its token, ClusterRole and
 * ClusterRoleBinding as YAML for `kubectl apply`. Features that are off leave no trace.
 */
export function generateRbac(
  features: readonly Feature[],
  names: RbacNames = DEFAULT_NAMES,
): string {
  const { name, namespace } = names;
  const metadata = { name, labels: LABELS };
  const account = { kind: 'ServiceAccount', name, namespace };
  const documents = [
    stringify({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: LABELS },
    }),
    stringify({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { ...metadata, namespace },
    }),
    `# A token that does not expire. Delete this Secret to revoke it.\n${stringify(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'kubernetes.io/service-account-token',
        metadata: {
          name: `${name}-token`,
          namespace,
          labels: LABELS,
          annotations: { 'kubernetes.io/service-account.name': name },
        },
      },
    )}`,
    clusterRole(
      features.filter(({ enabled }) => enabled),
      metadata,
    ),
    stringify({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name,
      },
      subjects: [account],
    }),
  ];
  return documents.join('---\n');
}

function clusterRole(features: readonly Feature[], metadata: object): string {
  const document = new Document({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata,
  });
  const rules = features.flatMap(({ title, why, rules: own }) =>
    own.map((rule, index) => {
      const node = document.createNode(policyRule(rule));
      if (index === 0) {
        commentBefore(node, ` ${title}: ${why}`);
      }
      return node;
    }),
  );
  document.set('rules', document.createNode(rules));
  return document.toString({ lineWidth: 0 });
}

function commentBefore(node: Node, comment: string): void {
  if (isMap(node)) {
    node.commentBefore = comment;
  }
}

function policyRule({ group, resources, verbs }: FeatureRule) {
  return {
    apiGroups: [group],
    resources: [...resources],
    verbs: [...verbs],
  };
}
