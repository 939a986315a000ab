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

/** One series of an answer. */
export interface InstantSample {
  readonly labels: Readonly<Record<string, string>>;
  /** May be NaN or infinite. */
  readonly value: number;
}

/** One series over time. */
export interface RangeSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Epoch seconds and values; NaN where the program says so. */
  readonly points: readonly (readonly [number, number])[];
}

/** What Prometheus warns of beside an answer. */
export interface PrometheusAnswer<T> {
  readonly series: readonly T[];
  readonly warnings: readonly string[];
}

/** A Prometheus, or what speaks its HTTP API. */
export interface PrometheusClient {
  /**
   * Evaluates a query at one time.
   *
   * @param at - epoch milliseconds
   * @throws ServiceUnavailableError, or InputError when the query is wrong
   */
  query(
    query: string,
    at: number,
    signal?: AbortSignal,
  ): Promise<PrometheusAnswer<InstantSample>>;
  /** Evaluates a query over a range; times in epoch milliseconds, the step in seconds. */
  queryRange(
    query: string,
    range: { from: number; to: number; stepSeconds: number },
    signal?: AbortSignal,
  ): Promise<PrometheusAnswer<RangeSeries>>;
  /** Version of the program; undefined where it does not tell. */
  version(signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Seconds between two scrapes of what serves the metrics, by the names of their jobs; empty where it does not tell, as
   * Thanos and Mimir do not.
   */
  scrapeIntervals(signal?: AbortSignal): Promise<ReadonlyMap<string, number>>;
}
