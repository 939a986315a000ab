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
import { sha256Of } from '../../../database/DatabaseBlobStore';

/** A result without its slices, with the sha256 of each histogram in its place. */
export type ResultSkeleton = Omit<RunResult, 'slices'>;

/**
 * Takes the histograms out of a result.
 *
 * @returns the histograms by sha256
 */
export function takeHistograms(result: RunResult): {
  skeleton: ResultSkeleton;
  histograms: Map<string, string>;
} {
  const histograms = new Map<string, string>();
  const { slices: _, ...rest } = result;
  const skeleton = mapHistograms(rest, hdr => {
    const sha256 = sha256Of(hdr);
    histograms.set(sha256, hdr);
    return sha256;
  });
  return { skeleton, histograms };
}

/** The sha256 of every histogram of a result. */
export function histogramsOf(skeleton: ResultSkeleton): string[] {
  const found: string[] = [];
  mapHistograms(skeleton, sha256 => {
    found.push(sha256);
    return sha256;
  });
  return found;
}

/** Puts every histogram in the place of another text, in a copy. */
export function mapHistograms(
  result: ResultSkeleton,
  change: (hdr: string) => string,
): ResultSkeleton {
  const mapped = (distribution: Distribution | undefined) =>
    distribution?.hdr === undefined
      ? distribution
      : { ...distribution, hdr: change(distribution.hdr) };
  return {
    ...result,
    latency: mapValues(result.latency, mapped),
    ...(result.endpoints && {
      endpoints: mapValues(result.endpoints, endpoint =>
        endpoint.response === undefined
          ? endpoint
          : { ...endpoint, response: mapped(endpoint.response) },
      ),
    }),
  };
}

function mapValues<T extends object>(
  value: T,
  change: (entry: T[keyof T]) => T[keyof T],
): T {
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, change(entry)]),
  ) as T;
}
