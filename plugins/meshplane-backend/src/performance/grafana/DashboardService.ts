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
  DashboardList,
  DashboardQuery,
  PanelData,
  PanelQuery,
} from '@meshplane/plugin-meshplane-common';

/** Boards of Grafana beside runs: linked, and drawn where their queries go to a Prometheus that is connected. */
export interface DashboardService {
  /**
   * Boards that fit the text; without a text those with the tag `meshplane`, else the first ones. Links have the window of
   * the run where one is named.
   *
   * @throws NotFoundError for a connection or run that is not there; what Grafana refuses as `MetricsConnections` says
   */
  list(query: DashboardQuery): Promise<DashboardList>;
  /**
   * Data of one panel.
   *
   * @throws NotFoundError for a connection, board or panel that is not there, InputError for a window that is none
   */
  panel(query: PanelQuery): Promise<PanelData>;
}
