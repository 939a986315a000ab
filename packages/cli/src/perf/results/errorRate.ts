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

import type { RunResult } from '@meshplane/benchmark';

/** Share of the requests that failed, 0 where none was sent. */
export function errorRate(result: RunResult): number {
  const failed = Object.values(result.counts.errors).reduce(
    (sum, count) => sum + count,
    0,
  );
  const all = result.counts.ok + failed;
  return all === 0 ? 0 : failed / all;
}
