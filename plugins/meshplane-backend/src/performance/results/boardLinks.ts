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

import type { RunDetail } from '@meshplane/plugin-meshplane-common';
import { type Timing, withTimeout } from '../../clusters/timing';
import type { MetricsConnections } from '../connections/MetricsConnections';
import type { DashboardService } from '../grafana/DashboardService';
import type { RunRow } from '../stores/model';

/** Boards with this tag belong beside runs. */
const TAG = 'meshplane';
/** A page does not wait for links. */
const TIMEOUT_MS = 2000;

/**
 * Links to the boards with the tag `meshplane` over the window of a run, in every Grafana of its cluster. One that does
 * not answer at once has none.
 */
export async function boardLinks(
  { id, cluster, startedAt }: RunRow,
  options: {
    connections: Pick<MetricsConnections, 'grafana'>;
    dashboards: Pick<DashboardService, 'list'>;
    timing: Timing;
  },
): Promise<RunDetail['links']> {
  if (!startedAt) return [];
  const { connections, dashboards, timing } = options;
  const grafanas = connections
    .grafana()
    .filter(
      ({ clusters }) =>
        clusters.length === 0 ||
        cluster === undefined ||
        clusters.includes(cluster),
    );
  const found = await Promise.all(
    grafanas.map(async ({ name }) => {
      try {
        const { items } = await withTimeout(
          { timing, timeoutMs: TIMEOUT_MS, subject: name },
          () => dashboards.list({ connection: name, runId: id }),
        );
        return items
          .filter(({ tags }) => tags.includes(TAG))
          .map(({ title, url }) => ({ title: `${title} (${name})`, url }));
      } catch {
        // The page of connections says what is wrong with it.
        return [];
      }
    }),
  );
  return found.flat();
}
