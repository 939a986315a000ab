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

import { versionInWords } from '../../support/lines';
import type {
  FollowUp,
  LifecyclePlan,
  LifecycleStep,
  UpgradeRequest,
} from '../model';
import { valueAt } from '../values';
import {
  chartOf,
  holds,
  installedRelease,
  releaseNameOf,
  type PlanContext,
} from './context';
import { revisionTagSteps } from './revisionTags';
import { StepList } from './StepList';
import {
  addChart,
  addGatewayApi,
  addNamespace,
  addVerify,
  checksAfter,
  secondsOf,
} from './steps';

/**
 * Installs a second control plane beside the first. Nothing moves to it by itself: moving namespaces and tags, upgrading
 * what exists once in a cluster, and removing the first control plane are operations of their own.
 *
 * @param old - context of the installed revision
 */
export function planCanary(
  old: PlanContext,
  request: UpgradeRequest,
): LifecyclePlan {
  const revision = request.revision!;
  const next: PlanContext = { ...old, revision };
  const { definition, operations } = old;
  const list = new StepList();
  if (request.gatewayApi)
    addGatewayApi(
      list,
      request.gatewayApi,
      'The bundle comes before the controllers that read it.',
    );
  for (const namespace of operations.install.namespaces)
    if (holds(namespace.when, next))
      addNamespace(list, namespace.name, namespace.labels);
  const shared = definitionsStep(old);
  if (shared) addDefinitions(list, old);
  for (const step of operations.install.steps)
    if (step.revisioned)
      addChart(list, step, next, {
        action: installedRelease(step, next, revision) ? 'upgrade' : 'install',
      });
  addVerify(list, checksAfter(next, request.version));
  const followUps = [
    nodeAgents(next, request),
    moveTags(next, request),
    moveNamespaces(next, request),
    removeOld(old, next, request),
  ].filter(followUp => followUp !== undefined);
  return {
    action: 'upgrade',
    definition: definition.id,
    title: `Install ${definition.displayName} ${versionInWords(
      definition,
      request.version,
    )} as revision ${revision} beside ${
      request.instance.revision ?? 'default'
    }`,
    summary:
      'A second control plane. Workloads stay with the first one until they are moved.',
    steps: list.steps,
    findings: [],
    followUps,
    estimatedSeconds: list.estimatedSeconds,
    notes: operations.upgrade.notes.map(({ text }) => text),
  };
}

function definitionsStep({ operations }: PlanContext) {
  const chart = operations.revisions?.defaultValue?.chart;
  return operations.install.steps.find(step => step.chart === chart);
}

/** The definitions serve both control planes; the default revision stays the old one for now. */
function addDefinitions(list: StepList, old: PlanContext): void {
  const step = definitionsStep(old)!;
  const there = installedRelease(step, old, undefined);
  addChart(list, step, old, {
    action: there === undefined ? 'install' : 'upgrade',
    release: there?.name,
    namespace: there?.namespace,
  });
}

/** What exists once per cluster is upgraded in place, after the new control plane serves. */
function nodeAgents(
  next: PlanContext,
  request: UpgradeRequest,
): FollowUp | undefined {
  const { operations } = next;
  const list = new StepList();
  for (const name of operations.upgrade.order ??
    operations.upgrade.notInCanary) {
    const step = operations.install.steps.find(s => s.chart === name);
    if (!step || step.revisioned) continue;
    if (name === operations.revisions?.defaultValue?.chart) continue;
    if (!holds(step.when, next)) continue;
    const there = installedRelease(step, next, undefined);
    if (there === undefined) continue;
    addChart(list, step, next, {
      action: 'upgrade',
      release: there?.name,
      namespace: there?.namespace,
      onlyOver:
        step.revisionValue === undefined
          ? {}
          : { ...valueAt(step.revisionValue, next.revision) },
    });
  }
  if (list.steps.length === 0) return undefined;
  addVerify(list, checksAfter(next, request.version));
  return {
    id: 'upgrade-shared',
    title: 'Upgrade what exists once in the cluster',
    why: 'Gateways and node agents have no canary: they move in place, after the new control plane has proved itself.',
    steps: list.steps,
  };
}

function moveTags(
  next: PlanContext,
  { instance }: UpgradeRequest,
): FollowUp | undefined {
  const tags = instance.tags.filter(tag => tag !== 'default');
  if (tags.length === 0) return undefined;
  const list = new StepList();
  for (const draft of revisionTagSteps(
    next,
    Object.fromEntries(tags.map(tag => [tag, next.revision!])),
  ))
    list.add(draft);
  return {
    id: 'move-tags',
    title: `Point the tags ${tags.join(', ')} to revision ${next.revision}`,
    why: 'Namespaces labelled with a tag follow it: their workloads get the new proxy with their next restart.',
    steps: list.steps,
  };
}

function moveNamespaces(
  next: PlanContext,
  { instance }: UpgradeRequest,
): FollowUp | undefined {
  const { definition, operations, revision } = next;
  const rule = definition.onboard.find(
    r => r.scope === 'namespace' && r.valueIsRevision,
  );
  const namespaces = instance.dataPlane?.namespaces ?? [];
  // Node proxies serve whatever control plane they are told of: there is nothing to move namespace by namespace.
  if (!rule || namespaces.length === 0) return undefined;
  const removed = rule.conflictsWith.filter(key =>
    definition.onboard.some(
      r => r.scope === 'namespace' && r.key === key && r.kind === 'label',
    ),
  );
  const list = new StepList();
  for (const namespace of namespaces) {
    list.add({
      id: `mark-${namespace}`,
      type: 'mark-namespace',
      title: `Label namespace ${namespace} with ${rule.key}=${revision}`,
      why: 'New pods of the namespace get their proxy from the new control plane.',
      estimatedSeconds: 2,
      reversible: true,
      namespace,
      labels: {
        [rule.key]: revision!,
        ...Object.fromEntries(removed.map(key => [key, null])),
      },
      annotations: {},
    });
    if (operations.upgrade.restart.needed === 'workloads')
      list.add({
        id: `restart-${namespace}`,
        type: 'restart-workloads',
        title: `Restart the workloads of namespace ${namespace}`,
        why: operations.upgrade.restart.text,
        estimatedSeconds: 120,
        reversible: false,
        select: { data: 'namespaces', namespaces: [namespace] },
      });
  }
  addVerify(list, [{ check: 'coverage', namespaces }]);
  return {
    id: 'move-namespaces',
    title: `Move ${namespaces.length} namespaces to revision ${revision}`,
    why: 'One after the other: stop and label back as soon as one of them misbehaves.',
    steps: list.steps,
  };
}

function removeOld(
  old: PlanContext,
  next: PlanContext,
  { instance, version }: UpgradeRequest,
): FollowUp {
  const { operations } = old;
  const list = new StepList();
  for (const step of operations.install.steps) {
    if (!step.revisioned) continue;
    const there = installedRelease(step, old, old.revision);
    const { namespace } = chartOf(old.definition, step.chart);
    const release = there?.name ?? releaseNameOf(step, old, old.revision);
    list.add({
      id: `delete-${release}`,
      type: 'delete-release',
      title: `Remove release ${release} of revision ${
        instance.revision ?? 'default'
      }`,
      why: 'No workload may be left on it: look at the data plane of both revisions first.',
      estimatedSeconds: 30,
      reversible: false,
      release,
      namespace: there?.namespace ?? namespace,
      timeoutSeconds: 300,
    });
  }
  const definitions = definitionsStep(next);
  const path = operations.revisions?.defaultValue?.path;
  if (definitions && path !== undefined) {
    const there = installedRelease(definitions, next, undefined);
    addChart(list, definitions, next, {
      action: 'upgrade',
      release: there?.name,
      namespace: there?.namespace,
      values: { ...valueAt(path, next.revision) },
    });
  }
  addVerify(list, checksAfter(next, version));
  return {
    id: 'remove-old',
    title: `Remove the control plane of revision ${
      instance.revision ?? 'default'
    }`,
    why: 'Last, and only when nothing uses it any more; its validation moves to the new revision.',
    steps: list.steps satisfies LifecycleStep[],
  };
}

/** Sum of all follow-ups. @internal */
export function followUpSeconds(plan: LifecyclePlan): number {
  return plan.followUps.reduce((sum, f) => sum + secondsOf(f.steps), 0);
}
