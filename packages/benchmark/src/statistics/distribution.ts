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

/** Percentiles of one distribution, which is decoded only once. */
export interface Quantiles {
  count: number;
  /** Value in microseconds at a percentile (0–100); undefined where the source does not tell. */
  at(percentile: number): number | undefined;
}

/**
 * Percentiles of a histogram as HdrHistogram defines them, of buckets by interpolation, else as listed.
 *
 * @throws Error where the histogram cannot be decoded.
 */
export function quantilesOf(distribution: Distribution): Quantiles {
  const { count, percentiles, buckets, hdr } = distribution;
  const histogram = hdr && count > 0 ? decodeHdr(hdr) : undefined;
  return {
    count,
    at: percentile => {
      if (count === 0) {
        return undefined;
      }
      if (histogram) {
        return histogram.getValueAtPercentile(percentile);
      }
      const listed = percentiles[String(percentile)];
      return (
        listed ?? (buckets ? bucketPercentile(buckets, percentile) : undefined)
      );
    },
  };
}

/** Value in microseconds at a percentile (0–100), the listed one first. */
export function percentileOf(
  distribution: Distribution,
  percentile: number,
): number | undefined {
  return (
    distribution.percentiles[String(percentile)] ??
    quantilesOf(distribution).at(percentile)
  );
}

/**
 * Interval of a percentile by its order statistics, which follow a binomial distribution: the values at the ranks
 * n·q ∓ z·√(n·q·(1−q)). Takes requests as independent, which they are not in time: an indication, narrower than the
 * block bootstrap. Undefined where the ranks fall outside of the sample.
 * @public
 */
export function percentileInterval(
  quantiles: Quantiles,
  percentile: number,
  z = 1.96,
): [number, number] | undefined {
  const n = quantiles.count;
  const q = percentile / 100;
  const spread = z * Math.sqrt(n * q * (1 - q));
  const low = n * q - spread;
  const high = n * q + spread;
  if (low < 0 || high > n) {
    return undefined;
  }
  const from = quantiles.at((100 * low) / n);
  const to = quantiles.at((100 * high) / n);
  return from === undefined || to === undefined ? undefined : [from, to];
}

/**
 * Number of samples beyond a percentile: what decides whether the percentile means anything.
 * @public
 */
export function tailCount(count: number, percentile: number): number {
  // Rounded because 1 − 0.999 is not 0.001 in binary, and a tail of exactly 100 must count as 100.
  return Math.floor(Number((count * (1 - percentile / 100)).toFixed(6)));
}

/** Samples that the tail needs for a percentile to be judged: its rank is then known to 20 %. @public */
export const MIN_TAIL_TO_JUDGE = 100;
/** Samples that the tail needs for a percentile to be shown at all. @public */
export const MIN_TAIL_TO_SHOW = 10;

/** How a percentile may be shown: `grey` is noise to a good part, `hidden` would be fiction. @public */
export function percentileDisplay(
  count: number,
  percentile: number,
): 'full' | 'grey' | 'hidden' {
  const tail = tailCount(count, percentile);
  if (tail >= MIN_TAIL_TO_JUDGE) {
    return 'full';
  }
  return tail >= MIN_TAIL_TO_SHOW ? 'grey' : 'hidden';
}
