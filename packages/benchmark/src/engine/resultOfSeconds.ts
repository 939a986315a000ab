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

import type { LoadProfile } from '../model/profile';
import type { RunResult, Slice } from '../model/result';
import { decodeHistogram, newHistogram, toDistribution } from './histograms';
import { profileWithoutSecrets } from '../model/profileWithoutSecrets';

/** What is known of a run whose result was lost. @public */
export interface LostRun {
  id: string;
  profile: LoadProfile;
  /** When the measured phase began. */
  startedAt?: string;
  /** Whole seconds as `onSeconds` told them. */
  seconds: readonly Slice[];
  end: RunResult['end'];
  generator: string;
  /** Why it was lost, in a sentence. */
  reason: string;
}

/**
 * What was measured until a run was lost: counts and response latency of its whole seconds. Whether the generator was
 * the limit is not known any more, so that its validity is `unknown`; lag and service latency are lost.
 *
 * @public
 */
export function resultOfSeconds(run: LostRun): RunResult {
  const seconds = [...run.seconds].sort((a, b) => a.second - b.second);
  const last = seconds.at(-1);
  const measuredSeconds = last ? last.second + 1 : 0;
  const sum = (value: (slice: Slice) => number) =>
    seconds.reduce((total, slice) => total + value(slice), 0);
  const sent = sum(slice => slice.sent);
  const response = newHistogram(2);
  for (const { hdr } of seconds) {
    if (hdr) response.add(decodeHistogram(hdr));
  }
  return {
    version: 'meshplane.io/run-result/v1',
    id: run.id,
    name: run.profile.name,
    labels: run.profile.labels,
    profile: profileWithoutSecrets(run.profile),
    generator: { name: run.generator, caveats: [] },
    startedAt: run.startedAt,
    measuredSeconds,
    end: run.end,
    precision: 'exact',
    validity: {
      status: 'unknown',
      gates: [],
      notes: [
        run.reason,
        'What is here comes from the whole seconds that were told while it ran: whether the generator kept up is not known, and answers that were still awaited are missing',
      ],
    },
    counts: {
      scheduled: sum(slice => slice.scheduled),
      sent,
      ok: sum(slice => slice.ok),
      errors: seconds.reduce<Record<string, number>>((total, { errors }) => {
        for (const [outcome, count] of Object.entries(errors))
          total[outcome] = (total[outcome] ?? 0) + count;
        return total;
      }, {}),
      statuses: {},
    },
    bytesReceived: sum(slice => slice.bytes),
    achievedRate: measuredSeconds > 0 ? sent / measuredSeconds : 0,
    latency: { response: toDistribution(response) },
    slices: seconds,
    gates: [],
    warnings: [run.reason],
  };
}
