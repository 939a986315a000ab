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
import type { MeshDefinition } from '@meshplane/meshes';
import { createInventory } from '../createInventory';
import type {
  Inventory,
  InventoryDelta,
  InventorySnapshot,
} from '../Inventory';
import type { CreateInventoryOptions } from '../createInventory';
import type { InventoryOptions } from '../options';
import { FakeAccess } from './FakeAccess';
import { FakeApi } from './FakeApi';
import { TestClock } from './TestClock';

const silent: LoggerService = {
  error: () => {},
  warn: () => {},
  info: () => {},
  debug: () => {},
  child: () => silent,
};

/** The fields of a definition that the inventory looks at. */
export const testDefinitions = [
  {
    detect: {
      crdGroups: [{ group: 'mesh.example.com', weight: 0.1 }],
      configMaps: [{ name: 'mesh-config', weight: 0.1 }],
      components: [{ env: { MODE: 'on' } }],
    },
    onboard: [
      { kind: 'annotation', key: 'acme.dev/inject', conflictsWith: [] },
    ],
    proxy: { version: [], podAnnotations: [] },
  },
] as unknown as readonly MeshDefinition[];

/** An inventory over fake clusters, with one named `one` unless the test adds its own. */
export class Harness {
  readonly access = new FakeAccess();
  readonly clock = new TestClock();
  readonly inventory: Inventory;
  readonly deltas: InventoryDelta[] = [];

  constructor(
    options: Partial<InventoryOptions> = {},
    further: Partial<CreateInventoryOptions> = {},
  ) {
    this.inventory = createInventory({
      access: this.access,
      logger: silent,
      definitions: testDefinitions,
      clock: this.clock,
      options: { backoffInitialMs: 10, backoffMaxMs: 800, ...options },
      ...further,
    });
    this.inventory.subscribe(delta => this.deltas.push(delta));
  }

  /** Starts with one cluster and waits for its first whole snapshot. */
  async started(api: FakeApi, name = 'one'): Promise<InventorySnapshot> {
    this.access.connect(name, api);
    this.inventory.start();
    return this.until(({ info }) => info.completeness === 'complete', name);
  }

  /** Waits for a snapshot that meets a condition; the test's own time limit ends a wait in vain. */
  until(
    condition: (snapshot: InventorySnapshot) => boolean,
    name = 'one',
  ): Promise<InventorySnapshot> {
    const now = this.inventory.snapshot(name);
    if (condition(now)) return Promise.resolve(now);
    return new Promise(resolve => {
      const end = this.inventory.subscribe(({ cluster, snapshot }) => {
        if (cluster !== name || !condition(snapshot)) return;
        end();
        resolve(snapshot);
      });
    });
  }

  state(kind: string, name = 'one') {
    return this.inventory.kinds(name).find(one => one.kind === kind);
  }
}

/** Lets the event loop turn until a condition holds that no snapshot tells of. */
export async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise(resolve => setImmediate(resolve));
  }
}
