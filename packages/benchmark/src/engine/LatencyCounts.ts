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

/** 120 s; longer latencies are recorded as this. */
export const MAX_LATENCY_US = 120_000_000;

/** Indexes and counts of the buckets in use, alternating: small, and cheap to send between threads. */
export type SparseCounts = number[];

/**
 * Counts of latencies in microseconds, in the same buckets as an HdrHistogram of the same number of digits.
 *
 * A generator records several values per request. Finding the bucket with a few integer operations instead of the
 * library's general code keeps that below a tenth of a microsecond, so that the library is needed only to encode,
 * to merge and to read percentiles.
 */
export class LatencyCounts {
  readonly #halfMagnitude: number;
  readonly #subBuckets: number;
  readonly #counts: Uint32Array;
  total = 0;

  /** @param digits - significant decimal digits, 2 or 3. */
  constructor(readonly digits: 2 | 3) {
    // A value keeps its digits as long as there are 2 × 10^digits sub-buckets, rounded up to a power of two.
    this.#halfMagnitude = digits === 3 ? 10 : 7;
    this.#subBuckets = 2 << this.#halfMagnitude;
    this.#counts = new Uint32Array(
      indexOf(MAX_LATENCY_US, this.#halfMagnitude) + 1,
    );
  }

  /** Records milliseconds, rounded to microseconds; what is outside 1 µs … 120 s counts as the nearer limit. */
  recordMs(milliseconds: number): void {
    let value = (milliseconds * 1000 + 0.5) | 0;
    if (!(milliseconds < 120_000)) {
      value = MAX_LATENCY_US;
    } else if (value < 1) {
      value = 1;
    }
    if (value < this.#subBuckets) {
      this.#counts[value]++;
    } else {
      this.#counts[indexOf(value, this.#halfMagnitude)]++;
    }
    this.total++;
  }

  /** Adds what {@link LatencyCounts.takeSparse} of another of the same digits gave. */
  addSparse(sparse: SparseCounts): void {
    for (let i = 0; i < sparse.length; i += 2) {
      this.#counts[sparse[i]] += sparse[i + 1];
      this.total += sparse[i + 1];
    }
  }

  /** The counts, which are zero afterwards. */
  takeSparse(): SparseCounts {
    const sparse: SparseCounts = [];
    if (this.total > 0) {
      for (let index = 0; index < this.#counts.length; index++) {
        if (this.#counts[index] > 0) {
          sparse.push(index, this.#counts[index]);
        }
      }
      this.#counts.fill(0);
      this.total = 0;
    }
    return sparse;
  }

  /** Calls back for every bucket in use with the smallest value of the bucket in microseconds. */
  forEach(visit: (value: number, count: number) => void): void {
    for (let index = 0; index < this.#counts.length; index++) {
      if (this.#counts[index] > 0) {
        visit(lowestValue(index, this.#halfMagnitude), this.#counts[index]);
      }
    }
  }
}

/** Index of a value: sub-buckets of the first bucket, then the upper half of the sub-buckets of each further one. */
function indexOf(value: number, halfMagnitude: number): number {
  const bucket = Math.max(0, 31 - halfMagnitude - Math.clz32(value));
  return (bucket << halfMagnitude) + (value >> bucket);
}

function lowestValue(index: number, halfMagnitude: number): number {
  const bucket = Math.max(0, (index >> halfMagnitude) - 1);
  return (index - (bucket << halfMagnitude)) * 2 ** bucket;
}
