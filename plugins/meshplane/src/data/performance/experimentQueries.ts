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
  ExperimentInput,
  ExperimentSummary,
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

/** An experiment has no event stream of its own: while it moves it is asked for. */
const MOVING_INTERVAL_MS = 3_000;

/** Whether an experiment still does something by itself. */
export function isMoving(experiment: Pick<ExperimentSummary, 'state'>) {
  return ['queued', 'running', 'restoring'].includes(experiment.state);
}

/** A page of experiments, newest first. */
export function useExperiments(query: { limit?: number; offset?: number }) {
  const { performance } = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: studyKeys.experimentList(query),
    queryFn: () =>
      withTimeout(performance.getExperiments(query), 'the experiments'),
    placeholderData: keepPreviousData,
    refetchInterval: state =>
      state.state.data?.items.some(isMoving) ? MOVING_INTERVAL_MS : false,
  });
}

/** One experiment with its runs, overheads and operations. */
export function useExperiment(id: string) {
  const { performance } = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: studyKeys.experiment(id),
    queryFn: () =>
      withTimeout(performance.getExperiment(id), `experiment "${id}"`),
    refetchInterval: state =>
      state.state.data && isMoving(state.state.data)
        ? MOVING_INTERVAL_MS
        : false,
  });
}

/** Queues an experiment. */
export function useCreateExperiment() {
  const { performance } = useApi(meshplaneApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: ExperimentInput) =>
      withTimeout(performance.createExperiment(input), 'the experiment'),
    onSuccess: experiment => {
      client.setQueryData(studyKeys.experiment(experiment.id), experiment);
      void client.invalidateQueries({
        queryKey: [...studyKeys.experiments, 'list'],
      });
    },
  });
}

/** Stops an experiment; what it changed is taken back first. */
export function useCancelExperiment(id: string) {
  const { performance } = useApi(meshplaneApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      withTimeout(
        performance.cancelExperiment(id),
        `the cancellation of experiment "${id}"`,
      ),
    onSettled: () =>
      client.invalidateQueries({ queryKey: studyKeys.experiments }),
  });
}

/** The file of all results in the format of Service Mesh Performance. */
export function useExportExperiment(id: string) {
  const { performance } = useApi(meshplaneApiRef);
  return useMutation({
    mutationFn: () =>
      withTimeout(
        performance.exportExperiment(id),
        `the export of experiment "${id}"`,
      ),
  });
}
