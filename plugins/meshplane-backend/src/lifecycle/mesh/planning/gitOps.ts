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

import type { LifecyclePlan } from '@meshplane/meshes';
import type { PlannedOperation } from '../../../operations/model';
import { argoFiles } from '../../gitops/argoFiles';
import { fluxFiles } from '../../gitops/fluxFiles';
import type { GitOpsInput } from '../../gitops/model';
import type { MeshLifecycleDeps } from '../deps';
import type { RealStep } from '../render/realise';

/** Steps that only a direct change can do; their absence from the files has to be said. */
const DIRECT_ONLY = ['certificates', 'restart-workloads', 'verify'];

/** What of a plan cannot be written as files, in words. */
export function notInFiles(plan: LifecyclePlan): string[] {
  return plan.steps
    .filter(
      ({ type }) => DIRECT_ONLY.includes(type) || type.startsWith('delete-'),
    )
    .map(({ title }) => title);
}

/** The releases and objects of a plan as files of the configured tool. */
export function gitOpsFilesOf(
  options: NonNullable<MeshLifecycleDeps['gitOps']>,
  cluster: string,
  plan: LifecyclePlan,
  steps: readonly RealStep[],
): NonNullable<PlannedOperation['files']> {
  const input: GitOpsInput = {
    cluster,
    name: plan.definition,
    releases: steps.flatMap(({ step, chart }) =>
      step.type === 'helm-release'
        ? [
            {
              chart: step.chart.name,
              version: step.chart.version,
              repository: step.chart.repository,
              release: step.release,
              namespace: step.namespace,
              values: step.values,
              createNamespace: false,
              hasCrdsFolder: (chart?.content.crds.length ?? 0) > 0,
            },
          ]
        : [],
    ),
    objects: steps.flatMap(({ step, source, objects }) => {
      if (step.type === 'ensure-namespace')
        return [
          {
            apiVersion: 'v1',
            kind: 'Namespace',
            metadata: { name: step.namespace, labels: step.labels },
          },
        ];
      // A tool that takes over the folder `crds` of a chart needs no copy of it.
      return source?.from === 'chart'
        ? objects.map(({ object }) => object)
        : [];
    }),
    remote: steps.flatMap(({ url }) => url ?? []),
  };
  const files =
    options.tool === 'flux'
      ? fluxFiles(input, options)
      : argoFiles(input, options);
  return { tool: options.tool, files };
}
