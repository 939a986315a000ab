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
  ProfileQuery,
  RunQuery,
} from '@meshplane/plugin-meshplane-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { meshplaneApiRef } from '../../api/meshplaneApiRef';
import { withTimeout } from '../withTimeout';
import { studyKeys } from './keys';

/** Runs to choose from. */
export function usePickableRuns(query: RunQuery, enabled = true) {
  const { performance } = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: studyKeys.pickableRuns(query),
    queryFn: () => withTimeout(performance.getRuns(query), 'the runs'),
    enabled,
    placeholderData: keepPreviousData,
  });
}

/** Profiles to choose from. */
export function usePickableProfiles(query: ProfileQuery = {}, enabled = true) {
  const { performance } = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: studyKeys.pickableProfiles(query),
    queryFn: () => withTimeout(performance.getProfiles(query), 'the profiles'),
    enabled,
    placeholderData: keepPreviousData,
  });
}
