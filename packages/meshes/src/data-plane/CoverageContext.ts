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

import { findComponents } from '../detection/components';
import { clusterFactsOf } from '../detection/evidence';
import { classOwnersOf, type ClassOwners } from '../detection/gateways';
import { compare, refKey, refOf } from '../detection/references';
import { versionFrom } from '../detection/versionFrom';
import type { MeshDefinition, VersionSource } from '../model/definition';
import type { Workload } from '../model/objects';
import type { ObjectReader } from '../model/ObjectReader';
import type { MeshInstance, Skew } from '../model/results';
import { skewOf, type Versioning } from '../support';
import { mtlsSettingsOf, type MtlsSettings } from './mtls/settings';

/** The node-wide component that carries the traffic of captured pods. */
export interface NodeAgent {
  instance: MeshInstance;
  version?: string;
  /** Version per node, where its pods are known: they differ while it is being upgraded. */
  versionByNode: ReadonlyMap<string, string>;
}

/** Everything beyond one namespace that coverage depends on. It is not changed after it has been made. */
export interface CoverageContext {
  objects: ObjectReader;
  meshes: readonly MeshInstance[];
  /** Definitions of kind `mesh`, in their given order. */
  meshDefinitions: readonly MeshDefinition[];
  /** Definitions whose own proxies are gateways. */
  gatewayDefinitions: readonly MeshDefinition[];
  instances: ReadonlyMap<string, readonly MeshInstance[]>;
  /** Definition id → namespaces that it is usually installed in. */
  usualNamespaces: ReadonlyMap<string, readonly string[]>;
  nodeAgents: ReadonlyMap<string, NodeAgent>;
  /** Reference key of a component → the instances that it is part of. */
  componentOf: ReadonlyMap<string, readonly MeshInstance[]>;
  /** Instance id → when its control plane was created. */
  controlPlaneSince: ReadonlyMap<string, string>;
  classOwners: ClassOwners;
  namespacesReadable: boolean;
  mtls: MtlsSettings;
  /** `skewOf` with a memory: thousands of pods share a handful of versions. */
  skewOf: typeof skewOf;
}

/** Gathers the context once per report. */
export function coverageContextOf(
  objects: ObjectReader,
  meshes: readonly MeshInstance[],
  definitions: readonly MeshDefinition[],
): CoverageContext {
  const instances = new Map<string, MeshInstance[]>();
  const componentOf = new Map<string, MeshInstance[]>();
  for (const mesh of [...meshes].sort((a, b) => compare(a.id, b.id))) {
    push(instances, mesh.definition, mesh);
    for (const { object } of mesh.components)
      push(componentOf, refKey(object), mesh);
  }
  return {
    objects,
    meshes,
    meshDefinitions: definitions.filter(d => d.kind === 'mesh'),
    gatewayDefinitions: definitions.filter(
      d => d.proxy.type === 'gateway' && instances.has(d.id),
    ),
    instances,
    usualNamespaces: new Map(definitions.map(d => [d.id, d.namespaces])),
    nodeAgents: nodeAgentsOf(objects, definitions, componentOf),
    componentOf,
    controlPlaneSince: controlPlanesSince(objects, meshes),
    classOwners: classOwnersOf(clusterFactsOf(objects), definitions),
    namespacesReadable: objects.availability('Namespace') !== 'unknown',
    mtls: mtlsSettingsOf(objects),
    skewOf: rememberingSkew(),
  };
}

function rememberingSkew(): typeof skewOf {
  const known = new Map<string, Skew>();
  return (definition, controlPlane, proxy) => {
    const key = `${definition.id}/${controlPlane}/${proxy}`;
    let skew = known.get(key);
    if (!skew) {
      skew = skewOf(definition, controlPlane, proxy);
      known.set(key, skew);
    }
    return skew;
  };
}

function nodeAgentsOf(
  objects: ObjectReader,
  definitions: readonly MeshDefinition[],
  componentOf: ReadonlyMap<string, readonly MeshInstance[]>,
): Map<string, NodeAgent> {
  const withAgent = definitions.filter(d => d.proxy.nodeComponent);
  const agents = new Map<string, NodeAgent>();
  for (const { definition, rule, workload, version } of findComponents(
    objects,
    withAgent,
  )) {
    if (rule.id !== definition.proxy.nodeComponent) continue;
    const owners = componentOf.get(refKey(refOf(workload))) ?? [];
    for (const instance of owners)
      if (instance.definition === definition.id && !agents.has(instance.id))
        agents.set(instance.id, {
          instance,
          version,
          versionByNode: versionsByNode(
            objects,
            workload,
            rule.version ?? [],
            definition.versioning,
          ),
        });
  }
  return agents;
}

function versionsByNode(
  objects: ObjectReader,
  agent: Workload,
  sources: readonly VersionSource[],
  versioning: Versioning,
): Map<string, string> {
  const versions = new Map<string, string>();
  const { uid, namespace } = agent.metadata;
  if (uid === undefined) return versions;
  for (const pod of objects.list('Pod', namespace)) {
    if (!pod.metadata.ownerReferences?.some(o => o.uid === uid)) continue;
    const version = versionFrom(
      sources,
      { metadata: pod.metadata, spec: pod.spec },
      versioning,
    );
    if (version !== undefined && pod.spec.nodeName !== undefined)
      versions.set(pod.spec.nodeName, version);
  }
  return versions;
}

function controlPlanesSince(
  objects: ObjectReader,
  meshes: readonly MeshInstance[],
): Map<string, string> {
  const since = new Map<string, string>();
  for (const mesh of meshes) {
    const created = mesh.components
      .filter(c => c.role === 'control-plane')
      .map(({ object }) => {
        const group = object.apiVersion.split('/')[0];
        return objects.get(
          `${object.kind}.${group}`,
          object.namespace,
          object.name,
        )?.metadata.creationTimestamp;
      })
      .filter(time => time !== undefined)
      .sort(compare);
    if (created.length > 0) since.set(mesh.id, created[0]);
  }
  return since;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V) {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
