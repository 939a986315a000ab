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

import type { FeatureSwitches } from '../config';
import type { Feature, FeatureRule } from './features';

/** Ids of the features that change something. */
export const CHANGE_FEATURES: ReadonlySet<string> = new Set([
  'workloads',
  'lifecycle',
  'performance',
]);

const READ = ['get', 'list'] as const;
const APPLY = ['get', 'list', 'create', 'patch', 'delete'] as const;

const WORKLOAD_RULES: readonly FeatureRule[] = [
  {
    group: '',
    // A namespace is made for a sample application, and removed with it.
    resources: ['namespaces', 'services', 'configmaps', 'serviceaccounts'],
    verbs: APPLY,
  },
  {
    group: '',
    resources: ['pods', 'events', 'persistentvolumeclaims'],
    verbs: READ,
  },
  { group: 'apps', resources: ['deployments'], verbs: APPLY },
  {
    group: 'apps',
    resources: ['statefulsets', 'daemonsets'],
    verbs: [...READ, 'patch'],
  },
  { group: 'batch', resources: ['jobs'], verbs: READ },
  { group: 'policy', resources: ['poddisruptionbudgets'], verbs: READ },
  {
    group: 'gateway.networking.k8s.io',
    resources: ['gateways', 'httproutes'],
    verbs: APPLY,
  },
];

const PERFORMANCE_RULES: readonly FeatureRule[] = [
  {
    group: 'batch',
    resources: ['jobs'],
    verbs: ['get', 'list', 'create', 'patch', 'delete'],
  },
  // By name only: the plans of loads, which may hold credentials.
  { group: '', resources: ['secrets'], verbs: ['create', 'delete'] },
  { group: '', resources: ['configmaps'], verbs: ['create', 'delete'] },
  // An annotation tells a generator when to begin.
  { group: '', resources: ['pods'], verbs: [...READ, 'patch'] },
  { group: '', resources: ['pods/log'], verbs: ['get'] },
  { group: '', resources: ['events'], verbs: ['list'] },
  { group: 'metrics.k8s.io', resources: ['pods', 'nodes'], verbs: READ },
  {
    group: 'k6.io',
    resources: ['testruns'],
    verbs: ['get', 'list', 'create', 'delete'],
  },
];

/** What operations change, beside what everything else reads. */
export function changeFeatures({
  workloads,
  lifecycle,
  performance,
}: Pick<
  FeatureSwitches,
  'workloads' | 'lifecycle' | 'performance'
>): Feature[] {
  return [
    {
      id: 'workloads',
      title: 'Workloads',
      enabled: workloads,
      changes: true,
      why: 'Marks namespaces and workloads for a mesh, restarts them paced, makes waypoints, installs and removes sample applications.',
      rules: WORKLOAD_RULES,
    },
    {
      id: 'lifecycle',
      title: 'Lifecycle',
      enabled: lifecycle,
      changes: true,
      why: 'Installs, upgrades and removes meshes. This is cluster administration, and reads every Secret. Charts bring ClusterRoles, CRDs and webhooks, and Kubernetes lets nobody grant rights that they do not have. Leave this role out, or set meshplane.features.lifecycle to false, where the portal must not have that.',
      rules: [{ group: '*', resources: ['*'], verbs: ['*'] }],
    },
    {
      id: 'performance',
      title: 'Load inside of clusters',
      enabled: performance,
      changes: true,
      why: 'Makes load with Jobs (or TestRuns of the k6-operator) and reads their logs, and CPU and memory of pods and nodes. Whoever may create Jobs in a namespace can run anything there: bind this role with RoleBindings in the namespaces where load is made, instead of the ClusterRoleBinding, where that matters.',
      rules: PERFORMANCE_RULES,
    },
  ];
}
