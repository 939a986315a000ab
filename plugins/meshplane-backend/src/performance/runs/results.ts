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

import { evaluateGates, resultOfSeconds } from '@meshplane/benchmark';
import type { GateResult, RunResult } from '@meshplane/benchmark/model';
import type { RunResources } from '@meshplane/plugin-meshplane-common';
import type { RunPlan, RunRow, RunStore } from '../stores/model';
import type { EarlyEnd, Ending } from './endings';
import { headlineOf, worstGate } from './headline';

/** Pinned runs that changes are judged against. */
const MAX_BASELINES = 20;

/** The result as it is kept: named as the run, with the profile as it was written, and with all gates judged. */
export async function finishedResult(
  store: RunStore,
  row: RunRow,
  plan: RunPlan,
  measured: RunResult,
  early: EarlyEnd | undefined,
): Promise<RunResult> {
  const result: RunResult = {
    ...measured,
    id: row.id,
    name: row.name,
    labels: { ...plan.load.labels, ...row.labels },
    // The one that ran had its secrets filled in.
    profile: plan.load,
    ...(early?.kind === 'error-rate' && {
      end: 'aborted-by-gate' as const,
      warnings: [...measured.warnings, `Stopped: ${early.message}`],
    }),
  };
  return { ...result, gates: await judgedGates(store, row, plan, result) };
}

/**
 * What was measured of a run whose result was lost.
 *
 * @returns undefined if not even one second was
 */
export async function partialResult(
  store: RunStore,
  row: RunRow,
  plan: RunPlan,
  ending: Ending,
): Promise<RunResult | undefined> {
  const seconds = await store.seconds(row.id);
  if (seconds.length === 0) return undefined;
  const result = resultOfSeconds({
    id: row.id,
    profile: plan.load,
    seconds,
    end: ending.state === 'cancelled' ? 'cancelled' : 'failed',
    generator: row.generator,
    reason: ending.message ?? 'The result was lost',
  });
  return finishedResult(store, row, plan, result, undefined);
}

/** What of a row follows from its result. */
export function rowOf(
  result: RunResult,
  resources?: RunResources,
): Partial<RunRow> {
  return {
    end: result.end,
    precision: result.precision,
    validity: result.validity.status,
    gate: worstGate(result.gates),
    headline: headlineOf(result, resources),
  };
}

async function judgedGates(
  store: RunStore,
  { profileId }: RunRow,
  { load }: RunPlan,
  result: RunResult,
): Promise<GateResult[]> {
  if (result.end === 'cancelled' || result.end === 'failed')
    return load.gates.map(({ metric, threshold }) => ({
      metric,
      threshold,
      verdict: 'not-judged',
      message: 'The run has ended before its time',
      aborted: false,
    }));
  const baseline =
    profileId && load.gates.some(({ threshold }) => /^\s*delta/.test(threshold))
      ? await baselinesOf(store, profileId)
      : [];
  const aborted = result.gates.filter(gate => gate.aborted);
  return evaluateGates(result, load.gates, { baseline }).map(
    gate =>
      // A gate that ended its run has failed, whatever is left to be judged of the shortened run.
      aborted.find(
        ({ metric, threshold }) =>
          metric === gate.metric && threshold === gate.threshold,
      ) ?? gate,
  );
}

async function baselinesOf(store: RunStore, profileId: string) {
  const { items } = await store.list({
    profileId,
    baseline: 'true',
    state: 'succeeded',
    sort: 'createdAt',
    order: 'desc',
    limit: MAX_BASELINES,
    offset: 0,
  });
  return [...(await store.results(items.map(({ id }) => id))).values()];
}
