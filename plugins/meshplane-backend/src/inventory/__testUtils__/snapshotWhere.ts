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

import type { Inventory, InventorySnapshot } from '../Inventory';

/** Waits for a snapshot that meets a condition, told by deltas. */
export function snapshotWhere(
  inventory: Inventory,
  cluster: string,
  condition: (snapshot: InventorySnapshot) => boolean,
): Promise<InventorySnapshot> {
  return new Promise(resolve => {
    let end = () => {};
    const look = () => {
      const snapshot = inventory.snapshot(cluster);
      if (!condition(snapshot)) return;
      end();
      resolve(snapshot);
    };
    end = inventory.subscribe(look);
    look();
  });
}
