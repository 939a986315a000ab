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
import type { ImportBody } from '@meshplane/plugin-meshplane-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { meshplaneApiRef } from '../../api/meshplaneApiRef';
import { withTimeout } from '../withTimeout';
import { studyKeys } from './keys';

/** Histograms of long runs are large, and each file is read as a whole. */
const IMPORT_TIMEOUT_MS = 120_000;

/** Reads one file; with `dryRun` nothing is kept. */
export function useImportFile() {
  const { performance } = useApi(meshplaneApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ImportBody) =>
      withTimeout(
        performance.importPerformance(body),
        `the import of "${body.fileName}"`,
        IMPORT_TIMEOUT_MS,
      ),
    onSuccess: (_, body) =>
      body.dryRun
        ? undefined
        : client.invalidateQueries({ queryKey: studyKeys.all }),
  });
}

/** One run as a file. */
export function useExportRun() {
  const { performance } = useApi(meshplaneApiRef);
  return useMutation({
    mutationFn: (input: { run: string; format: string }) =>
      withTimeout(
        performance.exportRun(input.run, input.format),
        `the export of run "${input.run}"`,
        IMPORT_TIMEOUT_MS,
      ),
  });
}
