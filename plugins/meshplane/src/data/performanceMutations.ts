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
  ProfileInput,
  RunEdit,
  RunInput,
} from '@meshplane/plugin-meshplane-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { meshplaneApiRef } from '../api/meshplaneApiRef';
import { performanceKeys } from './performanceKeys';
import { withTimeout } from './withTimeout';

/** Asks the server whether a profile could run, with every reason why not; nothing is stored. */
export function useCheckProfile() {
  const api = useApi(meshplaneApiRef);
  return useMutation({
    mutationFn: (input: ProfileInput) =>
      withTimeout(
        api.performance.checkProfile(input),
        'the check of the profile',
      ),
  });
}

/** Stores a new profile, or the next version of one. */
export function useSaveProfile(id?: string) {
  const api = useApi(meshplaneApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { input: ProfileInput; baseVersion?: number }) =>
      withTimeout(
        id
          ? api.performance.updateProfile(id, {
              input: body.input,
              baseVersion: body.baseVersion ?? 1,
            })
          : api.performance.createProfile(body.input),
        'the saving of the profile',
      ),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: performanceKeys.profilesAll }),
  });
}

/** Hides a profile from lists, or shows it again. */
export function useArchiveProfile(id: string) {
  const api = useApi(meshplaneApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (archived: boolean) =>
      withTimeout(
        api.performance.archiveProfile(id, { archived }),
        `profile "${id}"`,
      ),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: performanceKeys.profilesAll }),
  });
}

/** Queues a run. */
export function useStartRun() {
  const api = useApi(meshplaneApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: RunInput) =>
      withTimeout(api.performance.createRun(input), 'the start of the run'),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: performanceKeys.runLists }),
  });
}

/** Stops a run; what was measured until then is kept. */
export function useCancelRun(id: string) {
  const api = useApi(meshplaneApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      withTimeout(api.performance.cancelRun(id), `the stop of run "${id}"`),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: performanceKeys.runLists });
      return client.invalidateQueries({ queryKey: performanceKeys.run(id) });
    },
  });
}

/** Changes name, note, release, labels or the baseline mark of a run. */
export function useEditRun(id: string) {
  const api = useApi(meshplaneApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (edit: RunEdit) =>
      withTimeout(api.performance.editRun(id, edit), `run "${id}"`),
    onSuccess: run => {
      client.setQueryData(performanceKeys.run(id), run);
      void client.invalidateQueries({ queryKey: performanceKeys.runLists });
      void client.invalidateQueries({ queryKey: performanceKeys.historyAll });
    },
  });
}

/** Deletes a run for ever; baselines are refused by the server. */
export function useDeleteRun(id: string) {
  const api = useApi(meshplaneApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => withTimeout(api.performance.deleteRun(id), `run "${id}"`),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: performanceKeys.runLists }),
  });
}
