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

import type { GrafanaDatasource } from '../../connections/grafana/GrafanaClient';
import type {
  GrafanaConnection,
  PrometheusConnection,
} from '../../connections/MetricsConnections';
import type {
  BoardVariable,
  DatasourceReference,
  PanelModel,
  PanelTarget,
} from './boardModel';
import { plainValue } from './variables';

/** Data sources that are no single one. */
const MIXED = '-- Mixed --';

/** Panels whose data are series of numbers over time. */
const DRAWN_TYPES: ReadonlySet<string> = new Set([
  'timeseries',
  'graph',
  'stat',
  'singlestat',
  'gauge',
  'bargauge',
]);

/** What is known about data sources and connections of one Grafana. */
export interface SourceContext {
  grafana: Pick<GrafanaConnection, 'clusters' | 'datasources'>;
  /** Those that the credentials may read; often none. */
  datasources: readonly GrafanaDatasource[];
  prometheus: readonly PrometheusConnection[];
  variables: readonly BoardVariable[];
}

/** The connection that a query means, and whether that was guessed. */
export interface PanelSource {
  connection: PrometheusConnection;
  note?: string;
}

/** Queries of a panel that are shown, each with the connection to ask; undefined where there is none. */
export function queriesOf(
  panel: PanelModel,
  context: SourceContext,
): { target: PanelTarget; source: PanelSource | undefined }[] {
  return panel.targets
    .filter(({ hide }) => !hide)
    .map(target => ({
      target,
      source: target.expr
        ? sourceOf(referenceOf(panel, target), context)
        : undefined,
    }));
}

/** Whether a panel can be drawn from our connections. */
export function isDrawable(panel: PanelModel, context: SourceContext): boolean {
  const queries = queriesOf(panel, context);
  return (
    DRAWN_TYPES.has(panel.type) &&
    queries.length > 0 &&
    queries.every(({ source }) => source !== undefined)
  );
}

function referenceOf(
  panel: PanelModel,
  target: PanelTarget,
): DatasourceReference {
  const own = panel.datasource;
  const name = typeof own === 'string' ? own : own?.uid;
  return target.datasource ?? (name === MIXED ? undefined : own);
}

function sourceOf(
  reference: DatasourceReference,
  context: SourceContext,
): PanelSource | undefined {
  const { datasources, grafana, prometheus, variables } = context;
  const type = typeof reference === 'object' ? reference?.type : undefined;
  if (type !== undefined && type !== 'prometheus') return undefined;
  const text = typeof reference === 'string' ? reference : reference?.uid;
  const wanted = text ? plainValue(text, variables) : 'default';
  const found = datasources.find(one =>
    wanted === undefined || wanted === 'default'
      ? one.isDefault
      : one.uid === wanted || one.name === wanted,
  );
  if (found && found.type !== 'prometheus') return undefined;
  const mapped = grafana.datasources.get(found?.uid ?? wanted ?? '');
  const byName = prometheus.find(one => one.name === mapped);
  if (byName) return { connection: byName };
  const byAddress = prometheus.find(
    one => found?.url && sameAddress(found.url, one.address),
  );
  if (byAddress) return { connection: byAddress };
  const possible = prometheus.filter(one => shareClusters(one, grafana));
  if (possible.length !== 1) return undefined;
  const [connection] = possible;
  return {
    connection,
    note: `The data source "${
      found?.name ?? wanted ?? 'default'
    }" is taken to be the Prometheus "${
      connection.name
    }", because no other one is configured; "datasources" of the connection says it for sure.`,
  };
}

function shareClusters(
  a: Pick<PrometheusConnection, 'clusters'>,
  b: Pick<GrafanaConnection, 'clusters'>,
): boolean {
  return (
    a.clusters.length === 0 ||
    b.clusters.length === 0 ||
    a.clusters.some(one => b.clusters.includes(one))
  );
}

function sameAddress(a: string, b: string): boolean {
  const clean = (text: string) => {
    try {
      const { origin, pathname } = new URL(text);
      return `${origin}${pathname.replace(/\/+$/, '')}`;
    } catch {
      return text;
    }
  };
  return clean(a) === clean(b);
}
