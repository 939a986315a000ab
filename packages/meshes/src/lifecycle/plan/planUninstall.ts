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

import type { MeshDefinition } from '../../model/definition';
import type { LifecyclePlan, PreflightFacts, UninstallRequest } from '../model';
import type { ManagedOperations } from '../schema';
import {
  chartOf,
  installedRelease,
  releaseNameOf,
  type InstallStepData,
  type PlanContext,
} from './context';
import { plainRevision } from './planInstall';
import { refusedPlan } from './refusedPlan';
import { requestFindings } from './requestFindings';
import { StepList } from './StepList';
import { addVerify } from './steps';
import { sharersOf, type Sharer } from './sharers';

/**
 * The steps that take an installation away. What another installation on the cluster shares with it stays; definitions
 * go only when that was asked for.
 *
 * @returns a plan without steps, with the reasons, if it cannot be planned
 * @public
 */
export function planUninstall(
  definition: MeshDefinition,
  request: UninstallRequest,
  facts: PreflightFacts,
): LifecyclePlan {
  const findings = requestFindings(definition, request);
  const { operations } = definition;
  if (findings.length > 0 || operations.support !== 'managed')
    return refusedPlan(definition, request, findings);
  const context: PlanContext = {
    definition,
    operations,
    version: request.instance.version ?? '0.0.0',
    components: new Set(),
    revision: plainRevision(definition, request.instance.revision),
    presetId: 'default',
    values: {},
    facts,
  };
  const { uninstall } = operations;
  const sharers = sharersOf(definition, request.instance.id, facts);
  const notes = [...uninstall.before];
  if (sharers.length > 0)
    notes.push(
      `${sharers
        .map(({ id }) => id)
        .join(', ')} uses the same definitions and shared parts: they stay.`,
    );
  const list = new StepList();
  const removeCrds = request.crds === 'remove' && sharers.length === 0;
  // Their controller has to run while objects with its finalizers go.
  const crdsFirst = removeCrds && uninstall.crds === 'with-product';
  if (crdsFirst) addDeleteCrds(list, context);
  addDeleteReleases(list, context, {
    keepCrds: request.crds === 'keep',
    sharers,
    notes,
  });
  if (sharers.length === 0)
    addDeleteObjects(list, context, request, removeCrds);
  if (removeCrds && !crdsFirst && uninstall.crds !== 'none')
    addDeleteCrds(list, context);
  if (request.namespace === 'remove' && sharers.length === 0)
    for (const { name } of operations.install.namespaces)
      if (namespaceThere(facts, name)) addDeleteNamespace(list, name);
  if (list.steps.length > 0)
    addVerify(list, [
      {
        check: 'gone',
        definition: definition.id,
        namespace: request.instance.namespace,
      },
      { check: 'no-new-findings' },
    ]);
  else
    findings.push({
      id: 'nothing-to-remove',
      severity: 'blocking',
      title: `Nothing of ${definition.displayName} would be removed`,
      detail:
        'No release of it was found that nobody else uses, and its definitions are to be kept.',
      evidence: [
        `definitions: ${request.crds}`,
        ...sharers.map(({ id }) => `also used by ${id}`),
      ],
      remedy: 'Ask for the removal of its definitions if they should go.',
    });
  notes.push(...leftNotes(operations, request, removeCrds));
  return {
    action: 'uninstall',
    definition: definition.id,
    title: `Remove ${definition.displayName}${
      request.instance.revision
        ? ` (revision ${request.instance.revision})`
        : ''
    }`,
    summary: removeCrds
      ? 'Releases, definitions and every object of their kinds.'
      : 'Releases only; definitions and their objects stay where the charts allow it.',
    steps: list.steps,
    findings,
    followUps: [],
    estimatedSeconds: list.estimatedSeconds,
    notes,
  };
}

function addDeleteReleases(
  list: StepList,
  context: PlanContext,
  options: { keepCrds: boolean; sharers: readonly Sharer[]; notes: string[] },
): void {
  const { operations, definition, revision } = context;
  const { uninstall, install } = operations;
  for (const name of uninstall.order) {
    const step = install.steps.find(s => s.chart === name)!;
    if (options.sharers.some(sharer => uses(sharer, step, revision))) continue;
    if (options.keepCrds && name === uninstall.crdChart) {
      options.notes.push(
        `Release ${
          chartOf(definition, name).release
        } stays: its definitions, and every object of their kinds, would go with it.`,
      );
      continue;
    }
    const there = installedRelease(step, context, revision);
    if (there === undefined || (there === null && step.when?.component)) {
      if (!step.when?.component)
        options.notes.push(
          `No release of chart ${name} was found: what was installed by other means stays.`,
        );
      continue;
    }
    addDeleteRelease(list, step, context, there ?? undefined);
  }
}

/** A control plane of its own is used by its own revision only; everything else by whoever has the chart. */
function uses(
  sharer: Sharer,
  step: InstallStepData,
  revision: string | undefined,
): boolean {
  if (!sharer.charts.has(step.chart)) return false;
  return (
    !step.revisioned ||
    (sharer.revision ?? 'default') === (revision ?? 'default')
  );
}

function addDeleteRelease(
  list: StepList,
  step: InstallStepData,
  context: PlanContext,
  there: { name: string; namespace: string } | undefined,
): void {
  const { revision, definition } = context;
  const release = there?.name ?? releaseNameOf(step, context, revision);
  list.add({
    id: `delete-${release}`,
    type: 'delete-release',
    title: `Remove release ${release}`,
    why: 'In the order in which nothing loses what it still needs.',
    estimatedSeconds: 30,
    reversible: false,
    release,
    namespace: there?.namespace ?? chartOf(definition, step.chart).namespace,
    timeoutSeconds: step.timeoutSeconds,
  });
}

function addDeleteCrds(
  list: StepList,
  { operations, facts }: PlanContext,
): void {
  const groups = operations.uninstall.crdGroups;
  const crds = (facts.crds ?? []).filter(({ group }) => groups.includes(group));
  const objects = crds.reduce((sum, crd) => sum + (crd.objects ?? 0), 0);
  list.add({
    id: 'delete-crds',
    type: 'delete-crds',
    title: facts.crds
      ? `Remove ${crds.length} custom resource definitions and ${objects} objects`
      : `Remove the custom resource definitions of ${groups.join(', ')}`,
    why: 'It was asked for. Every object of these kinds goes with its definition.',
    estimatedSeconds: 20 + crds.length * 2,
    reversible: false,
    groups,
    names: crds.map(({ name }) => name),
  });
}

function addDeleteObjects(
  list: StepList,
  { operations }: PlanContext,
  { instance }: UninstallRequest,
  removeCrds: boolean,
): void {
  const objects = operations.uninstall.leftovers
    .filter(
      // What guards the definitions goes only with them.
      o => o.remove && (removeCrds || operations.install.steps.length > 0),
    )
    .map(({ apiVersion, kind, namespace, name }) => ({
      apiVersion,
      kind,
      ...(namespace === undefined
        ? {}
        : { namespace: fill(namespace, instance.namespace) }),
      name: fill(name, instance.namespace),
    }));
  if (objects.length === 0) return;
  list.add({
    id: 'delete-leftovers',
    type: 'delete-objects',
    title: `Remove ${objects.length} objects that no release owns`,
    why: 'The product made them itself, so that Helm leaves them behind.',
    estimatedSeconds: 5,
    reversible: false,
    objects,
  });
}

function addDeleteNamespace(list: StepList, namespace: string): void {
  list.add({
    id: `delete-namespace-${namespace}`,
    type: 'delete-namespace',
    title: `Remove namespace ${namespace}`,
    why: 'It was asked for. Everything that is still in it goes.',
    estimatedSeconds: 60,
    reversible: false,
    namespace,
  });
}

function namespaceThere({ namespaces }: PreflightFacts, name: string): boolean {
  return !namespaces || namespaces.some(n => n.name === name);
}

function leftNotes(
  { uninstall }: ManagedOperations,
  { instance, namespace }: UninstallRequest,
  removeCrds: boolean,
): string[] {
  const left = uninstall.leftovers
    .filter(o => !o.remove)
    .filter(o => namespace === 'keep' || o.namespace !== '{namespace}')
    .map(
      o =>
        `Stays: ${o.kind} ${
          o.namespace ? `${fill(o.namespace, instance.namespace)}/` : ''
        }${fill(o.name, instance.namespace)}. ${o.text}`,
    );
  const hazards = removeCrds
    ? uninstall.finalizerHazards.map(({ kind, text }) => `${kind}: ${text}`)
    : [];
  return [...left, ...hazards];
}

function fill(text: string, namespace: string | undefined): string {
  return text.replaceAll('{namespace}', namespace ?? '');
}
