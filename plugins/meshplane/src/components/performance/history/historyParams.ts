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
  historyQuerySchema,
  type HistoryQuery,
} from '@meshplane/plugin-meshplane-common';

/** A metric of the history. */
export type HistoryMetric = NonNullable<HistoryQuery['metric']>;

/** Metrics to choose from, in words. */
export const historyMetrics: Array<{ value: HistoryMetric; label: string }> = [
  { value: 'p99', label: 'Latency, p99' },
  { value: 'p90', label: 'Latency, p90' },
  { value: 'p50', label: 'Latency, p50' },
  { value: 'achievedRate', label: 'Achieved rate' },
  { value: 'errorRate', label: 'Error rate' },
  { value: 'cpuPerThousand', label: 'vCPU per 1 000 req/s' },
];

/** Reads `profileId`, `entityRef` and `metric` from the address; a profile is more exact than a component. */
export function readHistory(params: URLSearchParams): HistoryQuery {
  const metric = historyQuerySchema.shape.metric.safeParse(
    params.get('metric') ?? undefined,
  );
  const profileId = params.get('profileId') || undefined;
  return {
    profileId,
    entityRef: profileId ? undefined : params.get('entityRef') || undefined,
    metric: metric.success ? metric.data : 'p99',
  };
}
