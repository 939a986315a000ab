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
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  Histogram,
} from 'hdr-histogram-js';
import type { Distribution } from '../model/result';
import { LatencyCounts, MAX_LATENCY_US, SparseCounts } from './LatencyCounts';

/** Percentiles that every distribution lists. */
const LISTED_PERCENTILES = [50, 75, 90, 95, 99, 99.9, 99.99];

/** An empty histogram of 1 µs … 120 s. Plain JavaScript, not WebAssembly: nobody has to destroy it. */
export function newHistogram(digits: 2 | 3 = 3): Histogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: MAX_LATENCY_US,
    numberOfSignificantValueDigits: digits,
    bitBucketSize: 32,
  });
}

/** The same counts as an HdrHistogram of the same digits. */
export function toHistogram(counts: LatencyCounts): Histogram {
  const histogram = newHistogram(counts.digits);
  counts.forEach((value, count) =>
    histogram.recordValueWithCount(value, count),
  );
  return histogram;
}

/** Adds sparse counts to a histogram of the same digits. */
export function addToHistogram(
  histogram: Histogram,
  sparse: SparseCounts,
  digits: 2 | 3,
): void {
  if (sparse.length > 0) {
    const counts = new LatencyCounts(digits);
    counts.addSparse(sparse);
    counts.forEach((value, count) =>
      histogram.recordValueWithCount(value, count),
    );
  }
}

/** V2 compressed base64, the form that all HdrHistogram libraries share. */
export function encodeHistogram(histogram: Histogram): string {
  return encodeIntoCompressedBase64(histogram);
}

/** The histogram that {@link encodeHistogram} has written. */
export function decodeHistogram(encoded: string): Histogram {
  return decodeFromCompressedBase64(encoded) as Histogram;
}

/**
 * Merges encoded histograms, exactly: the result is what one histogram of all samples would be.
 *
 * @param parts - V2 compressed base64, all of one precision.
 * @param expected - the number of samples that must come out.
 * @throws Error where samples were lost on the way.
 */
export function mergeHistograms(
  parts: string[],
  expected: number,
  digits: 2 | 3 = 3,
): Histogram {
  const merged = mergeDecoded(parts, digits);
  if (merged.totalCount !== expected) {
    throw new Error(
      `The merged histogram has ${merged.totalCount} samples instead of ${expected}`,
    );
  }
  return merged;
}

/** Adds encoded histograms of one precision, whatever number of samples they have. */
export function mergeDecoded(parts: string[], digits: 2 | 3): Histogram {
  const merged = newHistogram(digits);
  for (const part of parts) {
    merged.add(decodeFromCompressedBase64(part));
  }
  return merged;
}

/** What a result says of a histogram; undefined for an empty one. */
export function toDistribution(histogram: Histogram): Distribution | undefined {
  if (histogram.totalCount === 0) {
    return undefined;
  }
  return {
    count: histogram.totalCount,
    min: histogram.minNonZeroValue,
    max: histogram.maxValue,
    mean: histogram.mean,
    stddev: histogram.stdDeviation,
    percentiles: Object.fromEntries(
      LISTED_PERCENTILES.map(p => [
        String(p),
        histogram.getValueAtPercentile(p),
      ]),
    ),
    hdr: encodeHistogram(histogram),
  };
}
