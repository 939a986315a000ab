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

/** How much work a benchmark does: MESHPLANE_BENCH_QUICK=1 rehearses it, with numbers that mean little. */
export const isRehearsal = Boolean(process.env.MESHPLANE_BENCH_QUICK);

/** The full number, or that of a rehearsal. */
export function effort(full: number, rehearsal: number): number {
  return isRehearsal ? rehearsal : full;
}

/** Progress, apart from the report. */
export function tell(text: string): void {
  console.error(text);
}
