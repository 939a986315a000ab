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
  Headline,
  historySchema,
  HistoryQuery,
} from '@meshplane/plugin-meshplane-common';
import type { z } from 'zod';

/** One number of every run, over time. */
export interface HistoryMetric {
  /** In sentences. */
  title: string;
  unit: string;
  value(headline: Headline): number | undefined;
}

export type HistoryPoint = z.output<typeof historySchema>['points'][number];

const inMs = (value: number | undefined) =>
  value === undefined ? undefined : value / 1000;

/** What a history can be asked for. */
export const historyMetrics: Record<
  NonNullable<HistoryQuery['metric']>,
  HistoryMetric
> = {
  p50: { title: 'p50', unit: 'ms', value: ({ p50 }) => inMs(p50) },
  p90: { title: 'p90', unit: 'ms', value: ({ p90 }) => inMs(p90) },
  p99: { title: 'p99', unit: 'ms', value: ({ p99 }) => inMs(p99) },
  achievedRate: {
    title: 'The achieved rate',
    unit: 'req/s',
    value: ({ achievedRate }) => achievedRate,
  },
  errorRate: {
    title: 'The error rate',
    unit: 'share',
    value: ({ errorRate }) => errorRate,
  },
  cpuPerThousand: {
    title: 'CPU per 1 000 requests per second',
    unit: 'cores',
    value: ({ cpuPerThousand }) => cpuPerThousand,
  },
};
