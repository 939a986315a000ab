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
import { productName, versionInWords } from '../../support/lines';
import { compareMeshVersions, parseMeshVersion } from '../../support/version';
import type { InstallRequest, LifecyclePlan, PreflightFacts } from '../model';
import type { ManagedOperations } from '../schema';
import { chartVersionOf } from '../versions/chartVersion';
import {
  holds,
  installedRelease,
  presetOf,
  releaseNameOf,
  type PlanContext,
} from './context';
import { refusedPlan } from './refusedPlan';
import { requestFindings } from './requestFindings';
import { StepList } from './StepList';
import {
  addChart,
  addGatewayApi,
  addNamespace,
  addVerify,
  checksAfter,
} from './steps';

const DEFAULT_PRESET = 'default';

/**
 * The steps that install a product. What other installations share with it and what is there in this version or a newer
 * one is left as it is, so that a second control plane does not take the first one's definitions back.
 *
 * @returns a plan without steps, with the reasons, if the request cannot be planned
 * @public
 */
export function planInstall(
  definition: MeshDefinition,
  request: InstallRequest,
  facts: PreflightFacts,
): LifecyclePlan {
  const findings = requestFindings(definition, request);
  const { operations } = definition;
  if (findings.length > 0 || operations.support !== 'managed')
    return refusedPlan(definition, request, findings);
  const context = installContext(definition, operations, request, facts);
  const list = new StepList();
  const notes: string[] = [];
  const { install } = operations;

  addBundle(list, definition, operations, request);
  for (const namespace of install.namespaces)
    if (holds(namespace.when, context))
      addNamespace(list, namespace.name, namespace.labels);
  for (const step of install.steps) {
    if (!holds(step.when, context)) continue;
    if (install.certificates?.before === step.chart)
      addCertificates(list, definition, install.certificates);
    const there = installedRelease(step, context, context.revision);
    const older = there && isNewer(there.chartVersion, context.version);
    if (older) {
      notes.push(
        `Release ${there.name} has chart ${step.chart} ${there.chartVersion}, which is newer: it stays as it is.`,
      );
      continue;
    }
    addChart(list, step, context, {
      action: there ? 'upgrade' : 'install',
      release: there?.name,
      namespace: there?.namespace,
      // Another control plane uses it as well: its default revision and its other settings stay.
      ...(there && context.revision !== undefined && !step.revisioned
        ? { onlyOver: {} }
        : {}),
    });
  }
  addVerify(list, verifyChecks(definition, request, context));
  notes.push(...(presetOf(operations, context.presetId)?.notes ?? []));
  if (!operations.verified)
    notes.push(
      `The order and values of ${definition.displayName} come from its documents and were not tried with its charts here.`,
    );
  return {
    action: 'install',
    definition: definition.id,
    title: titleOf(definition, request),
    summary: `${list.steps.length} steps: ${
      definition.id === 'gateway-api'
        ? 'the bundle is applied on the server'
        : 'prerequisites, charts in order, then a look at the result'
    }.`,
    steps: list.steps,
    findings,
    followUps: [],
    estimatedSeconds: list.estimatedSeconds,
    notes,
  };
}

function installContext(
  definition: MeshDefinition,
  operations: ManagedOperations,
  request: InstallRequest,
  facts: PreflightFacts,
): PlanContext {
  return {
    definition,
    operations,
    version: chartVersionOf(definition, request.version),
    components: new Set(request.components),
    revision: plainRevision(definition, request.revision),
    presetId: request.preset ?? DEFAULT_PRESET,
    values: request.values ?? {},
    facts,
  };
}

/** The default revision has no name of its own in releases and values. */
export function plainRevision(
  definition: MeshDefinition,
  revision: string | undefined,
): string | undefined {
  return revision === definition.detect.instance.defaultRevision
    ? undefined
    : revision;
}

function addBundle(
  list: StepList,
  definition: MeshDefinition,
  { install }: ManagedOperations,
  request: InstallRequest,
) {
  if (definition.id === 'gateway-api') {
    addGatewayApi(
      list,
      {
        version: request.version,
        channel: request.gatewayApi?.channel ?? 'standard',
      },
      'Server-side apply: the larger definitions exceed what a client-side apply can note down.',
    );
    return;
  }
  if (request.gatewayApi)
    addGatewayApi(
      list,
      request.gatewayApi,
      install.gatewayApi?.why ?? 'It was asked for.',
    );
}

export function addCertificates(
  list: StepList,
  { namespaces }: MeshDefinition,
  certificates: NonNullable<ManagedOperations['install']['certificates']>,
) {
  list.add({
    id: 'certificates',
    type: 'certificates',
    title: 'Make sure that trust anchor and issuer are there',
    why: `${
      certificates.suppliedBy
    } Where none are there, ${certificates.generated
      .map(({ object }) => object)
      .join(', ')} are made inside the cluster.`,
    estimatedSeconds: 5,
    reversible: true,
    kind: certificates.kind,
    namespace: namespaces[0],
    trustDomain: certificates.trustDomain,
  });
}

function verifyChecks(
  definition: MeshDefinition,
  request: InstallRequest,
  context: PlanContext,
) {
  if (definition.id === 'gateway-api')
    return [
      {
        check: 'gateway-api' as const,
        version: request.version.replace(/^v/, ''),
        channel: request.gatewayApi?.channel ?? 'standard',
      },
      {
        check: 'crds-established' as const,
        groups: ['gateway.networking.k8s.io'],
      },
      { check: 'no-new-findings' as const },
    ];
  return checksAfter(context, request.version);
}

function titleOf(definition: MeshDefinition, request: InstallRequest): string {
  const name =
    definition.id === 'gateway-api'
      ? `${definition.displayName} (${
          request.gatewayApi?.channel ?? 'standard'
        } channel)`
      : definition.displayName;
  const revision =
    request.revision === undefined ? '' : ` as revision ${request.revision}`;
  return `Install ${name} ${versionInWords(
    definition,
    request.version,
  )}${revision}`;
}

function isNewer(installed: string | undefined, target: string): boolean {
  const a = parseMeshVersion(installed, 'calendar-edge');
  const b = parseMeshVersion(target, 'calendar-edge');
  return a !== undefined && b !== undefined && compareMeshVersions(a, b) > 0;
}

/** Names of releases that an install would make, for checks and locks. @public */
export function releasesOfInstall(
  definition: MeshDefinition,
  request: InstallRequest,
): { chart: string; release: string; namespace: string }[] {
  const { operations } = definition;
  if (operations.support !== 'managed') return [];
  const context = installContext(definition, operations, request, {
    now: new Date(0),
  });
  return operations.install.steps
    .filter(step => step.how === 'helm' && holds(step.when, context))
    .map(step => ({
      chart: step.chart,
      release: releaseNameOf(step, context, context.revision),
      namespace:
        definition.charts.find(({ name }) => name === step.chart)?.namespace ??
        productName(definition),
    }));
}
