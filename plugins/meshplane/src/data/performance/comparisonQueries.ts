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
  ComparisonInput,
  HistoryQuery,
} from '@meshplane/plugin-meshplane-common';
import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { meshplaneApiRef } from '../../api/meshplaneApiRef';
import { withTimeout } from '../withTimeout';
import { studyKeys } from './keys';

/** Runs that are compared have ended: the same question has the same answer for a while. */
const COMPARISON_STALE_MS = 60_000;

/** Compares two sides without keeping the comparison; nothing is asked while a side is empty. */
export function useComparisonOf(input: ComparisonInput) {
  const { performance } = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: studyKeys.comparisonOf(input),
    queryFn: () =>
      withTimeout(performance.compareRuns(input), 'the comparison'),
    enabled: input.a.length > 0 && input.b.length > 0,
    staleTime: COMPARISON_STALE_MS,
    refetchOnWindowFocus: false,
  });
}

/** A comparison that was kept. */
export function useComparison(id: string) {
  const { performance } = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: studyKeys.comparison(id),
    queryFn: () =>
      withTimeout(performance.getComparison(id), `comparison "${id}"`),
    staleTime: COMPARISON_STALE_MS,
  });
}

/** Keeps a comparison under an id of its own. */
export function useSaveComparison() {
  const { performance } = useApi(meshplaneApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: ComparisonInput) =>
      withTimeout(
        performance.compareRuns({ ...input, save: true }),
        'the comparison',
      ),
    onSuccess: saved => {
      if (saved.id) client.setQueryData(studyKeys.comparison(saved.id), saved);
    },
  });
}

/** One metric of a profile or component over time; nothing is asked without either. */
export function usePerformanceHistory(query: HistoryQuery) {
  const { performance } = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: studyKeys.history(query),
    queryFn: () =>
      withTimeout(performance.getPerformanceHistory(query), 'the history'),
    enabled: Boolean(query.profileId || query.entityRef),
    placeholderData: keepPreviousData,
  });
}
