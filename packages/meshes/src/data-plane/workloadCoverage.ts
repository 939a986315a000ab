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

import { refKey } from '../detection/references';
import type { MeshDefinition } from '../model/definition';
import type { CoverageState, WorkloadCoverage } from '../model/results';
import { explainAbsence } from './absence';
import type { ClassifiedNamespace, ClassifiedWorkload } from './classify';
import type { CoverageContext } from './CoverageContext';
import { Findings } from './Findings';
import { markedOf, misusesOf } from './intent';
import { misuseText, type NamespaceRole } from './marks';
import { mtlsOf, mtlsReasons } from './mtls';
import type { Membership, PodFacts } from './podFacts';
import { explainPresence } from './presence';
import { isMarked } from './proxyContainer';

/** Who of a workload is on which mesh, and why not. */
export function workloadCoverageOf(
  { group, facts, services }: ClassifiedWorkload,
  { objects, intents }: ClassifiedNamespace,
  role: NamespaceRole | undefined,
  context: CoverageContext,
): WorkloadCoverage {
  const live = facts.filter(f => f.live);
  const members = live.filter(f => f.memberships.length > 0);
  const absent = live.filter(f => f.memberships.length === 0);
  const findings = new Findings();

  if (role) findings.add('info', role.code, role.text);
  const ownWork = placeReasons(group.ref, facts, context, findings);
  explainPresence(group, members, live.length, intents, context, findings);
  const { allOptedOut } = explainAbsence(
    absent,
    members,
    intents,
    context,
    findings,
  );
  misuseReasons({ group, facts: absent, services }, context, findings);
  if (members.length === 0 && absent.length > 0 && !role && !ownWork)
    notAskedReason(findings, context);

  const state = stateOf(live, members, allOptedOut, context, intents.size > 0);
  if (live.length === 0)
    findings.add(
      'info',
      facts.length > 0 ? 'finished' : 'no-pods',
      facts.length > 0
        ? 'all of its pods have finished'
        : 'it has no pods at the moment',
    );
  else if (state === 'unknown')
    findings.add(
      'info',
      'not-readable',
      'namespaces could not be read, so whether it should be on a mesh is not known',
    );

  const primary = primaryMembership(members);
  const subject = {
    namespace: objects.name,
    namespaceMarks: markedOf(objects.namespace),
    labels: group.labels,
    annotations: group.annotations,
    services,
  };
  if (primary)
    findings.addAll(
      mtlsReasons(subject, primary.definition, primary.instance, context.mtls),
    );
  return {
    workload: group.ref,
    labels: { ...group.labels },
    state,
    pods: {
      total: live.length,
      ready: live.filter(f => f.ready).length,
      onMesh: members.length,
    },
    meshes: byFrequency(
      members.flatMap(m => m.memberships.flatMap(x => x.instance?.id ?? [])),
    ),
    definition: primary?.definition.id,
    mode: primary && modeOf(primary.definition),
    revision: primary?.instance?.revision ?? primary?.revision,
    proxies: proxiesOf(members),
    mtls: mtlsOf(subject, primary?.definition, primary?.instance, context.mtls),
    services,
    reasons: findings.list(),
  };
}

function stateOf(
  live: readonly PodFacts[],
  members: readonly PodFacts[],
  allOptedOut: boolean,
  context: CoverageContext,
  namespaceAsks: boolean,
): CoverageState {
  if (live.length === 0) return 'unknown';
  if (members.length === live.length) return 'on-mesh';
  if (members.length > 0) return 'partial';
  if (allOptedOut) return 'opted-out';
  return context.namespacesReadable || namespaceAsks ? 'off-mesh' : 'unknown';
}

/** Only where nothing else explains it, and where there is a mesh to ask for. */
function notAskedReason(findings: Findings, context: CoverageContext) {
  if (
    findings.list().length === 0 &&
    context.namespacesReadable &&
    context.meshes.some(m => m.kind === 'mesh')
  )
    findings.add(
      'info',
      'not-asked',
      'nothing asks for a mesh: neither the namespace nor the pods carry an onboarding label or annotation',
    );
}

/**
 * What the workload is for, where that explains that it is not on a mesh.
 *
 * @returns whether it works for a mesh or gateway itself
 */
function placeReasons(
  ref: WorkloadCoverage['workload'],
  facts: readonly PodFacts[],
  context: CoverageContext,
  findings: Findings,
): boolean {
  const before = findings.list().length;
  for (const mesh of context.componentOf.get(refKey(ref)) ?? [])
    findings.add('info', 'mesh-component', `it is part of ${mesh.displayName}`);
  for (const { gateways } of facts)
    for (const mesh of gateways)
      findings.add(
        'info',
        'gateway-proxy',
        `its pods are gateway proxies of ${mesh.displayName}`,
      );
  return findings.list().length > before;
}

function misuseReasons(
  { group, facts }: ClassifiedWorkload,
  context: CoverageContext,
  findings: Findings,
) {
  if (facts.length === 0) return;
  const marks = { labels: group.labels, annotations: group.annotations };
  for (const definition of context.meshDefinitions) {
    for (const misuse of misusesOf(definition, 'workload', marks))
      findings.add('warning', misuse.code, misuseText('pod', misuse));
    const { proxy } = definition;
    if (
      proxy.type === 'sidecar' &&
      proxy.containers.length > 0 &&
      facts.some(({ pod }) => isMarked(pod, proxy))
    )
      findings.add(
        'info',
        'marker-without-proxy',
        `its pods carry the marks of ${definition.displayName} but have no proxy`,
      );
  }
}

function primaryMembership(
  members: readonly PodFacts[],
): Membership | undefined {
  const memberships = members.flatMap(m => m.memberships);
  const [key] = byFrequency(memberships.map(keyOf));
  return memberships.find(m => keyOf(m) === key);
}

function keyOf({ definition, instance, revision }: Membership): string {
  return instance?.id ?? `${definition.id}?${revision ?? ''}`;
}

function modeOf({ mode }: MeshDefinition): WorkloadCoverage['mode'] {
  return mode === 'none' ? undefined : mode;
}

function proxiesOf(members: readonly PodFacts[]): WorkloadCoverage['proxies'] {
  const found = new Map<string, WorkloadCoverage['proxies'][number]>();
  for (const { memberships } of members)
    for (const { version, skew } of memberships) {
      if (version === undefined) continue;
      const key = `${version}/${skew}`;
      const known = found.get(key);
      if (known) known.pods++;
      else found.set(key, { version, pods: 1, skew });
    }
  return [...found.entries()]
    .sort(([a, x], [b, y]) => y.pods - x.pods || (a < b ? -1 : 1))
    .map(([, proxy]) => proxy);
}

/** Distinct values, the most frequent first, equals in alphabetical order. */
export function byFrequency(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([value]) => value);
}
