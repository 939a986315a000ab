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
  /** Of ServiceAccount, ClusterRole and ClusterRoleBinding; roles for changes add the id of their feature to it. */
  name: string;
  namespace: string;
}

const DEFAULT_NAMES: RbacNames = {
  name: 'meshplane-reader',
  namespace: 'meshplane',
};

const RBAC_API = 'rbac.authorization.k8s.io/v1';
const LABELS = { 'app.kubernetes.io/part-of': 'meshplane' };

/**
 * The least that a cluster has to grant for what is enabled: Namespace, ServiceAccount, its token, a ClusterRole for
 * reading and one for each feature that changes something, with their bindings, as YAML for `kubectl apply`. Features
 * that are off leave no trace.
 */
export function generateRbac(
  features: readonly Feature[],
  names: RbacNames = DEFAULT_NAMES,
): string {
  const { name, namespace } = names;
  const metadata = { name, labels: LABELS };
  const enabled = features.filter(feature => feature.enabled);
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
    ...boundRole(
      enabled.filter(({ changes }) => !changes),
      name,
      names,
    ),
    ...enabled
      .filter(({ changes }) => changes)
      .flatMap(feature => boundRole([feature], `${name}-${feature.id}`, names)),
  ];
  return documents.join('---\n');
}

function boundRole(
  features: readonly Feature[],
  role: string,
  account: RbacNames,
): string[] {
  return [
    clusterRole(features, role),
    stringify({
      apiVersion: RBAC_API,
      kind: 'ClusterRoleBinding',
      metadata: { name: role, labels: LABELS },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: role,
      },
      subjects: [{ kind: 'ServiceAccount', ...account }],
    }),
  ];
}

function clusterRole(features: readonly Feature[], name: string): string {
  const document = new Document({
    apiVersion: RBAC_API,
    kind: 'ClusterRole',
    metadata: { name, labels: LABELS },
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
