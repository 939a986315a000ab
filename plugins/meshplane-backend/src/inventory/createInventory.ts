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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { MeshDefinition } from '@meshplane/meshes';
import type { ClusterAccess } from '../clusters/ClusterAccess';
import { systemClock, type Clock } from './clock';
import { DefaultInventory } from './DefaultInventory';
import type { Inventory } from './Inventory';
import { defaultInventoryOptions, type InventoryOptions } from './options';

/** What {@link createInventory} needs. */
export interface CreateInventoryOptions {
  access: ClusterAccess;
  logger: LoggerService;
  /** Say which API groups, ConfigMaps and annotations are worth reading. */
  definitions: readonly MeshDefinition[];
  /**
   * Whether a resource may be read, by API group and plural name, so that nothing is asked for that nobody was told to
   * grant. Absent: the built-in kinds and all that the definitions name.
   */
  mayRead?(group: string, resource: string): boolean;
  metrics?: MetricsService;
  options?: Partial<InventoryOptions>;
  clock?: Clock;
}

/** Makes the inventory of all clusters of `access`; it reads nothing before its `start`. */
export function createInventory({
  access,
  logger,
  definitions,
  mayRead,
  metrics,
  options,
  clock = systemClock,
}: CreateInventoryOptions): Inventory {
  return new DefaultInventory({
    access,
    logger,
    definitions,
    mayRead,
    metrics,
    options: { ...defaultInventoryOptions, ...options },
    clock,
  });
}
