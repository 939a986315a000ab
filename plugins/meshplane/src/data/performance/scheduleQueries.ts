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
import type { ScheduleInput } from '@meshplane/plugin-meshplane-common';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { meshplaneApiRef } from '../../api/meshplaneApiRef';
import { withTimeout } from '../withTimeout';
import { studyKeys } from './keys';

/** All schedules that the user may see. */
export function useSchedules() {
  const { performance } = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: studyKeys.schedules,
    queryFn: () => withTimeout(performance.getSchedules(), 'the schedules'),
  });
}

function useAfterwards() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: studyKeys.schedules });
}

/** Makes a schedule, or changes one where `id` is set. */
export function useSaveSchedule(id?: string) {
  const { performance } = useApi(meshplaneApiRef);
  const onSettled = useAfterwards();
  return useMutation({
    mutationFn: (input: ScheduleInput) =>
      withTimeout(
        id
          ? performance.updateSchedule(id, input)
          : performance.createSchedule(input),
        `the schedule "${input.name}"`,
      ),
    onSettled,
  });
}

/** Removes a schedule; its runs stay. */
export function useDeleteSchedule(id: string) {
  const { performance } = useApi(meshplaneApiRef);
  const onSettled = useAfterwards();
  return useMutation({
    mutationFn: () =>
      withTimeout(
        performance.deleteSchedule(id),
        `the removal of schedule "${id}"`,
      ),
    onSettled,
  });
}
