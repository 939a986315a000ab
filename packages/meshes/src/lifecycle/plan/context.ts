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
import type { HelmValues, PreflightFacts, ReleaseFacts } from '../model';
import type { ManagedOperations } from '../schema';
import { mergeValues, valueAt } from '../values';
import { chartVersionIn } from '../versions/chartVersion';

/** What the planning of one request knows. */
export interface PlanContext {
  definition: MeshDefinition;
  operations: ManagedOperations;
  /** Of the charts. */
  version: string;
  components: ReadonlySet<string>;
  /** Undefined for the default revision. */
  revision?: string;
  presetId: string;
  /** By chart name, of the request. */
  values: Readonly<Record<string, HelmValues>>;
  facts: PreflightFacts;
}

export type InstallStepData = ManagedOperations['install']['steps'][number];
type Condition = InstallStepData['when'];

/** Finds a preset by id or alias. */
export function presetOf(operations: ManagedOperations, id: string) {
  return operations.install.presets.find(
    preset => preset.id === id || preset.aliases.includes(id),
  );
}

/** Whether every condition holds. */
export function holds(
  condition: Condition,
  { version, components }: Pick<PlanContext, 'version' | 'components'>,
): boolean {
  if (!condition) return true;
  return (
    (condition.component === undefined ||
      components.has(condition.component)) &&
    (condition.versions === undefined ||
      chartVersionIn(version, condition.versions))
  );
}

/** The chart of a step. */
export function chartOf(definition: MeshDefinition, name: string) {
  const chart = definition.charts.find(c => c.name === name);
  if (!chart)
    throw new Error(
      `The definition of "${definition.id}" has no chart "${name}"`,
    );
  return chart;
}

/** All overrides of a chart: our defaults, what components and preset add, the revision, what was asked for. */
export function valuesOf(
  step: InstallStepData,
  context: PlanContext,
): Record<string, unknown> {
  const { operations, components, values, revision } = context;
  const { install, revisions } = operations;
  const defaults = step.values
    .filter(({ when }) => holds(when, context))
    .map(layer => layer.values);
  const added = install.components
    .filter(({ name }) => components.has(name))
    .map(component => component.values[step.chart]);
  const preset = presetOf(operations, context.presetId);
  const ofRevision =
    revision !== undefined && step.revisionValue !== undefined
      ? valueAt(step.revisionValue, revision)
      : undefined;
  const ofDefault =
    revision !== undefined && revisions?.defaultValue?.chart === step.chart
      ? valueAt(revisions.defaultValue.path, revision)
      : undefined;
  return mergeValues(
    ...defaults,
    ...added,
    preset?.values[step.chart],
    ofRevision,
    ofDefault,
    values[step.chart],
  );
}

/** Name under which a chart is released, with the suffix of its revision. */
export function releaseNameOf(
  step: InstallStepData,
  { definition }: PlanContext,
  revision: string | undefined,
): string {
  const { release } = chartOf(definition, step.chart);
  return step.revisioned && revision !== undefined
    ? `${release}-${revision}`
    : release;
}

/**
 * The release of a chart that is in the cluster, also where somebody gave it another name.
 *
 * @returns undefined if there is none; null if the releases are not known
 */
export function installedRelease(
  step: InstallStepData,
  context: PlanContext,
  revision: string | undefined,
): ReleaseFacts | undefined | null {
  const { releases } = context.facts;
  if (!releases) return null;
  const chart = chartOf(context.definition, step.chart);
  const name = releaseNameOf(step, context, revision);
  const live = releases.filter(({ status }) => status !== 'uninstalled');
  const exact = live.find(
    r => r.name === name && r.namespace === chart.namespace,
  );
  if (exact) return exact;
  const ofChart = live.filter(r => r.chart === step.chart);
  // With revisions several releases of one chart are usual: only the name tells which one it is.
  return step.revisioned && (ofChart.length > 1 || revision !== undefined)
    ? undefined
    : ofChart.find(r => r.namespace === chart.namespace) ??
        (ofChart.length === 1 ? ofChart[0] : undefined);
}
