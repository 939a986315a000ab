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

import type { Distribution, RunResult } from '@meshplane/benchmark/model';

/** A result as a page shows it: seconds, histograms and buckets have charts and downloads of their own. */
export function withoutLargeParts(
  result: RunResult,
): Omit<RunResult, 'slices'> {
  const { slices: _, latency, endpoints, ...rest } = result;
  return {
    ...rest,
    latency: Object.fromEntries(
      Object.entries(latency).map(([kind, distribution]) => [
        kind,
        distribution && numbersOf(distribution),
      ]),
    ),
    ...(endpoints && {
      endpoints: Object.fromEntries(
        Object.entries(endpoints).map(([name, endpoint]) => [
          name,
          {
            ...endpoint,
            ...(endpoint.response && {
              response: numbersOf(endpoint.response),
            }),
          },
        ]),
      ),
    }),
  };
}

function numbersOf({
  hdr: _hdr,
  buckets: _buckets,
  ...numbers
}: Distribution): Distribution {
  return numbers;
}
