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

import { Distribution } from '../model/result';

/** Interval (from, to] in microseconds with the number of samples in it. */
export type Bucket = NonNullable<Distribution['buckets']>[number];

/**
 * Value at a percentile, in a straight line inside the bucket where it falls: what Fortio does
 * (`stats.Histogram.CalcPercentile`). Undefined without samples.
 */
export function bucketPercentile(
  buckets: readonly Bucket[],
  percentile: number,
): number | undefined {
  const total = buckets.reduce((sum, b) => sum + b.count, 0);
  if (total === 0) {
    return undefined;
  }
  const target = (percentile / 100) * total;
  let below = 0;
  let last: Bucket | undefined;
  for (const bucket of buckets) {
    if (bucket.count > 0) {
      if (below + bucket.count >= target) {
        const share = Math.max(0, target - below) / bucket.count;
        return bucket.from + share * (bucket.to - bucket.from);
      }
      last = bucket;
    }
    below += bucket.count;
  }
  return last?.to;
}

/** Takes the samples of one list of buckets out of another one that contains them; undefined where it does not. */
export function subtractBuckets(
  all: readonly Bucket[],
  part: readonly Bucket[],
): Bucket[] | undefined {
  const rest = all.map(bucket => ({ ...bucket }));
  for (const { from, to, count } of part) {
    // The edge buckets of the part are cut at its own minimum and maximum, so the match is by containment.
    const middle = (from + to) / 2;
    const home = rest.find(
      b =>
        b.count >= count &&
        ((middle > b.from && middle <= b.to) ||
          (b.from === b.to && middle === b.from) ||
          (middle === b.from && b === rest[0])),
    );
    if (!home) {
      return undefined;
    }
    home.count -= count;
  }
  return rest.filter(b => b.count > 0);
}

/** Mean of a bucketed distribution, every sample at the middle of its bucket. */
export function bucketMean(buckets: readonly Bucket[]): number {
  const total = buckets.reduce((sum, b) => sum + b.count, 0);
  return (
    buckets.reduce((sum, b) => sum + (b.count * (b.from + b.to)) / 2, 0) / total
  );
}
