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

import { versionFrom } from '../detection/versionFrom';
import { matchesMarkers } from '../detection/labels';
import type { MeshDefinition } from '../model/definition';
import type { Pod } from '../model/objects';
import type { MeshInstance, Skew } from '../model/results';
import type { CoverageContext } from './CoverageContext';
import { gatewayProxiesOf } from './gatewayProxies';
import { intentOf, markedOf, type Intent } from './intent';
import { isMarked, proxyContainer } from './proxyContainer';
import { resolveInstance, type Resolved } from './resolveInstance';

/** A pod's place on one mesh. */
export interface Membership {
  definition: MeshDefinition;
  /** Undefined if its control plane is not in this cluster or cannot be told. */
  instance?: MeshInstance;
  resolved: Resolved['state'];
  /** Revision that the pod states. */
  revision?: string;
  version?: string;
  skew: Skew;
  /** The proxy is an init container that keeps running. */
  native: boolean;
  /** The proxy's container; undefined for pods that a node agent serves. */
  container?: string;
}

/** What matters about one pod. */
export interface PodFacts {
  pod: Pod;
  /** Neither succeeded nor failed. */
  live: boolean;
  ready: boolean;
  memberships: Membership[];
  /** Installations whose gateway proxy this pod is. */
  gateways: MeshInstance[];
}

/** What a namespace asks for, by definition id. */
export type NamespaceIntents = ReadonlyMap<string, Intent>;

/** Reads the facts of one pod. Pure: the same pod, intents and context give the same facts. */
export function podFactsOf(
  pod: Pod,
  intents: NamespaceIntents,
  context: CoverageContext,
): PodFacts {
  const phase = pod.status?.phase;
  const memberships: Membership[] = [];
  for (const definition of context.meshDefinitions) {
    const membership =
      definition.proxy.type === 'node'
        ? captured(pod, definition, intents, context)
        : injected(pod, definition, context);
    if (membership) memberships.push(membership);
  }
  return {
    pod,
    live: phase !== 'Succeeded' && phase !== 'Failed',
    ready:
      pod.status?.conditions?.some(
        c => c.type === 'Ready' && c.status === 'True',
      ) ?? false,
    memberships,
    gateways: gatewayProxiesOf(pod, context),
  };
}

/**
 * A proxy beside the application. The container decides: labels and annotations are easily copied from one manifest to
 * the next, and do not move a packet. They only vouch for a container whose image was renamed in a mirror.
 */
function injected(
  pod: Pod,
  definition: MeshDefinition,
  context: CoverageContext,
): Membership | undefined {
  const { proxy } = definition;
  if (proxy.type !== 'sidecar') return undefined;
  const except = proxy.exceptPodLabels ?? [];
  if (except.some(markers => matchesMarkers(markers, pod.metadata.labels)))
    return undefined;
  const found = proxyContainer(pod, proxy);
  if (!found && (proxy.containers.length > 0 || !isMarked(pod, proxy)))
    return undefined;
  const { labels, annotations } = pod.metadata;
  const revision =
    (proxy.revisionAnnotation && annotations?.[proxy.revisionAnnotation]) ||
    (proxy.revisionLabel && labels?.[proxy.revisionLabel]) ||
    undefined;
  const namespace =
    proxy.controlPlaneNamespaceLabel &&
    labels?.[proxy.controlPlaneNamespaceLabel];
  const resolved = resolveInstance(
    context.instances,
    definition,
    revision,
    namespace || undefined,
  );
  const instance = resolved.state === 'found' ? resolved.instance : undefined;
  const version = versionFrom(
    proxy.version,
    { metadata: pod.metadata, spec: pod.spec },
    definition.versioning,
  );
  return {
    definition,
    instance,
    resolved: resolved.state,
    revision,
    version,
    skew: context.skewOf(definition, instance?.version, version),
    native: found?.native ?? false,
    container: found?.container.name,
  };
}

/** Traffic that a node agent takes over: by its mark on the pod, or by what the namespace asks for. */
function captured(
  pod: Pod,
  definition: MeshDefinition,
  intents: NamespaceIntents,
  context: CoverageContext,
): Membership | undefined {
  const { proxy } = definition;
  const marked = isMarked(pod, proxy);
  const byIntent =
    !marked &&
    proxy.capturedByIntent === true &&
    !pod.spec.hostNetwork &&
    (
      intentOf(definition, 'workload', markedOf(pod)) ??
      intents.get(definition.id)
    )?.on === true;
  if (!marked && !byIntent) return undefined;
  const resolved = resolveInstance(context.instances, definition, undefined);
  const instance = resolved.state === 'found' ? resolved.instance : undefined;
  const agent = instance && context.nodeAgents.get(instance.id);
  // Without the agent, nobody carries the traffic that the label asks for.
  if (byIntent && !agent) return undefined;
  const version =
    agent?.versionByNode.get(pod.spec.nodeName ?? '') ?? agent?.version;
  return {
    definition,
    instance,
    resolved: resolved.state,
    revision: undefined,
    version,
    skew: context.skewOf(definition, instance?.version, version),
    native: false,
  };
}
