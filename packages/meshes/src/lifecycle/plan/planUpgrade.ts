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
import { versionInWords } from '../../support/lines';
import type { LifecyclePlan, PreflightFacts, UpgradeRequest } from '../model';
import type { ManagedOperations, TogglesOnlyOperations } from '../schema';
import { valueAt } from '../values';
import { chartVersionIn, chartVersionOf } from '../versions/chartVersion';
import {
  holds,
  installedRelease,
  type InstallStepData,
  type PlanContext,
} from './context';
import { planCanary } from './planCanary';
import { addCertificates, plainRevision } from './planInstall';
import { refusedPlan } from './refusedPlan';
import { requestFindings, upgradePath } from './requestFindings';
import { StepList } from './StepList';
import {
  addChart,
  addGatewayApi,
  addNamespace,
  addVerify,
  checksAfter,
} from './steps';

/**
 * The steps that move an installation to another version: in place, or by a second control plane whose takeover and the
 * removal of the first are {@link LifecyclePlan.followUps}.
 *
 * Without values and preset the overrides of the installed releases are kept. Our defaults are not laid over them:
 * switching off definitions that a release owns would remove them with every object of theirs.
 *
 * @returns a plan without steps, with the reasons and (where minors would be skipped) the path, if it cannot be planned
 * @public
 */
export function planUpgrade(
  definition: MeshDefinition,
  request: UpgradeRequest,
  facts: PreflightFacts,
): LifecyclePlan {
  const findings = requestFindings(definition, request);
  const path = upgradePath(
    definition,
    request.instance.version,
    request.version,
  );
  const { operations } = definition;
  if (findings.length > 0 || operations.support === 'detect-only')
    return refusedPlan(
      definition,
      request,
      findings,
      path.length > 1 ? path : undefined,
    );
  if (operations.support === 'toggles-only')
    return planNetworkUpgrade(definition, operations, request);
  if (definition.id === 'gateway-api') return planBundle(definition, request);
  const context = upgradeContext(definition, operations, request, facts);
  return request.strategy === 'canary'
    ? planCanary(context, request)
    : planInPlace(context, request);
}

function upgradeContext(
  definition: MeshDefinition,
  operations: ManagedOperations,
  request: UpgradeRequest,
  facts: PreflightFacts,
): PlanContext {
  const revision = plainRevision(definition, request.instance.revision);
  const context: PlanContext = {
    definition,
    operations,
    version: chartVersionOf(definition, request.version),
    components: new Set(request.components),
    revision,
    presetId: request.preset ?? 'default',
    values: request.values ?? {},
    facts,
  };
  // Optional charts that are installed are upgraded with the rest, asked for or not.
  const installed = operations.install.steps
    .filter(
      step =>
        step.when?.component !== undefined &&
        installedRelease(step, context, revision),
    )
    .map(step => step.when!.component!);
  return {
    ...context,
    components: new Set([...context.components, ...installed]),
  };
}

/** Whether the overrides of the installed releases stay. */
function keepsValues(request: UpgradeRequest): boolean {
  return request.values === undefined && request.preset === undefined;
}

/** What is laid over kept overrides: the revision, which belongs to the name of the release. */
function overKept(step: InstallStepData, revision: string | undefined) {
  return revision !== undefined && step.revisionValue !== undefined
    ? { ...valueAt(step.revisionValue, revision) }
    : {};
}

function stepsInOrder({ operations }: PlanContext): InstallStepData[] {
  const { install, upgrade } = operations;
  if (!upgrade.order) return install.steps;
  const order = upgrade.order;
  return [...install.steps].sort(
    (a, b) => order.indexOf(a.chart) - order.indexOf(b.chart),
  );
}

function planInPlace(
  context: PlanContext,
  request: UpgradeRequest,
): LifecyclePlan {
  const { definition, operations, revision } = context;
  const { install, upgrade } = operations;
  const list = new StepList();
  const notes = notesFor(context);
  if (request.gatewayApi)
    addGatewayApi(
      list,
      request.gatewayApi,
      'The bundle comes before the controllers that read it.',
    );
  for (const namespace of install.namespaces)
    if (holds(namespace.when, context))
      addNamespace(list, namespace.name, namespace.labels);
  for (const step of stepsInOrder(context)) {
    if (!holds(step.when, context)) continue;
    if (install.certificates?.before === step.chart && !keepsValues(request))
      addCertificates(list, definition, install.certificates);
    const there = installedRelease(step, context, revision);
    if (there === undefined && step.how === 'helm')
      notes.push(
        `No release of chart ${step.chart} was found: it would be installed, which fails where its objects belong to somebody else.`,
      );
    const keep = keepsValues(request) && there !== undefined;
    addChart(list, step, context, {
      action: there === undefined ? 'install' : 'upgrade',
      release: there?.name,
      namespace: there?.namespace,
      ...(keep ? { onlyOver: overKept(step, revision) } : {}),
    });
  }
  if (request.restart && upgrade.restart.needed === 'workloads')
    list.add({
      id: 'restart',
      type: 'restart-workloads',
      title: `Restart the workloads on ${definition.displayName}`,
      why: upgrade.restart.text,
      estimatedSeconds: 60 + 30 * (request.instance.dataPlane?.workloads ?? 0),
      reversible: false,
      select: { data: 'instance', instance: request.instance.id },
    });
  else if (upgrade.restart.needed === 'workloads')
    notes.push(`${upgrade.restart.text} Restart them afterwards.`);
  addVerify(list, checksAfter(context, request.version));
  return {
    action: 'upgrade',
    definition: definition.id,
    title: titleOf(definition, request),
    summary: `In place: ${list.steps.length} steps in the order that upstream gives.`,
    steps: list.steps,
    findings: [],
    followUps: [],
    estimatedSeconds: list.estimatedSeconds,
    notes,
  };
}

function planBundle(
  definition: MeshDefinition,
  request: UpgradeRequest,
): LifecyclePlan {
  const list = new StepList();
  const channel =
    request.gatewayApi?.channel ??
    (request.instance.channel === 'experimental' ? 'experimental' : 'standard');
  const version = request.version.replace(/^v/, '');
  addGatewayApi(
    list,
    { version, channel },
    'Every definition of the bundle moves together, so that version and channel stay uniform.',
  );
  addVerify(list, [
    { check: 'gateway-api', version, channel },
    { check: 'crds-established', groups: ['gateway.networking.k8s.io'] },
    { check: 'no-new-findings' },
  ]);
  const { operations } = definition;
  return {
    action: 'upgrade',
    definition: definition.id,
    title: `Upgrade the Gateway API to ${version} (${channel} channel)`,
    summary: 'The bundle is applied on the server.',
    steps: list.steps,
    findings: [],
    followUps: [],
    estimatedSeconds: list.estimatedSeconds,
    notes:
      operations.support === 'managed'
        ? relevantNotes(operations.upgrade, version)
        : [],
  };
}

/** The network of the cluster: its own overrides stay, a preflight release goes first. */
function planNetworkUpgrade(
  definition: MeshDefinition,
  { upgrade, toggles }: TogglesOnlyOperations,
  request: UpgradeRequest,
): LifecyclePlan {
  const list = new StepList();
  const chart = definition.charts.find(c => c.name === toggles.chart)!;
  const version = chartVersionOf(definition, request.version);
  const ref = { name: chart.name, repository: chart.repository, version };
  const { preflightRelease: preflight } = upgrade;
  const namespace = request.instance.namespace ?? chart.namespace;
  if (preflight)
    list.add({
      id: `release-${preflight.release}`,
      type: 'helm-release',
      title: `Install the preflight release ${preflight.release}`,
      why: preflight.text,
      estimatedSeconds: 120,
      reversible: true,
      action: 'install',
      chart: ref,
      release: preflight.release,
      namespace,
      values: preflight.values,
      wait: 'ready',
      timeoutSeconds: 900,
      skipCrds: true,
    });
  if (preflight)
    list.add({
      id: `delete-${preflight.release}`,
      type: 'delete-release',
      title: `Remove the preflight release ${preflight.release}`,
      why: 'It has done its work.',
      estimatedSeconds: 10,
      reversible: false,
      release: preflight.release,
      namespace,
      timeoutSeconds: 300,
    });
  list.add({
    id: `release-${chart.release}`,
    type: 'helm-release',
    title: `Upgrade release ${chart.release} with chart ${chart.name} ${version}`,
    why: upgrade.restart.text,
    estimatedSeconds: 300,
    reversible: true,
    action: 'upgrade',
    chart: ref,
    release: chart.release,
    namespace,
    values: request.values?.[chart.name] ?? {},
    overInstalledValues: true,
    wait: 'ready',
    timeoutSeconds: 1800,
    skipCrds: true,
  });
  addVerify(list, checksAfter({ definition }, request.version));
  return {
    action: 'upgrade',
    definition: definition.id,
    title: titleOf(definition, request),
    summary:
      'Preflight on every node, then the upgrade with all overrides of the installed release.',
    steps: list.steps,
    findings: [],
    followUps: [],
    estimatedSeconds: list.estimatedSeconds,
    notes: relevantNotes(upgrade, version),
  };
}

function notesFor({ operations, version }: PlanContext): string[] {
  return relevantNotes(operations.upgrade, version);
}

/** The notes of a definition that concern a target version. */
export function relevantNotes(
  { notes }: Pick<ManagedOperations['upgrade'], 'notes'>,
  version: string,
): string[] {
  return notes
    .filter(
      n => n.versions === undefined || chartVersionIn(version, n.versions),
    )
    .map(({ text }) => text);
}

function titleOf(definition: MeshDefinition, request: UpgradeRequest): string {
  const from =
    request.instance.version === undefined
      ? ''
      : ` from ${versionInWords(definition, request.instance.version)}`;
  return `Upgrade ${definition.displayName}${from} to ${versionInWords(
    definition,
    request.version,
  )}`;
}
