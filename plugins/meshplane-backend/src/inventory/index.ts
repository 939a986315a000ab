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

export {
  createInventory,
  type CreateInventoryOptions,
} from './createInventory';
export type {
  Inventory,
  InventoryDelta,
  InventorySnapshot,
  ReconcileStatus,
} from './Inventory';
export { BUILT_IN_KINDS } from './kinds';
export { defaultInventoryOptions, type InventoryOptions } from './options';
export { describeObject } from './query/describeObject';
export {
  matchesLabels,
  parseLabelSelector,
  type LabelRequirement,
} from './query/labelSelector';
export {
  inventoryKinds,
  queryInventory,
  type InventoryQueryOptions,
} from './query/queryInventory';
export { scopeOf, type InventoryScope } from './scope';
export type { ClusterSnapshot } from './store/ClusterSnapshot';
export { isIndexed } from './store/ClusterSnapshot';
