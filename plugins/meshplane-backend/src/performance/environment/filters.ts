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

import type { CustomResource, ObjectReader, Pod } from '@meshplane/meshes';
import { gatewayNameOf } from '../resources/measured/gatewayPods';

/** What requests pass on their way, as far as objects can refer to it. */
export interface RequestPath {
  /** Of measured workloads, and of the gateways and waypoints in front of them. */
  pods: readonly Pod[];
  /** `namespace/name` of Services of the workloads. */
  services: ReadonlySet<string>;
  /** Namespaces whose objects of Istio hold for all of the mesh. */
  rootNamespaces: ReadonlySet<string>;
}

interface FilterKind {
  kind: string;
  group: string;
  selects(object: CustomResource, path: RequestPath): boolean;
}

const KINDS: readonly FilterKind[] = [
  istio('WasmPlugin', 'extensions.istio.io', 'selector', 'matchLabels'),
  istio('EnvoyFilter', 'networking.istio.io', 'workloadSelector', 'labels'),
  byTarget('EnvoyExtensionPolicy', 'gateway.envoyproxy.io'),
  byTarget('EnvoyPatchPolicy', 'gateway.envoyproxy.io'),
  {
    kind: 'MeshProxyPatch',
    group: 'kuma.io',
    // Its targets are labels of data planes, which are those of pods, or the mesh as a whole.
    selects: ({ spec }, { pods }) => {
      const target = record(spec?.targetRef);
      const labels = record(target.labels ?? target.tags);
      return pods.some(pod => hasLabels(pod, labels));
    },
  },
  {
    kind: 'ServiceDefaults',
    group: 'consul.hashicorp.com',
    selects: ({ metadata, spec }, { services }) =>
      records(spec?.envoyExtensions).length > 0 &&
      [...services].some(one => one.endsWith(`/${metadata.name}`)),
  },
  ...['CiliumEnvoyConfig', 'CiliumClusterwideEnvoyConfig'].map(kind => ({
    kind,
    group: 'cilium.io',
    selects: ({ metadata, spec }: CustomResource, { services }: RequestPath) =>
      records(spec?.services).some(({ name, namespace }) =>
        services.has(`${namespace ?? metadata.namespace}/${name}`),
      ),
  })),
];

/**
 * Objects that put extensions into the proxies on the path.
 *
 * @returns names such as `WasmPlugin shop/header-edit`, and the kinds that could not be read
 */
export function filtersOf(
  objects: ObjectReader,
  path: RequestPath,
): { filters: string[]; unreadable: string[] } {
  const filters: string[] = [];
  const unreadable: string[] = [];
  // Whether a kind exists at all is only known where CRDs are.
  const crds = objects
    .list('CustomResourceDefinition.apiextensions.k8s.io')
    .map(({ spec }) => `${spec.names.kind}.${spec.group}`);
  for (const { kind, group, selects } of KINDS) {
    const id = `${kind}.${group}`;
    if (objects.availability(id) === 'unknown' && crds.includes(id)) {
      unreadable.push(kind);
    }
    for (const object of objects.list(id)) {
      if (selects(object, path)) {
        const { namespace, name } = object.metadata;
        filters.push(`${kind} ${namespace ? `${namespace}/` : ''}${name}`);
      }
    }
  }
  return { filters: filters.sort(), unreadable };
}

/** Istio selects pods of its namespace by labels, all of them without a selector, or Gateways and Services by name. */
function istio(
  kind: string,
  group: string,
  selector: string,
  labels: string,
): FilterKind {
  return {
    kind,
    group,
    selects: (object, path) => {
      const { metadata, spec } = object;
      const { namespace = '' } = metadata;
      if (targetsOf(object).length > 0) return hitsTarget(object, path);
      const wanted = record(record(spec?.[selector])[labels]);
      return path.pods.some(
        pod =>
          (pod.metadata.namespace === namespace ||
            path.rootNamespaces.has(namespace)) &&
          hasLabels(pod, wanted),
      );
    },
  };
}

function byTarget(kind: string, group: string): FilterKind {
  return { kind, group, selects: hitsTarget };
}

function targetsOf({ spec }: CustomResource): Record<string, unknown>[] {
  return [...records(spec?.targetRefs), ...records([spec?.targetRef])];
}

function hitsTarget(object: CustomResource, path: RequestPath): boolean {
  const namespace = object.metadata.namespace ?? '';
  return targetsOf(object).some(target => {
    const { kind, name } = target;
    const from =
      typeof target.namespace === 'string' ? target.namespace : namespace;
    switch (kind) {
      case 'Service':
        return path.services.has(`${from}/${name}`);
      case 'Gateway':
        return path.pods.some(pod => {
          const gateway = gatewayNameOf(pod);
          return gateway?.name === name && gateway?.namespace === from;
        });
      // Routes lie beside what they lead to.
      case 'HTTPRoute':
      case 'GRPCRoute':
        return path.pods.some(pod => pod.metadata.namespace === from);
      case 'GatewayClass':
        return path.pods.some(pod => gatewayNameOf(pod) !== undefined);
      default:
        return false;
    }
  });
}

function hasLabels(pod: Pod, wanted: Record<string, unknown>): boolean {
  return Object.entries(wanted).every(
    ([key, value]) => pod.metadata.labels?.[key] === value,
  );
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value)
    ? value.filter(one => typeof one === 'object' && one !== null)
    : [];
}
