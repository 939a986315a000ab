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

import { JsHistogram } from 'hdr-histogram-js';
import { Bucket, bucketPercentile } from '../formats/buckets';
import { decodeHdr, forEachRecorded } from '../formats/hdr/decodeHdr';
import { Distribution } from '../model/result';

/**
 * The samples of a distribution as ranges in microseconds, from low to high; undefined where only percentiles are
 * known. The ranges of an exact histogram are as narrow as its precision.
 *
 * @throws Error where the histogram cannot be decoded.
 */
export function bucketsOf(distribution: Distribution): Bucket[] | undefined {
  if (distribution.hdr) {
    return histogramBuckets(decodeHdr(distribution.hdr));
  }
  return distribution.buckets;
}

/** The recorded ranges of a histogram. */
export function histogramBuckets(histogram: JsHistogram): Bucket[] {
  const buckets: Bucket[] = [];
  forEachRecorded(histogram, (from, to, count) =>
    buckets.push({ from, to, count }),
  );
  return buckets;
}

/**
 * Value in microseconds at a percentile (0–100): of the histogram as HdrHistogram defines it, of buckets by
 * interpolation, else as listed. Undefined where the source does not tell.
 */
export function percentileOf(
  distribution: Distribution,
  percentile: number,
): number | undefined {
  const listed = distribution.percentiles[String(percentile)];
  if (listed !== undefined) {
    return listed;
  }
  if (distribution.count === 0) {
    return undefined;
  }
  if (distribution.hdr) {
    return decodeHdr(distribution.hdr).getValueAtPercentile(percentile);
  }
  return distribution.buckets
    ? bucketPercentile(distribution.buckets, percentile)
    : undefined;
}

/** Number of samples beyond a percentile: what decides whether the percentile means anything. */
export function tailCount(count: number, percentile: number): number {
  // Rounded because 1 − 0.999 is not 0.001 in binary, and a tail of exactly 100 must count as 100.
  return Math.floor(Number((count * (1 - percentile / 100)).toFixed(6)));
}
