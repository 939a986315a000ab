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

/** Outcomes of requests that never left the generator: they say nothing of the server. */
const NEVER_SENT = new Set(['dropped', 'not_sent']);

/** Answered requests by whether they were good; in-flight ones count as neither. */
export function failures(counts: {
  ok: number;
  errors: Record<string, number>;
}): { failed: number; finished: number } {
  let failed = 0;
  for (const [outcome, count] of Object.entries(counts.errors)) {
    if (!NEVER_SENT.has(outcome)) {
      failed += count;
    }
  }
  return { failed, finished: counts.ok + failed };
}

/** Share of requests that failed; undefined where none is finished. @public */
export function errorRateOf(counts: {
  ok: number;
  errors: Record<string, number>;
}): number | undefined {
  const { failed, finished } = failures(counts);
  return finished > 0 ? failed / finished : undefined;
}
