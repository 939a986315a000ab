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
  CoverageState,
  NamespaceCoverage,
  WorkloadCoverage,
} from '../model/results';
import { revisionMissingText } from './absence';
import type { ClassifiedNamespace } from './classify';
import type { CoverageContext } from './CoverageContext';
import { Findings } from './Findings';
import { answerInWords, markedOf, misusesOf, type Intent } from './intent';
import { misuseText, roleOfNamespace } from './marks';
import { mtlsOf } from './mtls';
import { resolveInstance } from './resolveInstance';
import { byFrequency, workloadCoverageOf } from './workloadCoverage';

/** Coverage of one namespace: itself and its workloads. */
export interface CoveredNamespace {
  namespace: NamespaceCoverage;
  workloads: WorkloadCoverage[];
}

/** Covers one namespace. Pure: depends on the classified namespace and the context alone. */
export function coverNamespace(
  classified: ClassifiedNamespace,
  context: CoverageContext,
): CoveredNamespace {
  const role = roleOfNamespace(
    classified.objects.name,
    classified.workloads,
    context,
  );
  const workloads = classified.workloads.map(workload =>
    workloadCoverageOf(workload, classified, role, context),
  );
  const findings = new Findings();
  if (role) findings.add('info', role.code, role.text);
  intentReasons(classified, context, findings);

  const counts: Record<CoverageState, number> = {
    'on-mesh': 0,
    partial: 0,
    'opted-out': 0,
    'off-mesh': 0,
    unknown: 0,
  };
  const pods = { total: 0, ready: 0, onMesh: 0 };
  for (const workload of workloads) {
    counts[workload.state]++;
    pods.total += workload.pods.total;
    pods.ready += workload.pods.ready;
    pods.onMesh += workload.pods.onMesh;
  }
  const { objects, intents } = classified;
  const definition = primaryDefinition(workloads, classified, context);
  const resolved =
    definition &&
    resolveInstance(
      context.instances,
      definition,
      intents.get(definition.id)?.revision,
    );
  return {
    namespace: {
      namespace: objects.name,
      state: stateOf(workloads, intents),
      intent: [...intents.values()].map(intent => ({
        definition: intent.definition.id,
        revision: intent.on ? intent.revision : undefined,
        on: intent.on,
        text: `${answerInWords(intent.by)} ${
          intent.on ? intent.by.rule.text : 'keeps its pods off the mesh'
        }`,
      })),
      meshes: byFrequency(
        classified.workloads.flatMap(({ facts }) =>
          facts
            .filter(f => f.live)
            .flatMap(f => f.memberships.flatMap(m => m.instance?.id ?? [])),
        ),
      ),
      workloads: counts,
      pods,
      mtls: mtlsOf(
        {
          namespace: objects.name,
          namespaceMarks: markedOf(objects.namespace),
          labels: undefined,
          annotations: undefined,
          services: [],
        },
        definition,
        resolved?.state === 'found' ? resolved.instance : undefined,
        context.mtls,
      ),
      reasons: findings.list(),
    },
    workloads,
  };
}

/** Reasons that mark a workload as part of a mesh or gateway; it says nothing about the applications beside it. */
const OWN_WORK = new Set(['mesh-component', 'gateway-proxy']);

function stateOf(
  workloads: readonly WorkloadCoverage[],
  intents: ReadonlyMap<string, Intent>,
): CoverageState {
  // Workloads that have no live pods, such as finished Jobs, neither help nor harm.
  const counted = workloads.filter(w => w.pods.total > 0);
  const applications = counted.filter(
    w => !w.reasons.some(r => OWN_WORK.has(r.code)),
  );
  const states = new Set(
    (applications.length > 0 ? applications : counted).map(w => w.state),
  );
  if (states.size === 0)
    return [...intents.values()].some(i => i.on) ? 'unknown' : 'off-mesh';
  if (states.size === 1) return [...states][0];
  if (states.has('on-mesh') || states.has('partial')) return 'partial';
  return states.has('off-mesh') ? 'off-mesh' : 'unknown';
}

function primaryDefinition(
  workloads: readonly WorkloadCoverage[],
  { intents }: ClassifiedNamespace,
  context: CoverageContext,
) {
  const [mostUsed] = byFrequency(
    workloads.flatMap(w =>
      w.definition === undefined
        ? []
        : Array<string>(w.pods.onMesh).fill(w.definition),
    ),
  );
  const asked = [...intents.values()].find(
    i => i.on && context.instances.has(i.definition.id),
  );
  return mostUsed === undefined
    ? asked?.definition
    : context.meshDefinitions.find(d => d.id === mostUsed);
}

function intentReasons(
  { objects, intents }: ClassifiedNamespace,
  context: CoverageContext,
  findings: Findings,
) {
  const marks = markedOf(objects.namespace);
  const asking = [...intents.values()].filter(i => i.on);
  for (const intent of intents.values()) conflicts(intent, intents, findings);
  for (const intent of asking) {
    const mark = `namespace ${answerInWords(intent.by)}`;
    const { state } = resolveInstance(
      context.instances,
      intent.definition,
      intent.revision,
    );
    if (state === 'no-control-plane')
      findings.add(
        'error',
        'revision-missing',
        revisionMissingText(mark, intent),
      );
    if (state === 'not-installed')
      findings.add(
        'warning',
        'mesh-not-installed',
        `${mark} ${intent.by.rule.text}, but ${intent.definition.displayName} was not found in this cluster`,
      );
  }
  for (const definition of context.meshDefinitions)
    for (const misuse of misusesOf(definition, 'namespace', marks))
      findings.add('warning', misuse.code, misuseText('namespace', misuse));

  const products = new Set(asking.map(i => i.definition.mtls.resolver));
  if (products.size > 1)
    findings.add(
      'warning',
      'two-meshes-asked',
      `the namespace asks for several meshes at once: ${asking
        .map(i => `${i.definition.displayName} (${answerInWords(i.by)})`)
        .join(', ')}`,
    );
}

/** Keys that contradict each other, on one product or between its modes. */
function conflicts(
  intent: Intent,
  intents: ReadonlyMap<string, Intent>,
  findings: Findings,
) {
  const { by, answers } = intent;
  for (const other of answers.slice(1))
    if (by.rule.conflictsWith.includes(other.rule.key))
      findings.add(
        'warning',
        'conflicting-labels',
        `namespace ${by.rule.kind}s ${by.rule.key}=${by.value} and ${
          other.rule.key
        }=${other.value} contradict each other: ${by.rule.key} wins${
          intent.revision === undefined || !intent.on
            ? ''
            : `, so revision '${intent.revision}' injects`
        }`,
      );
  for (const another of intents.values()) {
    if (
      another.definition === intent.definition ||
      !intent.on ||
      !another.on ||
      !by.rule.conflictsWith.includes(another.by.rule.key)
    )
      continue;
    const [first, second] = [intent, another].sort((a, b) =>
      a.definition.id < b.definition.id ? -1 : 1,
    );
    findings.add(
      'warning',
      'ambient-and-sidecar',
      `namespace ${answerInWords(first.by)} and ${answerInWords(
        second.by,
      )} ask for ${first.definition.displayName} and ${
        second.definition.displayName
      } at once: pods with a sidecar are not captured`,
    );
  }
}
