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

import type {
  MeshDefinition,
  MeshInstance,
  NamespaceCoverage,
} from '@meshplane/meshes';
import type { Migration } from '@meshplane/plugin-meshplane-common';
import { targetMesh } from '../workloads/checks/meshChecks';
import type { PlanningDeps, Reports } from '../workloads/deps';
import { leftBehind } from './leftBehind';
import {
  mayBeLeft,
  moveKind,
  notesOnLeaving,
  PROPOSED_TARGET,
  wayBackOf,
} from './pairs';

type Deps = Pick<PlanningDeps, 'reports' | 'definitions'>;
type ClusterReport = ReturnType<Reports['report']>;

interface Move {
  readonly from: MeshInstance;
  readonly fromDefinition: MeshDefinition;
  readonly to: MeshInstance;
  readonly toDefinition: MeshDefinition;
}

/** The migrations that a cluster's meshes call for, with how far each namespace is. */
export function listMigrations(deps: Deps, cluster: string): Migration[] {
  const clusterReport = deps.reports.report(cluster);
  const definitionOf = ({ definition }: MeshInstance) =>
    deps.definitions.find(one => one.id === definition);
  const { meshes } = clusterReport.report;
  return meshes.flatMap(from => {
    const fromDefinition = definitionOf(from);
    if (!fromDefinition || !mayBeLeft(fromDefinition)) return [];
    const moves = meshes.flatMap((to): Move[] => {
      const toDefinition = definitionOf(to);
      return toDefinition && moveKind(fromDefinition, toDefinition)
        ? [{ from, fromDefinition, to, toDefinition }]
        : [];
    });
    return moves.length > 0
      ? moves.map(move => migrationOf(move, clusterReport))
      : [withoutTarget(from, fromDefinition, deps, clusterReport)];
  });
}

function migrationOf(move: Move, clusterReport: ClusterReport): Migration {
  const { from, fromDefinition, to, toDefinition } = move;
  const { report, snapshot, systemNamespaces } = clusterReport;
  return {
    from: from.id,
    to: to.id,
    title: `From ${from.displayName} to ${to.displayName}`,
    summary: summaryOf(from, fromDefinition),
    preconditions: [
      {
        title: `${to.displayName} is installed`,
        met: true,
        detail: `${to.displayName} ${to.version ?? ''} in namespace "${
          to.namespace ?? ''
        }"`,
      },
      ...targetMesh(to, toDefinition)
        .filter(({ severity }) => severity !== 'info')
        .map(({ title, detail, severity, remedy }) => ({
          title,
          met: severity === 'passed',
          detail: [detail, remedy].filter(Boolean).join(' '),
        })),
      ...(toDefinition.mode === 'ambient'
        ? [
            {
              title: 'The Gateway API is installed',
              met: report.meshes.some(
                ({ definition }) => definition === 'gateway-api',
              ),
              detail:
                'Waypoints, which policies and routes on requests need, are Gateways.',
            },
          ]
        : []),
    ],
    namespaces: report.namespaces
      .filter(({ namespace }) => !systemNamespaces.has(namespace))
      .flatMap(namespace => {
        const old = isOn(namespace, from);
        const now = isOn(namespace, to);
        if (!old && !now) return [];
        return [
          {
            namespace: namespace.namespace,
            state: stateOf(old, now),
            workloads: workloadsOf(namespace),
            notes: old
              ? leftBehind(
                  fromDefinition,
                  toDefinition,
                  namespace.namespace,
                  snapshot,
                ).map(name => `${name} is not read by ${to.displayName}`)
              : [],
          },
        ];
      }),
    wayBack: wayBackOf(from),
  };
}

function withoutTarget(
  from: MeshInstance,
  fromDefinition: MeshDefinition,
  { definitions }: Deps,
  { report, systemNamespaces }: ClusterReport,
): Migration {
  const proposed = definitions.find(({ id }) => id === PROPOSED_TARGET);
  const name = proposed?.displayName ?? PROPOSED_TARGET;
  const ended = fromDefinition.lifecycle.state === 'ended';
  return {
    from: from.id,
    to: PROPOSED_TARGET,
    title: `From ${from.displayName} to ${name}`,
    summary: summaryOf(from, fromDefinition),
    preconditions: [
      {
        title: ended
          ? 'A mesh that is still maintained is installed'
          : `${name} is installed`,
        met: false,
        detail: ended
          ? `Install one beside ${from.displayName}, for example ${name}; both run side by side while the namespaces move.`
          : `Upgrade the control plane with the preset "ambient", so that it brings ztunnel and the node agent; sidecars go on as before.`,
      },
    ],
    namespaces: report.namespaces
      .filter(one => !systemNamespaces.has(one.namespace) && isOn(one, from))
      .map(one => ({
        namespace: one.namespace,
        state: 'on-old' as const,
        workloads: workloadsOf(one),
        notes: [],
      })),
    wayBack: wayBackOf(from),
  };
}

/** Asks for the mesh, or has pods on it. */
function isOn(
  { intent, meshes }: NamespaceCoverage,
  mesh: MeshInstance,
): boolean {
  return (
    meshes.includes(mesh.id) ||
    intent.some(({ on, definition }) => on && definition === mesh.definition)
  );
}

function stateOf(
  old: boolean,
  now: boolean,
): Migration['namespaces'][number]['state'] {
  if (old && now) return 'on-both';
  return old ? 'on-old' : 'on-new';
}

function workloadsOf({ workloads }: NamespaceCoverage): number {
  return Object.values(workloads).reduce((a, b) => a + b, 0);
}

function summaryOf(
  { displayName, support }: MeshInstance,
  definition: MeshDefinition,
): string {
  const why =
    definition.lifecycle.state === 'ended'
      ? support.text
      : `${displayName} goes on to be supported; ambient mode needs no proxy in every pod.`;
  return [why, ...notesOnLeaving(definition)].join(' ');
}
