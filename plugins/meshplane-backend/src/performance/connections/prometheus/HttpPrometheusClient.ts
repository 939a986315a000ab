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

import { InputError } from '@backstage/errors';
import type { z } from 'zod';
import { refusalOf } from '../failures';
import { readAnswer } from '../readAnswer';
import type {
  MetricsRequest,
  MetricsResponse,
  MetricsTransport,
} from '../transport/MetricsTransport';
import {
  buildInfoSchema,
  instantAnswerSchema,
  rangeAnswerSchema,
  targetsSchema,
} from './answers';
import { parseDuration } from './duration';
import type {
  InstantSample,
  PrometheusAnswer,
  PrometheusClient,
  RangeSeries,
} from './PrometheusClient';

/** Proxies cut longer addresses; such a query goes into the body. */
const MAX_QUERY_IN_ADDRESS = 4000;
/** Prometheus refuses to give more points per series. */
const MAX_POINTS = 11_000;
/** Programs give up before the client does, so that they say why. */
const QUERY_TIMEOUT = '20s';

/** The HTTP API v1 of Prometheus. */
export class HttpPrometheusClient implements PrometheusClient {
  readonly #transport: MetricsTransport;

  constructor(transport: MetricsTransport) {
    this.#transport = transport;
  }

  async query(
    query: string,
    at: number,
    signal?: AbortSignal,
  ): Promise<PrometheusAnswer<InstantSample>> {
    const { data, warnings } = await this.#evaluate(
      '/api/v1/query',
      { query, time: seconds(at), timeout: QUERY_TIMEOUT },
      instantAnswerSchema,
      signal,
    );
    const series =
      data.resultType === 'scalar'
        ? [{ labels: {}, value: data.result[1] }]
        : data.result.map(({ metric, value }) => ({
            labels: metric,
            value: value[1],
          }));
    return { series, warnings: warnings ?? [] };
  }

  async queryRange(
    query: string,
    range: { from: number; to: number; stepSeconds: number },
    signal?: AbortSignal,
  ): Promise<PrometheusAnswer<RangeSeries>> {
    const span = (range.to - range.from) / 1000;
    const step = Math.max(range.stepSeconds, span / MAX_POINTS, 0.001);
    const { data, warnings } = await this.#evaluate(
      '/api/v1/query_range',
      {
        query,
        start: seconds(range.from),
        end: seconds(range.to),
        step: String(Math.ceil(step * 1000) / 1000),
        timeout: QUERY_TIMEOUT,
      },
      rangeAnswerSchema,
      signal,
    );
    return {
      series: data.result.map(({ metric, values }) => ({
        labels: metric,
        points: values,
      })),
      warnings: warnings ?? [],
    };
  }

  async version(signal?: AbortSignal): Promise<string | undefined> {
    const response = await this.#transport.send({
      path: '/api/v1/status/buildinfo',
      signal,
    });
    // Only Prometheus itself and a few others have it.
    if (response.status === 404) return undefined;
    return this.#read(response, buildInfoSchema).data.version || undefined;
  }

  async scrapeIntervals(
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, number>> {
    const response = await this.#transport.send({
      path: '/api/v1/targets',
      query: { state: 'active' },
      maxBytes: 64 * 1024 * 1024,
      signal,
    });
    if (response.status !== 200) return new Map();
    const { activeTargets } = this.#read(response, targetsSchema).data;
    const intervals = new Map<string, number>();
    for (const { labels, scrapePool, scrapeInterval } of activeTargets) {
      const interval = parseDuration(scrapeInterval ?? '');
      const job = labels.job ?? scrapePool;
      if (interval !== undefined) {
        intervals.set(job, Math.max(interval, intervals.get(job) ?? 0));
      }
    }
    return intervals;
  }

  async #evaluate<T>(
    path: string,
    parameters: Record<string, string>,
    schema: z.ZodType<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const request: MetricsRequest =
      parameters.query.length > MAX_QUERY_IN_ADDRESS
        ? { method: 'POST', path, form: parameters }
        : { path, query: parameters };
    const response = await this.#transport.send({ ...request, signal });
    if (response.status === 400 || response.status === 422) {
      throw new InputError(
        `${
          refusalOf(this.#transport.address, response).message
        }, to the query '${parameters.query}'`,
      );
    }
    return this.#read(response, schema);
  }

  #read<T>(response: MetricsResponse, schema: z.ZodType<T>): T {
    const { address } = this.#transport;
    if (response.status !== 200) throw refusalOf(address, response);
    return readAnswer(response, schema, `Prometheus at "${address}"`);
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
