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

import type { OperationQuery } from '@meshplane/plugin-meshplane-common';

/**
 * Keys of the query cache for operations and what may be planned. Everything about operations starts with
 * `['operations']`, so that the end of one refreshes all lists.
 */
export const operationKeys = {
  all: ['operations'] as const,
  list: (query: OperationQuery) => ['operations', 'list', query] as const,
  detail: (id: string) => ['operations', 'detail', id] as const,
  changes: (id: string) => ['operations', 'changes', id] as const,
  files: (id: string) => ['operations', 'files', id] as const,
  lifecycle: (cluster: string) => ['cluster', cluster, 'lifecycle'] as const,
  releases: (cluster: string) => ['cluster', cluster, 'releases'] as const,
  migrations: (cluster: string) => ['cluster', cluster, 'migrations'] as const,
  samples: ['samples'] as const,
  values: (definition: string, version: string, preset: string) =>
    ['chart-values', definition, version, preset] as const,
};
