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

import {
  mergeValues,
  type HelmValues,
  type LifecyclePlan,
  type MeshDefinition,
  type MeshInstance,
} from '@meshplane/meshes';
import type { PlanContext } from '../../../operations/model';
import type { MeshLifecycleDeps } from '../deps';

/** Overrides of an installed release; undefined when there is none. */
export async function installedValues(
  { releases }: Pick<MeshLifecycleDeps, 'releases'>,
  release: { release: string; namespace: string },
  { connection, signal }: Pick<PlanContext, 'connection' | 'signal'>,
): Promise<HelmValues | undefined> {
  const found = await releases.read(
    connection,
    { name: release.release, namespace: release.namespace },
    { signal },
  );
  return found?.values;
}

/** Lays feature toggles over what their release was installed with, so that a step carries all of its values. */
export async function withInstalledValues(
  deps: MeshLifecycleDeps,
  plan: LifecyclePlan,
  context: PlanContext,
): Promise<LifecyclePlan> {
  const steps = await Promise.all(
    plan.steps.map(async step => {
      if (step.type !== 'helm-release' || !step.overInstalledValues)
        return step;
      const installed = await installedValues(deps, step, context);
      return {
        ...step,
        overInstalledValues: false,
        values: mergeValues(installed, step.values),
      };
    }),
  );
  return { ...plan, steps };
}

/** Overrides of the releases of an installation by chart, so that an upgrade keeps what somebody set. */
export async function installedChartValues(
  deps: Pick<MeshLifecycleDeps, 'releases'>,
  definition: MeshDefinition,
  instance: MeshInstance,
  { connection, signal }: Pick<PlanContext, 'connection' | 'signal'>,
): Promise<Record<string, HelmValues>> {
  const namespaces = new Set([
    ...(instance.namespace ? [instance.namespace] : []),
    ...definition.charts.map(({ namespace }) => namespace),
  ]);
  const charts = new Set(definition.charts.map(({ name }) => name));
  const releases = await Promise.all(
    [...namespaces].map(async namespace => {
      const list = await deps.releases.list(connection, { namespace, signal });
      return Promise.all(
        list.map(ref => deps.releases.read(connection, ref, { signal })),
      );
    }),
  );
  const values: Record<string, HelmValues> = {};
  for (const release of releases.flat()) {
    if (!release || !charts.has(release.chart.name)) continue;
    // Two control planes of one mesh have a release of the same chart each: the revision tells which is meant.
    const { revision } = release.values as { revision?: string };
    const other =
      revision !== undefined &&
      revision !== '' &&
      instance.revision !== undefined &&
      revision !== instance.revision;
    if (!other) values[release.chart.name] = release.values;
  }
  return values;
}
