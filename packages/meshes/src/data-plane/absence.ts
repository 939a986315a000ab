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

import type { MeshDefinition } from '../model/definition';
import type { Pod } from '../model/objects';
import type { MeshInstance } from '../model/results';
import type { CoverageContext } from './CoverageContext';
import { answerInWords, intentOf, markedOf, type Intent } from './intent';
import type { NamespaceIntents, PodFacts } from './podFacts';
import { resolveInstance } from './resolveInstance';
import { Findings, podsInWords, verb } from './Findings';

/** Why a pod is not on a mesh. */
interface Absence {
  kind:
    | 'opted-out-pod'
    | 'opted-out-namespace'
    | 'host-network'
    | 'revision-missing'
    | 'mesh-not-installed'
    | 'waiting'
    | 'not-asked';
  intent?: Intent;
  origin?: 'pod' | 'namespace';
  instance?: MeshInstance;
}

/** What the pods without a mesh have in common, and the findings about it. */
export interface AbsenceSummary {
  /** Every one of them is excluded on purpose. */
  allOptedOut: boolean;
}

/**
 * Explains why live pods are not on a mesh.
 *
 * @param absent - the live pods without a proxy
 * @param members - those that have one, to compare with
 */
export function explainAbsence(
  absent: readonly PodFacts[],
  members: readonly PodFacts[],
  intents: NamespaceIntents,
  context: CoverageContext,
  findings: Findings,
): AbsenceSummary {
  const total = absent.length + members.length;
  const groups = new Map<string, { absence: Absence; pods: Pod[] }>();
  for (const { pod } of absent) {
    const absence = absenceOf(pod, intents, context);
    const { kind, intent, origin } = absence;
    const key = [
      kind,
      origin,
      intent?.definition.id,
      intent && answerInWords(intent.by),
      intent?.revision,
    ].join('/');
    const group = groups.get(key) ?? { absence, pods: [] };
    group.pods.push(pod);
    groups.set(key, group);
  }
  for (const { absence, pods } of groups.values())
    describe(absence, pods, members, total, context, findings);
  return {
    allOptedOut:
      absent.length > 0 &&
      [...groups.values()].every(({ absence }) =>
        absence.kind.startsWith('opted-out'),
      ),
  };
}

function absenceOf(
  pod: Pod,
  intents: NamespaceIntents,
  context: CoverageContext,
): Absence {
  let optedOut: Absence | undefined;
  let waiting: Absence | undefined;
  for (const definition of context.meshDefinitions) {
    const own = intentOf(definition, 'workload', markedOf(pod));
    const intent = own ?? intents.get(definition.id);
    if (!intent) continue;
    const origin = own ? ('pod' as const) : ('namespace' as const);
    if (intent.on)
      waiting = better(
        waiting,
        waitingOf(pod, intent, origin, definition, intents, context),
      );
    else
      optedOut ??= {
        kind: own ? 'opted-out-pod' : 'opted-out-namespace',
        intent,
        origin,
      };
  }
  return waiting ?? optedOut ?? { kind: 'not-asked' };
}

/** A mesh that is installed explains more than one that is not. */
function better(known: Absence | undefined, next: Absence): Absence {
  return known && known.kind !== 'mesh-not-installed' ? known : next;
}

function waitingOf(
  pod: Pod,
  intent: Intent,
  origin: 'pod' | 'namespace',
  definition: MeshDefinition,
  intents: NamespaceIntents,
  context: CoverageContext,
): Absence {
  if (pod.spec.hostNetwork) return { kind: 'host-network', intent, origin };
  // A pod that only says "inject me" leaves the revision to its namespace.
  const named = intent.answers.some(a => a.rule.valueIsRevision);
  const revision = (named ? intent : intents.get(definition.id) ?? intent)
    .revision;
  const resolved = resolveInstance(context.instances, definition, revision);
  switch (resolved.state) {
    case 'not-installed':
      return { kind: 'mesh-not-installed', intent, origin };
    case 'no-control-plane':
      return {
        kind: 'revision-missing',
        intent: { ...intent, revision },
        origin,
      };
    default:
      return {
        kind: 'waiting',
        intent,
        origin,
        instance: resolved.state === 'found' ? resolved.instance : undefined,
      };
  }
}

function describe(
  { kind, intent, origin, instance }: Absence,
  pods: readonly Pod[],
  members: readonly PodFacts[],
  total: number,
  context: CoverageContext,
  findings: Findings,
) {
  const some = pods.length;
  const who = podsInWords(some, total);
  if (!intent) return;
  const mark = `${origin} ${answerInWords(intent.by)}`;
  const name = intent.definition.displayName;
  switch (kind) {
    case 'opted-out-pod':
      findings.add(
        'info',
        kind,
        some < total ? `${mark} opts ${who} out` : `${mark} opts out`,
      );
      return;
    case 'opted-out-namespace':
      findings.add('info', kind, `${mark} keeps its pods off the mesh`);
      return;
    case 'host-network':
      findings.add(
        'warning',
        kind,
        `${mark} ${intent.by.rule.text}, but ${who} ${verb(
          some,
          total,
          'uses',
          'use',
        )} the host network: hostNetwork pods bypass the proxy`,
      );
      return;
    case 'mesh-not-installed':
      findings.add(
        'warning',
        kind,
        `${mark} ${intent.by.rule.text}, but ${name} was not found in this cluster`,
      );
      return;
    case 'revision-missing':
      findings.add('error', kind, revisionMissingText(mark, intent));
      return;
    default:
      describeWaiting(
        intent,
        mark,
        pods,
        members,
        total,
        instance,
        context,
        findings,
      );
  }
}

/** One wording for pods and namespaces. */
export function revisionMissingText(mark: string, intent: Intent): string {
  const { defaultRevision } = intent.definition.detect.instance;
  return intent.revision === defaultRevision
    ? `${mark} ${intent.by.rule.text}, but no control plane of ${intent.definition.displayName} is the default revision or carries its tag: new pods get no proxy`
    : `${mark} points to revision '${intent.revision}' which has no control plane: new pods get no proxy`;
}

function describeWaiting(
  intent: Intent,
  mark: string,
  pods: readonly Pod[],
  members: readonly PodFacts[],
  total: number,
  instance: MeshInstance | undefined,
  context: CoverageContext,
  findings: Findings,
) {
  const some = pods.length;
  const who = podsInWords(some, total);
  if (!intent.by.rule.restartNeeded) {
    const nodes = [...new Set(pods.map(p => p.spec.nodeName ?? 'no node yet'))]
      .sort()
      .slice(0, 3);
    findings.add(
      'warning',
      'not-captured',
      `${mark} ${intent.by.rule.text}, but ${who} ${verb(
        some,
        total,
        'is',
        'are',
      )} not captured: look at the node agents on ${nodes.join(', ')}`,
    );
    return;
  }
  findings.add(
    'warning',
    'restart-needed',
    `${mark} ${intent.by.rule.text}, but ${who} ${verb(
      some,
      total,
      'has',
      'have',
    )} no proxy: ${whyWithout(
      intent.by.rule.kind,
      pods,
      members,
      instance,
      context,
    )}; restart the workload`,
  );
}

/** What the creation times prove, and no more: when a label was set is not recorded anywhere. */
function whyWithout(
  mark: 'label' | 'annotation',
  pods: readonly Pod[],
  members: readonly PodFacts[],
  instance: MeshInstance | undefined,
  context: CoverageContext,
): string {
  const created = pods.map(p => p.metadata.creationTimestamp);
  const since = instance && context.controlPlaneSince.get(instance.id);
  const before = (time: string | undefined) =>
    time !== undefined && created.every(t => t !== undefined && t < time);
  if (before(since))
    return `created before the control plane, which is there since ${since}`;
  const firstMember = members
    .map(({ pod }) => pod.metadata.creationTimestamp ?? '')
    .sort()[0];
  if (firstMember && before(firstMember))
    return `created before the ${mark}, as only newer pods have one`;
  return `created before the ${mark}, or while the injector was away`;
}
