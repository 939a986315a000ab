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

import { useApi } from '@backstage/core-plugin-api';
import type {
  DashboardQuery,
  PanelQuery,
} from '@meshplane/plugin-meshplane-common';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { meshplaneApiRef } from '../../api/meshplaneApiRef';
import { withTimeout } from '../withTimeout';
import { studyKeys } from './keys';

/** What a window in the past showed does not change. */
const PANEL_STALE_MS = 5 * 60_000;

/** The Prometheus and Grafana of the configuration. */
export function useMetricsConnections() {
  const { performance } = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: studyKeys.connections,
    queryFn: () =>
      withTimeout(
        performance.getMetricsConnections(),
        'the connections to Prometheus and Grafana',
      ),
  });
}

/** A diagnosis runs when `enabled` and again on `refetch`. */
export function useMetricsDiagnosis(connection: string, enabled: boolean) {
  const { performance } = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: studyKeys.diagnosis(connection),
    queryFn: () =>
      withTimeout(
        performance.diagnoseMetricsConnection(connection),
        `the diagnosis of connection "${connection}"`,
        60_000,
      ),
    enabled,
    refetchOnWindowFocus: false,
  });
}

/** Boards of a Grafana; with `runId` their links open the window of that run. */
export function useDashboards(query: DashboardQuery, enabled: boolean) {
  const { performance } = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: studyKeys.dashboards(query),
    queryFn: () =>
      withTimeout(
        performance.getDashboards(query),
        `the boards of "${query.connection}"`,
      ),
    enabled,
    staleTime: PANEL_STALE_MS,
  });
}

/** The data of one panel over a window. */
export function usePanelData(query: PanelQuery) {
  const { performance } = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: studyKeys.panel(query),
    queryFn: () =>
      withTimeout(
        performance.getPanelData(query),
        `panel ${query.panel} of board "${query.dashboard}"`,
      ),
    staleTime: PANEL_STALE_MS,
    refetchOnWindowFocus: false,
  });
}

/** Switches all load off, with the reason, or on again. */
export function useSwitchLoad() {
  const { performance } = useApi(meshplaneApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { enabled: boolean; reason?: string }) =>
      withTimeout(
        performance.switchPerformance(body),
        body.enabled ? 'switching load on' : 'switching load off',
      ),
    onSuccess: limits => client.setQueryData(studyKeys.limits, limits),
    onSettled: () => client.invalidateQueries({ queryKey: studyKeys.all }),
  });
}
