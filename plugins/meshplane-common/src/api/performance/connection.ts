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

import { z } from 'zod';
import { clusterNameSchema } from '../common';

/** A Prometheus or Grafana that the configuration names; credentials never leave the backend. @public */
export const metricsConnectionSchema = z.object({
  name: z.string(),
  kind: z.enum(['prometheus', 'grafana']),
  /** Clusters that it knows; empty: all. */
  clusters: z.array(clusterNameSchema),
  /** Without credentials. */
  url: z.string(),
  state: z.enum([
    'connected',
    'unauthorized',
    'unreachable',
    'degraded',
    'unknown',
  ]),
  message: z.string(),
  version: z.string().optional(),
  checkedAt: z.string().optional(),
});
/** @public */
export type MetricsConnection = z.infer<typeof metricsConnectionSchema>;
/** @public */
export const metricsConnectionListSchema = z.object({
  items: z.array(metricsConnectionSchema),
});
/** @public */
export type MetricsConnectionList = z.infer<typeof metricsConnectionListSchema>;

/** Steps of a check of a connection, in order; the first that fails says what to do. @public */
export const metricsDiagnosisSchema = z.object({
  connection: z.string(),
  steps: z.array(
    z.object({
      title: z.string(),
      state: z.enum(['ok', 'failed', 'skipped']),
      message: z.string(),
      remedy: z.string().optional(),
    }),
  ),
});
/** @public */
export type MetricsDiagnosis = z.infer<typeof metricsDiagnosisSchema>;

/** A board of Grafana, with the window of a run in its link. @public */
export const dashboardSchema = z.object({
  uid: z.string(),
  title: z.string(),
  folder: z.string().optional(),
  tags: z.array(z.string()),
  url: z.url(),
  panels: z.array(
    z.object({
      id: z.number().int(),
      title: z.string(),
      type: z.string(),
      url: z.url(),
      /** The panel can be drawn here: its queries go to a Prometheus that is connected. */
      drawable: z.boolean(),
    }),
  ),
});
/** @public */
export const dashboardQuerySchema = z.object({
  /** Connection of kind `grafana`. */
  connection: z.string().max(200),
  q: z.string().max(200).optional(),
  runId: z.string().max(100).optional(),
});
/** @public */
export type DashboardQuery = z.input<typeof dashboardQuerySchema>;
/** @public */
export const dashboardListSchema = z.object({
  items: z.array(dashboardSchema),
});
/** @public */
export type DashboardList = z.infer<typeof dashboardListSchema>;

/** Query of `GET /performance/panels`: the data of one panel over a window. @public */
export const panelQuerySchema = z.object({
  connection: z.string().max(200),
  dashboard: z.string().max(200),
  panel: z.coerce.number().int(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
});
/** @public */
export type PanelQuery = z.input<typeof panelQuerySchema>;
/** @public */
export const panelDataSchema = z.object({
  title: z.string(),
  unit: z.string().optional(),
  series: z.array(
    z.object({
      name: z.string(),
      /** Epoch seconds and values. */
      points: z.array(z.tuple([z.number(), z.number()])),
    }),
  ),
  notes: z.array(z.string()),
});
/** @public */
export type PanelData = z.infer<typeof panelDataSchema>;
