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

import type { Pod } from '../model/objects';
import type { Skew } from '../model/results';
import type { CoverageContext } from './CoverageContext';
import { Findings, podsInWords, verb } from './Findings';
import { answerInWords, intentOf, type Intent } from './intent';
import type { Membership, NamespaceIntents, PodFacts } from './podFacts';
import { proxyContainer } from './proxyContainer';
import { resolveInstance } from './resolveInstance';
import type { WorkloadGroup } from './workloadGroups';

/** Collects what several pods have in common, so that it becomes one sentence with a count. */
class Counter {
  readonly #found = new Map<
    string,
    { args: Parameters<Counter['add']>; pods: number }
  >();

  constructor(private readonly total: number) {}

  add(
    severity: 'error' | 'warning' | 'info',
    code: string,
    text: (who: string, count: number, total: number) => string,
  ) {
    const key = `${code}/${text('', 0, 0)}`;
    const known = this.#found.get(key);
    if (known) known.pods++;
    else this.#found.set(key, { args: [severity, code, text], pods: 1 });
  }

  flush(findings: Findings) {
    for (const { args, pods } of this.#found.values()) {
      const [severity, code, text] = args;
      const who = podsInWords(pods, this.total);
      findings.add(severity, code, text(who, pods, this.total));
    }
  }
}

/** Finds what is wrong or worth knowing about the pods that are on a mesh. */
export function explainPresence(
  group: WorkloadGroup,
  members: readonly PodFacts[],
  total: number,
  intents: NamespaceIntents,
  context: CoverageContext,
  findings: Findings,
) {
  const counted = new Counter(total);
  for (const facts of members) {
    severalMeshes(facts, counted);
    otherMesh(facts, intents, counted);
    bypass(facts, counted);
    for (const membership of facts.memberships) {
      skew(membership, counted);
      controlPlane(membership, counted);
      revision(membership, group, intents, context, counted);
      if (membership.native)
        counted.add(
          'info',
          'native-sidecar',
          who => `${who} run the proxy as a native sidecar (init container)`,
        );
    }
  }
  counted.flush(findings);
  leavesOnRestart(group, members, intents, context, findings);
}

function severalMeshes({ memberships }: PodFacts, counted: Counter) {
  if (memberships.length < 2) return;
  const names = memberships.map(m => m.definition.displayName);
  const resolvers = new Set(memberships.map(m => m.definition.mtls.resolver));
  if (resolvers.size === 1 && !resolvers.has('none'))
    counted.add(
      'error',
      'ambient-and-sidecar',
      (who, n, of) =>
        `${who} ${verb(n, of, 'is', 'are')} captured twice: ${names.join(
          ' and ',
        )}`,
    );
  else
    counted.add(
      'error',
      'two-meshes',
      (who, n, of) =>
        `${who} ${verb(
          n,
          of,
          'is',
          'are',
        )} on several meshes at once: ${names.join(' and ')}`,
    );
}

function otherMesh(
  { memberships }: PodFacts,
  intents: NamespaceIntents,
  counted: Counter,
) {
  for (const intent of intents.values()) {
    const { definition, on, by } = intent;
    if (!on || memberships.some(m => m.definition === definition)) continue;
    const [member] = memberships;
    const sameProduct =
      member.definition.mtls.resolver === definition.mtls.resolver &&
      definition.mtls.resolver !== 'none';
    // An answer that the pod's own labels override is no contradiction.
    if (sameProduct)
      counted.add(
        'warning',
        'ambient-and-sidecar',
        who =>
          `namespace ${answerInWords(by)} ${by.rule.text}, but ${who} ${
            definition.mode === 'ambient'
              ? 'keep their sidecar and are not captured'
              : 'are captured without a sidecar'
          }`,
      );
    else
      counted.add(
        'warning',
        'other-mesh',
        (who, n, of) =>
          `namespace ${answerInWords(by)} ${by.rule.text} (${
            definition.displayName
          }), but ${who} ${verb(n, of, 'is', 'are')} on ${
            member.definition.displayName
          }`,
      );
  }
}

/** Few pods state a user; those that do not are not looked at any further. */
function statesUser({ spec }: Pod): boolean {
  return (
    spec.securityContext?.runAsUser !== undefined ||
    spec.containers.some(c => c.securityContext?.runAsUser !== undefined)
  );
}

function bypass({ pod, memberships }: PodFacts, counted: Counter) {
  for (const { definition, container } of memberships) {
    const { bypassUids } = definition.proxy;
    if (bypassUids.length === 0 || !statesUser(pod)) continue;
    for (const { name, securityContext } of pod.spec.containers) {
      if (name === container) continue;
      const uid =
        securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser;
      if (uid === undefined || !bypassUids.includes(uid)) continue;
      counted.add(
        'warning',
        'bypass-uid',
        who =>
          `container ${name} of ${who} runs as UID ${uid}, the user of the proxy: its traffic bypasses the proxy`,
      );
    }
  }
}

const SKEWS: Partial<Record<Skew, ['warning' | 'info', string, string]>> = {
  'too-old': [
    'warning',
    'proxy-too-old',
    'older than the control plane supports: restart to update it',
  ],
  ahead: [
    'warning',
    'proxy-ahead',
    'ahead of the control plane, which is not supported',
  ],
  behind: [
    'info',
    'proxy-behind',
    'older than the control plane: a restart updates it',
  ],
};

function skew(membership: Membership, counted: Counter) {
  const found = SKEWS[membership.skew];
  if (!found) return;
  const [severity, code, text] = found;
  const against = membership.instance?.version ?? 'unknown';
  // A node agent is updated on its node, not by a restart of the pods that it serves.
  const words = membership.container === undefined ? text.split(':')[0] : text;
  counted.add(
    severity,
    code,
    (who, n, of) =>
      `${who} ${verb(n, of, 'uses', 'use')} proxy version ${
        membership.version
      }, ${words} (control plane ${against})`,
  );
}

function controlPlane(membership: Membership, counted: Counter) {
  const name = membership.definition.displayName;
  if (membership.resolved === 'not-installed')
    counted.add(
      'warning',
      'control-plane-not-found',
      (who, n, of) =>
        `${who} ${verb(
          n,
          of,
          'has',
          'have',
        )} a proxy of ${name}, but no control plane was found in this cluster`,
    );
  if (membership.resolved === 'no-control-plane')
    counted.add(
      'error',
      'proxy-revision-gone',
      (who, n, of) =>
        `${who} ${verb(n, of, 'has', 'have')} a proxy of ${name}${
          membership.revision === undefined
            ? ''
            : ` revision '${membership.revision}'`
        }, which has no control plane: it gets no configuration and no certificates`,
    );
  if (membership.resolved === 'ambiguous')
    counted.add(
      'info',
      'control-plane-ambiguous',
      who =>
        `several control planes of ${name} could serve ${who}: which one it is cannot be told from the pods`,
    );
}

function revision(
  membership: Membership,
  group: WorkloadGroup,
  intents: NamespaceIntents,
  context: CoverageContext,
  counted: Counter,
) {
  const { definition, instance } = membership;
  if (!instance || membership.container === undefined) return;
  const intent = askedBy(group, definition.id, membership, intents);
  if (!intent?.on || intent.revision === undefined) return;
  const asked = resolveInstance(context.instances, definition, intent.revision);
  if (asked.state !== 'found' || asked.instance === instance) return;
  counted.add(
    'warning',
    'restart-for-revision',
    (who, n, of) =>
      `${who} ${verb(n, of, 'runs', 'run')} a proxy of revision '${
        instance.revision
      }', but ${answerInWords(intent.by)} asks for '${
        asked.instance.revision
      }': restart the workload`,
  );
}

/** What the pod template asks for, else the namespace; pods themselves carry what the injector wrote. */
function askedBy(
  group: WorkloadGroup,
  definitionId: string,
  { definition }: Membership,
  intents: NamespaceIntents,
): Intent | undefined {
  const own = group.workload
    ? intentOf(definition, 'workload', {
        labels: group.labels,
        annotations: group.annotations,
      })
    : undefined;
  const named = own?.answers.some(a => a.rule.valueIsRevision);
  const wide = intents.get(definitionId);
  return own && (named || !own.on || !wide) ? own : wide ?? own;
}

function leavesOnRestart(
  group: WorkloadGroup,
  members: readonly PodFacts[],
  intents: NamespaceIntents,
  context: CoverageContext,
  findings: Findings,
) {
  if (!context.namespacesReadable || !group.workload) return;
  const membership = members[0]?.memberships.find(
    m => m.container !== undefined,
  );
  if (!membership) return;
  const { definition } = membership;
  // A proxy that stands in the template itself comes back with every pod.
  const { spec } = group.workload.spec.template;
  if (proxyContainer({ ...members[0].pod, spec }, definition.proxy)) return;
  const own = intentOf(definition, 'workload', {
    labels: group.labels,
    annotations: group.annotations,
  });
  const intent = own ?? intents.get(definition.id);
  if (intent?.on) return;
  // Without a rule for namespaces, the cluster may inject by default.
  if (!intent && !definition.onboard.some(r => r.scope === 'namespace')) return;
  findings.add(
    'info',
    'leaves-on-restart',
    intent
      ? `${own ? 'pod' : 'namespace'} ${answerInWords(
          intent.by,
        )} switches injection off, but its pods still have a proxy: a restart takes them off the mesh`
      : `nothing asks for ${definition.displayName} any more, but its pods still have a proxy: a restart takes them off the mesh`,
  );
}
