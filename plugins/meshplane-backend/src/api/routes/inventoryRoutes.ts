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

import {
  inventoryKindsSchema,
  inventoryPageSchema,
  inventoryQuerySchema,
  meshplaneMeshReadPermission,
} from '@meshplane/plugin-meshplane-common';
import { inventoryKinds, queryInventory } from '../../inventory';
import { clusterOf, jsonRoute } from '../route';
import { clusterParams } from './params';

export const inventoryRoutes = [
  jsonRoute({
    operationId: 'queryInventory',
    method: 'get',
    path: '/clusters/{cluster}/inventory',
    summary: 'Objects of one kind, without their content',
    permission: meshplaneMeshReadPermission,
    params: clusterParams,
    query: inventoryQuerySchema,
    response: inventoryPageSchema,
    handle: context =>
      queryInventory(
        context.services.inventory.snapshot(clusterOf(context).name),
        context.query,
      ),
  }),
  jsonRoute({
    operationId: 'listInventoryKinds',
    method: 'get',
    path: '/clusters/{cluster}/inventory/kinds',
    summary: 'Kinds that can be listed, with their number of objects',
    permission: meshplaneMeshReadPermission,
    params: clusterParams,
    response: inventoryKindsSchema,
    handle: context =>
      inventoryKinds(
        context.services.inventory.snapshot(clusterOf(context).name),
      ),
  }),
];
