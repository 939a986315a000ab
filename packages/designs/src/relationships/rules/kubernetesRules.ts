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

import { equalityMatch, selectorMatch } from '../../objects/selectors';
import { at, objectsAt, textAt } from '../../objects/reading';
import type { Indexed } from '../ComponentIndex';
import type { RelationshipRule } from '../Rule';

const WORKLOADS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Pod',
  'Job',
  'CronJob',
  'Rollout',
];

/** Objects lie in the namespace that they name. */
const inventory: RelationshipRule = {
  id: 'kubernetes/namespace',
  kind: 'hierarchical',
  type: 'parent',
  subType: 'inventory',
  look(index, note) {
    for (const one of index.all) {
      const namespace = textAt(
        one.component.configuration,
        'metadata',
        'namespace',
      );
      if (namespace === undefined) continue;
      for (const parent of index.named('Namespace', namespace)) {
        note.found(one, parent, `lies in namespace "${namespace}"`);
      }
    }
  },
  connect: (from, to) =>
    to.kind === 'Namespace' &&
    from.kind !== 'Namespace' &&
    to.name !== undefined
      ? [{ component: from, path: ['metadata', 'namespace'], value: to.name }]
      : undefined,
};

/** A Service reaches the pods that its selector fits. */
const network: RelationshipRule = {
  id: 'kubernetes/service-selector',
  kind: 'edge',
  type: 'non-binding',
  subType: 'network',
  look(index, note) {
    for (const service of index.ofKind('Service')) {
      const match = equalityMatch(
        at(service.component.configuration, 'spec', 'selector'),
      );
      if (!match) continue;
      for (const workload of index.workloads(service.namespace)) {
        if (match(workload.pods!.labels)) {
          note.found(
            service,
            workload,
            'the selector of the Service fits the labels of its pods',
          );
        }
      }
    }
  },
  connect: (from, to) =>
    from.kind === 'Service' && to.pods && Object.keys(to.pods.labels).length > 0
      ? [{ component: from, path: ['spec', 'selector'], value: to.pods.labels }]
      : undefined,
};

/** An Ingress leads to Services. */
const ingress: RelationshipRule = {
  id: 'kubernetes/ingress-backend',
  kind: 'edge',
  type: 'non-binding',
  subType: 'network',
  look(index, note) {
    for (const one of index.ofKind('Ingress')) {
      const { configuration } = one.component;
      objectsAt(configuration, 'spec', 'rules').forEach((rule, r) =>
        objectsAt(rule, 'http', 'paths').forEach((path, p) => {
          const name = textAt(path, 'backend', 'service', 'name');
          if (name === undefined) return;
          note.reference(
            one,
            { kinds: ['Service'], name, namespace: one.namespace },
            [
              'spec',
              'rules',
              r,
              'http',
              'paths',
              p,
              'backend',
              'service',
              'name',
            ],
            'sends requests to it',
          );
        }),
      );
      const fallback = textAt(
        configuration,
        'spec',
        'defaultBackend',
        'service',
        'name',
      );
      if (fallback !== undefined) {
        note.reference(
          one,
          { kinds: ['Service'], name: fallback, namespace: one.namespace },
          ['spec', 'defaultBackend', 'service', 'name'],
          'sends all other requests to it',
        );
      }
      const ingressClass = textAt(configuration, 'spec', 'ingressClassName');
      for (const found of ingressClass === undefined
        ? []
        : index.named('IngressClass', ingressClass)) {
        note.found(one, found, 'is served by this class');
      }
    }
  },
};

/** Claims are mounted by pods and bound to volumes. */
const mount: RelationshipRule = {
  id: 'kubernetes/volume-mount',
  kind: 'edge',
  type: 'non-binding',
  subType: 'mount',
  look(index, note) {
    for (const one of index.workloads()) {
      objectsAt(one.pods!.spec, 'volumes').forEach((volume, v) => {
        const name = textAt(volume, 'persistentVolumeClaim', 'claimName');
        if (name === undefined) return;
        note.reference(
          one,
          { kinds: ['PersistentVolumeClaim'], name, namespace: one.namespace },
          [
            ...one.pods!.path,
            'spec',
            'volumes',
            v,
            'persistentVolumeClaim',
            'claimName',
          ],
          'its pods mount the claim',
        );
      });
    }
    for (const claim of index.ofKind('PersistentVolumeClaim')) {
      const { configuration } = claim.component;
      const volume = textAt(configuration, 'spec', 'volumeName');
      for (const found of volume === undefined
        ? []
        : index.named('PersistentVolume', volume)) {
        note.found(claim, found, 'is bound to this volume');
      }
      const storageClass = textAt(configuration, 'spec', 'storageClassName');
      for (const found of storageClass === undefined
        ? []
        : index.named('StorageClass', storageClass)) {
        note.found(claim, found, 'gets its storage from this class');
      }
    }
  },
};

/** Policies of the network apply to the pods that they select. */
const firewall: RelationshipRule = {
  id: 'kubernetes/network-policy',
  kind: 'edge',
  type: 'non-binding',
  subType: 'firewall',
  look(index, note) {
    for (const policy of index.ofKind('NetworkPolicy')) {
      const match = selectorMatch(
        at(policy.component.configuration, 'spec', 'podSelector'),
      );
      for (const workload of index.workloads(policy.namespace)) {
        if (match(workload.pods!.labels))
          note.found(policy, workload, 'decides who may talk with its pods');
      }
    }
  },
};

/** Autoscalers and disruption budgets name or select what they act upon. */
const control: RelationshipRule = {
  id: 'kubernetes/scale-and-budget',
  kind: 'edge',
  type: 'non-binding',
  subType: 'reference',
  look(index, note) {
    for (const scaler of index.ofKind('HorizontalPodAutoscaler')) {
      const target = at(
        scaler.component.configuration,
        'spec',
        'scaleTargetRef',
      );
      const name = textAt(target, 'name');
      const kind = textAt(target, 'kind');
      if (name === undefined || kind === undefined) continue;
      note.reference(
        scaler,
        { kinds: [kind], name, namespace: scaler.namespace },
        ['spec', 'scaleTargetRef', 'name'],
        'scales it',
      );
    }
    for (const budget of index.ofKind('PodDisruptionBudget')) {
      const match = selectorMatch(
        at(budget.component.configuration, 'spec', 'selector'),
      );
      for (const workload of index.workloads(budget.namespace)) {
        if (match(workload.pods!.labels))
          note.found(
            budget,
            workload,
            'limits how many of its pods may be away',
          );
      }
    }
  },
  connect: (from, to) =>
    from.kind === 'HorizontalPodAutoscaler' &&
    isWorkload(to) &&
    to.name !== undefined
      ? [
          {
            component: from,
            path: ['spec', 'scaleTargetRef'],
            value: {
              apiVersion: to.component.apiVersion,
              kind: to.kind,
              name: to.name,
            },
          },
        ]
      : undefined,
};

function isWorkload({ kind }: Indexed): boolean {
  return WORKLOADS.includes(kind);
}

export const kubernetesRules: readonly RelationshipRule[] = [
  inventory,
  network,
  ingress,
  mount,
  firewall,
  control,
];
