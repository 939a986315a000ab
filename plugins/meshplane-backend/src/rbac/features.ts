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

import { meshDefinitions } from '@meshplane/meshes';
import type { CustomResourceConfig, MeshplaneConfig } from '../config';
import { changeFeatures } from './changeFeatures';

/** Verbs on resources of one API group, as in a ClusterRole. */
export interface FeatureRule {
  /** Empty for the core group, `*` for all. */
  group: string;
  /** Plural names; `*` for all of the group. */
  resources: readonly string[];
  verbs: readonly string[];
}

/** Something that the backend does with a cluster, and the permissions that it takes. */
export interface Feature {
  id: string;
  title: string;
  enabled: boolean;
  /**
   * It changes things in the cluster. It has a ClusterRole of its own, so that a portal can be let look without it, and
   * what it lacks takes nothing from what is shown: each plan checks what it needs.
   */
  changes?: true;
  /** Written into the generated YAML beside the rules. */
  why: string;
  rules: readonly FeatureRule[];
}

/** Groups that belong to the Gateway API and that no definition needs for its detection. */
const GATEWAY_API_EXTENSIONS = ['inference.networking.k8s.io'];

const READ = ['get', 'list', 'watch'] as const;

/**
 * All features with their permissions: one list for the generated ClusterRole, for the self-check of permissions and
 * for the pages that show them.
 */
export function featuresOf(
  config: Pick<MeshplaneConfig, 'features' | 'inventory'>,
): Feature[] {
  const { mesh, gatewayApi, helmReleases, kubeletStats } = config.features;
  const gatewayGroups = groupsOf('crds').concat(GATEWAY_API_EXTENSIONS);
  const meshGroups = groupsOf('mesh', 'gateway').filter(
    group => !gatewayGroups.includes(group),
  );
  const extra = config.inventory.kinds;
  return [
    {
      id: 'inventory.core',
      title: 'Inventory',
      enabled: true,
      why: 'Workloads, namespaces, services, CRDs and webhooks: what meshes are detected from.',
      rules: coreRules(),
    },
    {
      id: 'inventory.mesh',
      title: 'Mesh resources',
      enabled: mesh,
      why: 'The custom resources of the meshes and gateways that are known.',
      rules: meshGroups.map(readAll),
    },
    {
      id: 'gateway-api',
      title: 'Gateway API',
      enabled: gatewayApi,
      why: 'Gateways, routes and policies of the Gateway API.',
      rules: gatewayGroups.map(readAll),
    },
    {
      id: 'helm-releases',
      title: 'Helm releases',
      enabled: helmReleases,
      why: 'Metadata of the Secrets in which Helm keeps its releases. Kubernetes cannot grant metadata alone: this rule allows reading the data of all Secrets, though only metadata is asked for.',
      rules: [
        { group: '', resources: ['secrets'], verbs: ['get', 'list', 'watch'] },
      ],
    },
    {
      id: 'kubelet-stats',
      title: 'Statistics of kubelets',
      enabled: kubeletStats,
      why: 'CPU and memory of containers while loads run. Kubernetes cannot grant the statistics alone: this rule allows whatever kubelets serve, commands in containers among it.',
      rules: [{ group: '', resources: ['nodes/proxy'], verbs: ['get'] }],
    },
    ...(extra.length
      ? [
          {
            id: 'inventory.extra',
            title: 'Configured resources',
            enabled: true,
            why: "The custom resources that 'meshplane.inventory.kinds' names.",
            rules: extraRules(extra),
          },
        ]
      : []),
    ...changeFeatures(config.features),
  ];
}

/**
 * Tells which resources may be read: those that an enabled feature needs to show something, and thereby those that the
 * generated ClusterRole for reading grants. What is granted for changes is no reason to read more.
 *
 * @returns a predicate over API group (empty for the core group) and plural name
 */
export function readableResources(
  features: readonly Feature[],
): (group: string, resource: string) => boolean {
  const resourcesOf = new Map<string, Set<string>>();
  for (const { enabled, changes, rules } of features) {
    for (const { group, resources } of enabled && !changes ? rules : []) {
      const known = resourcesOf.get(group) ?? new Set<string>();
      resources.forEach(resource => known.add(resource));
      resourcesOf.set(group, known);
    }
  }
  return (group, resource) => {
    const known = resourcesOf.get(group);
    return Boolean(known?.has('*') || known?.has(resource));
  };
}

function coreRules(): FeatureRule[] {
  return [
    {
      group: '',
      resources: [
        'namespaces',
        'nodes',
        'pods',
        'services',
        'serviceaccounts',
        'configmaps',
      ],
      verbs: READ,
    },
    {
      group: 'apps',
      resources: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'],
      verbs: READ,
    },
    { group: 'batch', resources: ['jobs'], verbs: READ },
    {
      group: 'apiextensions.k8s.io',
      resources: ['customresourcedefinitions'],
      verbs: READ,
    },
    {
      group: 'admissionregistration.k8s.io',
      resources: [
        'mutatingwebhookconfigurations',
        'validatingwebhookconfigurations',
      ],
      verbs: READ,
    },
  ];
}

function groupsOf(...kinds: readonly string[]): string[] {
  const groups = meshDefinitions
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ detect }) => detect.crdGroups.map(({ group }) => group));
  return [...new Set(groups)].sort();
}

function readAll(group: string): FeatureRule {
  return { group, resources: ['*'], verbs: READ };
}

function extraRules(kinds: readonly CustomResourceConfig[]): FeatureRule[] {
  const byGroup = new Map<string, string[]>();
  for (const { group, resource } of kinds) {
    byGroup.set(group, [...(byGroup.get(group) ?? []), resource]);
  }
  return [...byGroup].map(([group, resources]) => ({
    group,
    resources,
    verbs: READ,
  }));
}
