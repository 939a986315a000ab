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

import type { MeshplaneEvent } from '@meshplane/plugin-meshplane-common';
import type { QueryKey } from '@tanstack/react-query';
import { operationKeys } from './operationKeys';
import { queryKeys } from './queryKeys';

/** Which queries an event makes stale. A `hello` makes all stale: events may have been missed before it. */
export function eventKeys(event: MeshplaneEvent): QueryKey[] {
  switch (event.type) {
    case 'cluster':
    case 'inventory':
      return [queryKeys.fleetAll, queryKeys.clusterAll(event.cluster)];
    case 'operation':
      return [operationKeys.all];
    case 'cluster-list':
      return [queryKeys.fleetAll];
    case 'hello':
      return [queryKeys.fleetAll, ['cluster'], operationKeys.all];
    default:
      return [];
  }
}
