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

import type { MeshDefinition, MeshInstance } from '@meshplane/meshes';

/** Moves that are known how to make. */
export type MoveKind = 'sidecar-to-ambient' | 'end-of-life';

const SIDECAR = 'istio';
const AMBIENT = 'istio-ambient';

/** What kind of move it is to leave a mesh for another, or undefined if that is no move that is known. */
export function moveKind(
  from: MeshDefinition,
  to: MeshDefinition,
): MoveKind | undefined {
  if (from.id === SIDECAR && to.id === AMBIENT) return 'sidecar-to-ambient';
  const ended = from.kind === 'mesh' && from.lifecycle.state === 'ended';
  const target =
    to.kind === 'mesh' &&
    to.lifecycle.state === 'active' &&
    // A CNI that encrypts is no destination for what asks for a mesh.
    to.mode !== 'node';
  return ended && target ? 'end-of-life' : undefined;
}

/** Whether somebody may want to leave this mesh, whatever there is to go to. */
export function mayBeLeft(definition: MeshDefinition): boolean {
  return (
    definition.kind === 'mesh' &&
    (definition.id === SIDECAR || definition.lifecycle.state === 'ended')
  );
}

/** The definition that is proposed while the cluster has no mesh to go to. */
export const PROPOSED_TARGET = AMBIENT;

/** What has to be known about leaving a product, beyond its marks. */
const LEAVING: Readonly<Record<string, readonly string[]>> = {
  istio: [
    'Pods with a sidecar and captured pods can call each other while the namespaces move.',
    'Policies on paths, methods or headers need a waypoint and "targetRefs".',
  ],
  'open-service-mesh': [
    'SMI policies (TrafficTarget, TrafficSplit, HTTPRouteGroup) mean nothing to another mesh: write their counterparts before the move.',
    'Between a namespace that has moved and one that has not, calls are plaintext; OSM takes them only in permissive mode.',
  ],
  'nginx-service-mesh': [
    'SMI and nginx policies mean nothing to another mesh: write their counterparts before the move.',
    'With mTLS mode "strict", pods that have moved cannot call those that have not: set it to "permissive" first.',
  ],
  'aws-app-mesh': [
    'VirtualNodes, VirtualRouters and VirtualGateways mean nothing to another mesh: write routes and gateways before the move.',
    'Names of virtual services that are no Kubernetes Services stop resolving: callers have to use the names of Services.',
  ],
  'traefik-mesh': [
    'Clients choose Traefik Mesh by the name they call (<service>.<namespace>.traefik.mesh): change these names in their configuration. Nothing marks the pods.',
  ],
};

/** Sentences about leaving a mesh, for people who plan it. */
export function notesOnLeaving(definition: MeshDefinition): readonly string[] {
  return LEAVING[definition.id] ?? [];
}

/** How to get back. */
export function wayBackOf(from: Pick<MeshInstance, 'displayName'>): string {
  return `Roll the operation of a namespace back: its marks and those of its pod templates are restored as they were, and what was restarted is restarted once more, so that it is on ${from.displayName} again. Keep ${from.displayName} installed until the last namespace has moved and nobody wants to go back.`;
}
