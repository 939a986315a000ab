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
import {
  finishedRunStates,
  type ProfileQuery,
  type RunQuery,
  type RunState,
} from '@meshplane/plugin-meshplane-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { meshplaneApiRef } from '../api/meshplaneApiRef';
import { performanceKeys } from './performanceKeys';
import { withTimeout } from './withTimeout';

/** How often runs that have not ended are asked for, beside their streams. */
const MOVING_INTERVAL_MS = 5_000;

/** Whether a run changes no more. */
export function isFinished(state: RunState): boolean {
  return finishedRunStates.includes(state);
}

/** Where load may go and how much of it. */
export function usePerformanceLimits() {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: performanceKeys.limits,
    queryFn: () =>
      withTimeout(
        api.performance.getPerformanceLimits(),
        'the limits of load tests',
      ),
    staleTime: 60_000,
  });
}

/** Programs and places that can make load now. */
export function useRunners(enabled = true) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: performanceKeys.runners,
    queryFn: () =>
      withTimeout(api.performance.getRunners(), 'the runners of load tests'),
    staleTime: 60_000,
    enabled,
  });
}

/** A page of profiles, newest first. */
export function useProfiles(query: ProfileQuery = {}, enabled = true) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: performanceKeys.profiles(query),
    queryFn: () =>
      withTimeout(api.performance.getProfiles(query), 'the profiles'),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** A profile; its newest version unless one is named. */
export function useProfile(id: string | undefined, version?: number) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: performanceKeys.profile(id ?? '', version),
    queryFn: () =>
      withTimeout(
        api.performance.getProfile(id ?? '', version),
        `profile "${id}"`,
      ),
    enabled: Boolean(id),
  });
}

/** All versions of a profile, newest first. */
export function useProfileVersions(id: string) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: performanceKeys.profileVersions(id),
    queryFn: () =>
      withTimeout(
        api.performance.getProfileVersions(id),
        `the versions of profile "${id}"`,
      ),
  });
}

/** A page of runs; asks again while one of them moves. */
export function useRuns(query: RunQuery = {}, enabled = true) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: performanceKeys.runs(query),
    queryFn: () => withTimeout(api.performance.getRuns(query), 'the runs'),
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval: state =>
      state.state.data?.items.some(run => !isFinished(run.state))
        ? MOVING_INTERVAL_MS
        : false,
  });
}

/** One run with result, environment and resources, as far as they are there. */
export function useRun(id: string) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: performanceKeys.run(id),
    queryFn: () => withTimeout(api.performance.getRun(id), `run "${id}"`),
    refetchInterval: state =>
      state.state.data && !isFinished(state.state.data.state)
        ? MOVING_INTERVAL_MS
        : false,
  });
}

/** What the charts of one run need; they never change once it has ended. */
export function useRunCharts(id: string, enabled = true) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: performanceKeys.runCharts(id),
    queryFn: () =>
      withTimeout(
        api.performance.getRunCharts(id),
        `the charts of run "${id}"`,
      ),
    enabled,
    staleTime: 10 * 60_000,
    refetchOnWindowFocus: false,
  });
}
