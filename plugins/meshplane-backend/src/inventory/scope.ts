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

import type { MeshDefinition } from '@meshplane/meshes';
import { BUILT_IN_KINDS } from './kinds';

/** What is worth reading from a cluster, derived from what the mesh definitions name. */
export interface InventoryScope {
  /** Whether the resources of an API group are mesh or gateway configuration. */
  isMeshGroup(group: string): boolean;
  /** Whether a resource (plural name) is read at all. */
  mayRead(group: string, resource: string): boolean;
  /** Whether a custom kind is read; some exist once per pod and say nothing about the mesh. */
  includesKind(kind: string): boolean;
  /** Whether the data of a ConfigMap is read, too. */
  includesConfigMapData(name: string): boolean;
  keepsAnnotation(key: string): boolean;
  keepsEnv(name: string): boolean;
}

/** Groups beside those that definitions are detected by. */
const FURTHER_GROUPS = [
  'gateway.networking.k8s.io',
  'gateway.networking.x-k8s.io',
  'inference.networking.k8s.io',
];

/** Kinds with an object per pod, node or identity, which change all the time. */
const UNREAD_KINDS = new Set([
  'CiliumEndpoint.cilium.io',
  'CiliumEndpointSlice.cilium.io',
  'CiliumIdentity.cilium.io',
  'CiliumNode.cilium.io',
  'DataplaneInsight.kuma.io',
  'ServiceInsight.kuma.io',
  'ZoneInsight.kuma.io',
  'ZoneIngressInsight.kuma.io',
  'ZoneEgressInsight.kuma.io',
  'MeshInsight.kuma.io',
]);

/** Domains of annotation keys that are kept; subdomains count. */
const ANNOTATION_DOMAINS = [
  'backstage.io',
  'cilium.io',
  'consul.hashicorp.com',
  'helm.sh',
  'istio.io',
  'kuma.io',
  'kubernetes.io',
  'k8s.io',
  'linkerd.io',
];

/** Kept by their domain, but long or ever changing, and read by nobody. */
const DROPPED_ANNOTATIONS = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'control-plane.alpha.kubernetes.io/leader',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'node.alpha.kubernetes.io/ttl',
  'volumes.kubernetes.io/controller-managed-attach-detach',
]);

/** Prefixes of ConfigMap names of which versions come with the revision: `istio-1-30`. */
const REVISIONED_CONFIG_MAPS = /^istio(-sidecar-injector)?(-[a-z0-9-]+)?$/;
/** Match the pattern above, but hold certificates or locks. */
const UNREAD_CONFIG_MAPS =
  /^istio-(ca-root-cert|ca-crl|leader|gateway-.*leader|namespace-controller-election)/;

/**
 * Derives the scope from the definitions.
 *
 * @param mayRead - what enabled features need and permissions are asked for; absent: all that definitions name
 */
export function scopeOf(
  definitions: readonly MeshDefinition[],
  mayRead?: (group: string, resource: string) => boolean,
): InventoryScope {
  const groups = new Set(FURTHER_GROUPS);
  const configMaps = new Set<string>();
  const annotations = new Set<string>();
  const env = new Set<string>();
  for (const { detect, onboard, proxy } of definitions) {
    for (const { group } of detect.crdGroups) groups.add(group);
    for (const { name } of detect.configMaps) configMaps.add(name);
    for (const component of detect.components) {
      for (const name of Object.keys(component.env ?? {})) env.add(name);
      addAnnotationSources(annotations, component.version ?? []);
    }
    addAnnotationSources(annotations, proxy.version);
    for (const labels of proxy.podAnnotations) {
      for (const key of Object.keys(labels)) annotations.add(key);
    }
    for (const rule of onboard) {
      if (rule.kind === 'annotation') annotations.add(rule.key);
      for (const key of rule.conflictsWith) annotations.add(key);
    }
    if (detect.crdAnnotations) {
      annotations.add(detect.crdAnnotations.version);
      if (detect.crdAnnotations.channel) {
        annotations.add(detect.crdAnnotations.channel);
      }
    }
  }
  return {
    isMeshGroup: group => groups.has(group),
    mayRead:
      mayRead ??
      ((group, resource) =>
        groups.has(group) ||
        BUILT_IN_KINDS.some(
          kind => kind.group === group && kind.resource === resource,
        )),
    includesKind: kind => !UNREAD_KINDS.has(kind),
    includesConfigMapData: name =>
      configMaps.has(name) ||
      (REVISIONED_CONFIG_MAPS.test(name) && !UNREAD_CONFIG_MAPS.test(name)),
    keepsAnnotation: key =>
      annotations.has(key) ||
      (!DROPPED_ANNOTATIONS.has(key) && inKeptDomain(key)),
    keepsEnv: name => env.has(name),
  };
}

function addAnnotationSources(
  annotations: Set<string>,
  sources: readonly { from: string; key?: string }[],
): void {
  for (const { from, key } of sources) {
    if (from === 'annotation' && key) annotations.add(key);
  }
}

function inKeptDomain(key: string): boolean {
  const slash = key.indexOf('/');
  if (slash === -1) return false;
  const domain = key.slice(0, slash);
  return ANNOTATION_DOMAINS.some(
    kept => domain === kept || domain.endsWith(`.${kept}`),
  );
}
