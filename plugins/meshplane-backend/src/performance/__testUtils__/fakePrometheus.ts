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

import type {
  InstantSample,
  PrometheusClient,
  RangeSeries,
} from '../connections/prometheus/PrometheusClient';

/** Answers queries that a test foresees; any other one gives nothing. */
export class FakePrometheus implements PrometheusClient {
  readonly asked: string[] = [];
  answers: [RegExp, readonly (InstantSample | RangeSeries)[]][] = [];
  intervals = new Map<string, number>();

  async query(query: string) {
    return {
      series: this.#answer(query) as InstantSample[],
      warnings: [],
    };
  }

  async queryRange(query: string) {
    return { series: this.#answer(query) as RangeSeries[], warnings: [] };
  }

  async version() {
    return '3.13.5';
  }

  async scrapeIntervals() {
    return this.intervals;
  }

  #answer(query: string) {
    this.asked.push(query);
    return this.answers.find(([pattern]) => pattern.test(query))?.[1] ?? [];
  }
}
