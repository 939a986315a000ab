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

import type {
  AuthService,
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import {
  ANNOTATION_ORIGIN_LOCATION,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type {
  CatalogService,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { MeshplaneApi } from '@meshplane/plugin-meshplane-common';
import { LOCATION, type EntityOptions } from './fleetEntities';
import { followEvents, type FollowOptions } from './followEvents';
import { Reconciler } from './Reconciler';

const PROVIDER_NAME = 'MeshplaneEntityProvider';
/** Tells the entities of this provider from equally named ones of somebody else. */
const LOCATION_KEY = 'meshplane';

/**
 * Puts clusters and meshes into the catalog as Resources, and keeps them current: at an interval, and soon after the
 * backend tells of a change. Only differences are written.
 *
 * @public
 */
export class MeshplaneEntityProvider implements EntityProvider {
  readonly #api: Pick<MeshplaneApi, 'getFleet' | 'streamEvents'>;
  readonly #catalog: Pick<CatalogService, 'getEntities'>;
  readonly #auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  readonly #logger: LoggerService;
  readonly #taskRunner: SchedulerServiceTaskRunner;
  readonly #reconciler: Reconciler;
  readonly #namespace: string;
  readonly #now: () => number;
  readonly #follow: Omit<FollowOptions, 'api' | 'logger' | 'onChange'>;
  #connection?: EntityProviderConnection;
  #adopted = false;
  #running?: Promise<void>;

  constructor(options: {
    api: Pick<MeshplaneApi, 'getFleet' | 'streamEvents'>;
    catalog: Pick<CatalogService, 'getEntities'>;
    auth: Pick<AuthService, 'getOwnServiceCredentials'>;
    logger: LoggerService;
    taskRunner: SchedulerServiceTaskRunner;
    entities: EntityOptions;
    follow: Omit<FollowOptions, 'api' | 'logger' | 'onChange'>;
    /** Milliseconds. */
    now?: () => number;
  }) {
    this.#api = options.api;
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#logger = options.logger;
    this.#taskRunner = options.taskRunner;
    this.#reconciler = new Reconciler(options.entities);
    this.#namespace = options.entities.namespace;
    this.#follow = options.follow;
    this.#now = options.now ?? Date.now;
  }

  getProviderName() {
    return PROVIDER_NAME;
  }

  async connect(connection: EntityProviderConnection) {
    this.#connection = connection;
    await this.#taskRunner.run({
      id: `${PROVIDER_NAME}:refresh`,
      fn: () => this.refresh(),
    });
    followEvents({
      ...this.#follow,
      api: this.#api,
      logger: this.#logger,
      onChange: () => this.refresh(),
    });
  }

  /** Reads the fleet and writes what differs; one at a time. */
  async refresh(): Promise<void> {
    while (this.#running) await this.#running.catch(() => undefined);
    this.#running = this.#refresh().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  async #refresh() {
    if (!this.#connection)
      throw new Error(`${PROVIDER_NAME} is not connected to the catalog yet`);
    const { items } = await this.#api.getFleet();
    await this.#adopt();
    const delta = this.#reconciler.next(items, this.#now());
    if (delta.added.length === 0 && delta.removed.length === 0) return;
    await this.#connection.applyMutation({
      type: 'delta',
      added: delta.added.map(entity => ({
        entity,
        locationKey: LOCATION_KEY,
      })),
      removed: delta.removed.map(entity => ({
        entityRef: stringifyEntityRef(entity),
        locationKey: LOCATION_KEY,
      })),
    });
    this.#reconciler.accept(delta);
    this.#logger.info('Clusters and meshes in the catalog changed', {
      added: delta.added.length,
      removed: delta.removed.length,
    });
  }

  /** A process that has just started does not know what an earlier one has written, and asks the catalog. */
  async #adopt() {
    if (this.#adopted) return;
    const { items } = await this.#catalog.getEntities(
      {
        filter: {
          kind: 'Resource',
          'metadata.namespace': this.#namespace,
          [`metadata.annotations.${ANNOTATION_ORIGIN_LOCATION}`]: LOCATION,
        },
      },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    this.#reconciler.adopt(items);
    this.#adopted = true;
  }
}
