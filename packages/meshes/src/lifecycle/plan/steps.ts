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
  GatewayApiBundleRef,
  LifecycleStep,
  PlannedChartRef,
  VerifyCheck,
} from '../model';
import { mergeValues } from '../values';
import {
  chartOf,
  releaseNameOf,
  valuesOf,
  type InstallStepData,
  type PlanContext,
} from './context';
import type { StepList } from './StepList';

/** Steps that plans of several kinds are made of. */

/** Chart with repository and version. */
export function chartRef(
  step: Pick<InstallStepData, 'chart'>,
  { definition, version }: Pick<PlanContext, 'definition' | 'version'>,
): PlannedChartRef {
  const { name, repository } = chartOf(definition, step.chart);
  return { name, repository, version };
}

export function addGatewayApi(
  list: StepList,
  { version, channel }: GatewayApiBundleRef,
  why: string,
): void {
  const plain = version.replace(/^v/, '');
  list.add({
    id: 'gateway-api',
    type: 'apply-manifest-bundle',
    title: `Apply the Gateway API ${plain} (${channel} channel)`,
    why,
    estimatedSeconds: 20,
    // Definitions that were changed are not changed back: the policy of the bundle may refuse the older ones.
    reversible: false,
    bundle: { from: 'gateway-api', version: plain, channel },
  });
}

export function addNamespace(
  list: StepList,
  namespace: string,
  labels: Record<string, string>,
): void {
  list.add({
    id: `namespace-${namespace}`,
    type: 'ensure-namespace',
    title: `Make sure that namespace ${namespace} exists`,
    why:
      Object.keys(labels).length > 0
        ? 'The namespace needs these labels before the first pod starts in it.'
        : 'The release lives in it.',
    estimatedSeconds: 2,
    reversible: true,
    namespace,
    labels,
  });
}

/** How a chart comes into the cluster. */
export interface ReleaseOptions {
  action: 'install' | 'upgrade';
  /** Where the release has another name than ours. */
  release?: string;
  namespace?: string;
  /** Keep the overrides of the installed release and lay only these over them. */
  onlyOver?: Record<string, unknown>;
  /** Appended to ids, for plans that touch a chart twice. */
  idSuffix?: string;
  /** Extra values, over everything. */
  values?: Record<string, unknown>;
}

/** A chart: its definitions where they are apart, then the release or its rendered objects. */
export function addChart(
  list: StepList,
  step: InstallStepData,
  context: PlanContext,
  options: ReleaseOptions,
): void {
  const { name, namespace: ours } = chartOf(context.definition, step.chart);
  const namespace = options.namespace ?? ours;
  const release =
    options.release ?? releaseNameOf(step, context, context.revision);
  const ref = chartRef(step, context);
  const suffix = options.idSuffix ?? '';
  const values =
    options.onlyOver ?? mergeValues(valuesOf(step, context), options.values);
  if (step.how === 'rendered') {
    list.add({
      id: `${name}${suffix}`,
      type: 'apply-manifest-bundle',
      title: `Apply what chart ${name} ${ref.version} renders to`,
      why: step.why,
      estimatedSeconds: step.estimatedSeconds,
      reversible: false,
      namespace,
      bundle: {
        from: 'chart',
        chart: ref,
        release,
        namespace,
        values: valuesOf(step, context),
      },
    });
    return;
  }
  if (step.applyCrdsFolder)
    list.add({
      id: `${name}-crds${suffix}`,
      type: 'apply-manifest-bundle',
      title: `Apply the custom resource definitions of chart ${name} ${ref.version}`,
      why: 'Helm installs the folder crds of a chart once and never upgrades it.',
      estimatedSeconds: 15,
      reversible: false,
      bundle: { from: 'chart-crds', chart: ref },
    });
  list.add({
    id: `release-${release}${suffix}`,
    type: 'helm-release',
    title: `${
      options.action === 'install' ? 'Install' : 'Upgrade'
    } release ${release} with chart ${name} ${ref.version}`,
    why: step.why,
    estimatedSeconds: step.estimatedSeconds,
    reversible: true,
    action: options.action,
    chart: ref,
    release,
    namespace,
    values,
    ...(options.onlyOver ? { overInstalledValues: true } : {}),
    wait: step.wait,
    timeoutSeconds: step.timeoutSeconds,
    skipCrds: step.applyCrdsFolder,
  });
}

export function addVerify(list: StepList, checks: VerifyCheck[]): void {
  list.add({
    id: 'verify',
    type: 'verify',
    title: 'Look whether the cluster is as planned',
    why: 'A release that is deployed is not yet a mesh that works.',
    estimatedSeconds: 30,
    reversible: true,
    checks,
  });
}

/** The checks after an install or upgrade. */
export function checksAfter(
  { definition, revision }: Pick<PlanContext, 'definition' | 'revision'>,
  version: string,
): VerifyCheck[] {
  const { id, namespaces } = definition;
  const namespace = namespaces.at(0);
  return [
    { check: 'control-plane-ready', definition: id, namespace },
    ...(definition.detect.webhooks.length > 0
      ? [{ check: 'webhooks-answer' as const, definition: id }]
      : []),
    {
      check: 'version',
      definition: id,
      version,
      ...(revision === undefined ? {} : { revision }),
    },
    {
      check: 'crds-established',
      groups: definition.detect.crdGroups.map(({ group }) => group),
    },
    { check: 'no-new-findings' },
  ];
}

/** Sum of the estimates. */
export function secondsOf(steps: readonly LifecycleStep[]): number {
  return steps.reduce((sum, { estimatedSeconds }) => sum + estimatedSeconds, 0);
}
