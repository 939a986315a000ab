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

import { encodeHistogram, mergeDecoded } from '../engine/histograms';
import type { Slice } from '../model/result';
import { sumCounts, total } from './sums';

/**
 * Puts the seconds of several generators together: counts are added and latencies merged, exactly. The lag of a second
 * is that of the worst generator, since its histogram is not in a slice.
 *
 * @returns by second, ascending
 * @public
 */
export function mergeSlices(parts: readonly (readonly Slice[])[]): Slice[] {
  const bySecond = new Map<number, Slice[]>();
  for (const slice of parts.flat()) {
    const known = bySecond.get(slice.second);
    if (known) known.push(slice);
    else bySecond.set(slice.second, [slice]);
  }
  return [...bySecond.values()]
    .sort(([a], [b]) => a.second - b.second)
    .map(mergeSecond);
}

function mergeSecond(slices: Slice[]): Slice {
  const encoded = slices.flatMap(({ hdr }) => (hdr ? [hdr] : []));
  const lags = slices.flatMap(({ lagP99Ms }) => lagP99Ms ?? []);
  return {
    second: slices[0].second,
    scheduled: total(slices, slice => slice.scheduled),
    sent: total(slices, slice => slice.sent),
    ok: total(slices, slice => slice.ok),
    errors: sumCounts(slices.map(slice => slice.errors)),
    bytes: total(slices, slice => slice.bytes),
    hdr:
      encoded.length > 0
        ? encodeHistogram(mergeDecoded(encoded, 2))
        : undefined,
    lagP99Ms: lags.length > 0 ? Math.max(...lags) : undefined,
  };
}
