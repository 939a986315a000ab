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

import type { MeshReport } from '@meshplane/meshes';
import type { OperationInput } from '@meshplane/plugin-meshplane-common';
import { stringify } from 'yaml';
import type { StepSpec } from '../../../operations/model';
import type { RealStep } from '../render/realise';

type Pace = OperationInput<'workload.restart'>['pace'];

const DEFAULT_PACE: Pace = {
  parallel: 1,
  timeoutSeconds: 300,
  stopOnFailure: true,
};

const RESTARTABLE = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** What the mapping needs beside the steps. */
export interface StepSurroundings {
  readonly report: MeshReport;
  readonly pace?: Pace;
  /** Field managers whose fields an `apply-manifests` may take: those that the plan showed. */
  readonly conflictsOf: (step: string) => readonly string[];
  /** Codes of findings that the cluster has now, by mesh. */
  readonly knownReasons: readonly string[];
}

/** The durable steps of a plan, with everything in their parameters that a resume needs. */
export function toStepSpecs(
  steps: readonly RealStep[],
  surroundings: StepSurroundings,
): StepSpec[] {
  return steps.flatMap(real =>
    paramsOf(real, surroundings).map(
      ({ type, params, idSuffix = '', titleSuffix = '' }) => ({
        id: `${real.step.id}${idSuffix}`,
        type,
        title: `${real.step.title}${titleSuffix}`,
        why: real.step.why,
        params,
        estimatedSeconds: real.step.estimatedSeconds,
        reversible: real.step.reversible,
      }),
    ),
  );
}

interface MappedStep {
  readonly type: string;
  readonly params: Record<string, unknown>;
  readonly idSuffix?: string;
  readonly titleSuffix?: string;
}

function paramsOf(
  { step, chart, source }: RealStep,
  surroundings: StepSurroundings,
): MappedStep[] {
  switch (step.type) {
    case 'ensure-namespace':
      return [
        {
          type: step.type,
          params: { name: step.namespace, labels: step.labels },
        },
      ];
    case 'apply-manifest-bundle':
      return [
        {
          type: 'apply-manifests',
          params: {
            source,
            ...(step.namespace && { namespace: step.namespace }),
            takeFrom: surroundings.conflictsOf(step.id),
          },
        },
      ];
    case 'helm-release':
      return [
        {
          type: step.type,
          params: {
            repository: step.chart.repository,
            chart: step.chart.name,
            version: step.chart.version,
            digest: chart?.package.digest,
            release: step.release,
            namespace: step.namespace,
            values: stringify(step.values),
            wait: step.wait,
            timeoutSeconds: step.timeoutSeconds,
            skipCrds: step.skipCrds,
          },
        },
      ];
    case 'certificates':
      return [
        {
          type: step.kind,
          params: { namespace: step.namespace, trustDomain: step.trustDomain },
        },
      ];
    case 'restart-workloads':
      return restartsOf(step.select, surroundings);
    case 'mark-namespace':
      return [
        {
          type: step.type,
          params: {
            namespace: step.namespace,
            marks: { labels: step.labels, annotations: step.annotations },
          },
        },
      ];
    case 'delete-release':
      return [
        {
          type: 'helm-uninstall',
          params: {
            release: step.release,
            namespace: step.namespace,
            timeoutSeconds: step.timeoutSeconds,
          },
        },
      ];
    case 'delete-crds':
      return step.names.length > 0
        ? [{ type: step.type, params: { names: step.names } }]
        : [];
    case 'delete-objects':
      return [{ type: 'remove-objects', params: { objects: step.objects } }];
    case 'delete-namespace':
      return [{ type: step.type, params: { name: step.namespace } }];
    case 'verify':
      return [
        {
          type: 'verify-mesh',
          params: {
            checks: step.checks,
            knownReasons: surroundings.knownReasons,
          },
        },
      ];
    default:
      return [];
  }
}

type Selection = Extract<
  RealStep['step'],
  { type: 'restart-workloads' }
>['select'];

/** One step per namespace, since workloads are restarted namespace by namespace. */
function restartsOf(
  select: Selection,
  { report, pace = DEFAULT_PACE }: StepSurroundings,
): MappedStep[] {
  const byNamespace = new Map<string, { kind: string; name: string }[]>();
  const add = (namespace: string, kind: string, name: string) =>
    byNamespace.set(namespace, [
      ...(byNamespace.get(namespace) ?? []),
      { kind, name },
    ]);
  if (select.data === 'workloads')
    for (const { kind, name } of select.workloads)
      add(select.namespace, kind, name);
  else
    for (const { workload, meshes } of report.workloads) {
      const chosen =
        select.data === 'instance'
          ? meshes.includes(select.instance)
          : select.namespaces.includes(workload.namespace ?? '');
      if (chosen && workload.namespace && RESTARTABLE.has(workload.kind))
        add(workload.namespace, workload.kind, workload.name);
    }
  return [...byNamespace].map(([namespace, workloads]) => ({
    type: 'restart-workloads',
    idSuffix: `:${namespace}`,
    titleSuffix: ` in "${namespace}"`,
    params: { namespace, workloads, pace },
  }));
}
