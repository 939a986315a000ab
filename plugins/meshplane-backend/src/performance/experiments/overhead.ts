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
  hodgesLehmann,
  incomparable,
  runMetrics,
  type RunResult,
  smallestP,
} from '@meshplane/benchmark';
import type {
  ExperimentArm,
  ExperimentDetail,
  PerformanceComparison,
  RunResources,
} from '@meshplane/plugin-meshplane-common';
import { type IndexInputs, valueIndex } from './valueIndex';

type Overhead = ExperimentDetail['overheads'][number];
type Estimate = NonNullable<Overhead['addedP50Ms']>;

/** What the index is made of, in words. */
const INPUT_WORDS: Record<keyof IndexInputs, string> = {
  features: 'the features',
  addedP50Ms: 'the added p50',
  addedP99Ms: 'the added p99',
  addedCpuPerThousand: 'the added CPU',
  addedMemoryMb: 'the added memory',
};

/** A run of a side, as far as it has come. */
export interface MeasuredRun {
  id: string;
  result?: RunResult;
  resources?: RunResources;
}

/** Roles that requests pass through or that answer them; nodes and control planes serve others as well. */
const IN_THE_PATH: readonly RunResources['uses'][number]['role'][] = [
  'application',
  'sidecar',
  'ztunnel',
  'waypoint',
  'gateway',
];
const BYTES_PER_MB = 1e6;

/** The runs that may be compared, and a sentence for each that may not. */
export function comparableRuns(runs: readonly MeasuredRun[]): {
  usable: (MeasuredRun & { result: RunResult })[];
  notes: string[];
} {
  const usable: (MeasuredRun & { result: RunResult })[] = [];
  const notes: string[] = [];
  for (const { result, ...run } of runs) {
    const reasons = result ? incomparable([result]) : [];
    if (!result) notes.push(`The run "${run.id}" has no result`);
    else if (reasons.length === 0) usable.push({ ...run, result });
    else notes.push(...reasons.map(reason => `Left out: ${reason}`));
  }
  return { usable, notes };
}

/**
 * What a side costs beside the baseline: Hodges-Lehmann shifts over runs, with 95 % intervals where there are enough
 * runs for one.
 */
export function overheadOf(options: {
  baseline: { arm: ExperimentArm; runs: readonly MeasuredRun[] };
  side: { arm: ExperimentArm; runs: readonly MeasuredRun[] };
  comparison?: PerformanceComparison;
}): Overhead {
  const { baseline, side, comparison } = options;
  const a = comparableRuns(baseline.runs);
  const b = comparableRuns(side.runs);
  const notes = [...a.notes, ...b.notes];
  const latency = (name: string) =>
    shiftOf(
      a.usable.map(({ result }) => runMetrics[name].value(result)),
      b.usable.map(({ result }) => runMetrics[name].value(result)),
    );
  const p50 = latency('p50');
  const p99 = latency('p99');
  const cpu = shiftOf(
    a.usable.map(cpuPerThousand),
    b.usable.map(cpuPerThousand),
  );
  const memory = shiftOf(a.usable.map(memoryMb), b.usable.map(memoryMb));
  if (!p50) notes.push('There are no runs to take an added latency from');
  else if (!p50.added.interval)
    notes.push('Too few runs per side for a 95 % interval: four are needed');
  if (p50 && !p99) notes.push('Too few samples for an added p99');
  if (p50 && (!cpu || !memory))
    notes.push(...missingResources([...a.usable, ...b.usable]));
  if (cpu || memory)
    notes.push(
      'CPU and memory are those of applications, sidecars, ztunnel, waypoints and gateways that were measured, without nodes, control planes and the generator',
    );
  const newFeatures = new Set(side.arm.features);
  for (const feature of baseline.arm.features) newFeatures.delete(feature);
  const inputs: Partial<IndexInputs> = {
    features: newFeatures.size,
    addedP50Ms: p50?.added.value,
    addedP99Ms: p99?.added.value,
    addedCpuPerThousand: cpu?.added.value,
    addedMemoryMb: memory?.added.value,
  };
  const missing = Object.entries(inputs).flatMap(([name, value]) =>
    value === undefined ? [INPUT_WORDS[name as keyof IndexInputs]] : [],
  );
  if (missing.length > 0)
    notes.push(`There is no index without ${missing.join(', ')}`);
  return {
    arm: side.arm.name,
    comparison,
    addedP50Ms: p50?.added,
    addedP50Share: p50?.share,
    addedP99Ms: p99?.added,
    addedP99Share: p99?.share,
    addedCpuPerThousand: cpu?.added,
    addedMemoryMb: memory?.added,
    ...(missing.length === 0 && { index: valueIndex(inputs as IndexInputs) }),
    notes: [...new Set(notes)],
  };
}

/** Undefined unless every run of both sides has the number. */
function shiftOf(
  before: readonly (number | undefined)[],
  after: readonly (number | undefined)[],
): { added: Estimate; share?: Estimate } | undefined {
  const isNumber = (value: number | undefined): value is number =>
    value !== undefined && Number.isFinite(value);
  const a = before.filter(isNumber);
  const b = after.filter(isNumber);
  if (a.length < before.length || b.length < after.length) return undefined;
  if (a.length === 0 || b.length === 0) return undefined;
  const { shift, interval } = hodgesLehmann(a, b);
  // With fewer runs, the widest interval that the data can give covers less than it says.
  const isCovered = smallestP(a.length, b.length) <= 0.05;
  const level = Math.abs(medianOf(a));
  const estimate = (scale: number): Estimate => ({
    value: shift / scale,
    ...(isCovered && {
      interval: [interval[0] / scale, interval[1] / scale] as [number, number],
    }),
  });
  return { added: estimate(1), ...(level > 0 && { share: estimate(level) }) };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? sorted[half]
    : (sorted[half - 1] + sorted[half]) / 2;
}

type Use = RunResources['uses'][number];

/** A sum over the path of requests; undefined unless every container has the number. */
function sumInPath(
  resources: RunResources | undefined,
  of: (use: Use) => number | undefined,
): number | undefined {
  const uses = (resources?.uses ?? []).filter(({ role }) =>
    IN_THE_PATH.includes(role),
  );
  const values = uses.flatMap(use => of(use) ?? []);
  return values.length === 0 || values.length < uses.length
    ? undefined
    : values.reduce((sum, value) => sum + value, 0);
}

function perThousand(
  total: number | undefined,
  { achievedRate }: RunResult,
): number | undefined {
  return total === undefined || achievedRate <= 0
    ? undefined
    : total / (achievedRate / 1000);
}

function cpuPerThousand({
  resources,
  result,
}: MeasuredRun & { result: RunResult }) {
  return perThousand(
    sumInPath(resources, ({ cpuMean }) => cpuMean),
    result,
  );
}

function memoryMb({ resources, result }: MeasuredRun & { result: RunResult }) {
  const bytes = sumInPath(resources, ({ memoryMean }) => memoryMean);
  return perThousand(
    bytes === undefined ? undefined : bytes / BYTES_PER_MB,
    result,
  );
}

function missingResources(runs: readonly MeasuredRun[]): string[] {
  const reasons = new Set(
    runs.flatMap(({ resources }) =>
      resources ? resources.notes : ['none were read'],
    ),
  );
  return [
    `CPU and memory are not known for every run: ${
      [...reasons].join('; ') || 'some containers have no readings'
    }`,
  ];
}
