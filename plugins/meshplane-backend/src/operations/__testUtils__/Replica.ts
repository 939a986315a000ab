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

import { mockServices } from '@backstage/backend-test-utils';
import {
  operationRequestSchema,
  type OperationState,
} from '@meshplane/plugin-meshplane-common';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Knex } from 'knex';
import { clusterOf, FakeClusterAccess } from '../../__testUtils__/fakes';
import { testSettings } from '../../__testUtils__/operations';
import { FakeTiming } from '../../clusters/__testUtils__/FakeTiming';
import type { Timing } from '../../clusters/timing';
import { createOperations, type Operations } from '../createOperations';
import type { OperationCatalog } from '../model';
import type { OperationRhythm, OperationSettings } from '../settings';

/** A cluster that can be talked to, as far as planners and steps of tests care. */
export function reachable(name: string) {
  return clusterOf(name, { connection: {} as ClusterConnection });
}

export const ADA = 'user:default/ada';
export const GRACE = 'user:default/grace';

/** One replica of the engine over a database that several may share. */
export class Replica {
  readonly notifications: { title: string; to: unknown }[] = [];
  readonly clusters: FakeClusterAccess;
  readonly timing: Timing;

  private constructor(
    readonly operations: Operations,
    readonly notificationService: NotificationService,
    options: { clusters: FakeClusterAccess; timing: Timing },
    notifications: { title: string; to: unknown }[],
  ) {
    this.clusters = options.clusters;
    this.timing = options.timing;
    this.notifications = notifications;
  }

  static async create(options: {
    knex: Knex;
    catalog: OperationCatalog;
    clusters?: FakeClusterAccess;
    timing?: Timing;
    settings?: Partial<OperationSettings>;
    rhythm?: Partial<OperationRhythm>;
  }) {
    const clusters =
      options.clusters ??
      new FakeClusterAccess(['edge', 'north', 'south'].map(reachable));
    const timing = options.timing ?? new FakeTiming();
    const notifications: { title: string; to: unknown }[] = [];
    const notificationService: NotificationService = {
      send: async ({ payload, recipients }) => {
        notifications.push({
          title: payload.title,
          to: 'entityRef' in recipients ? recipients.entityRef : 'all',
        });
      },
    };
    const operations = await createOperations({
      settings: { ...testSettings, ...options.settings },
      catalog: options.catalog,
      clusters,
      database: mockServices.database({ knex: options.knex }),
      logger: mockServices.logger.mock(),
      scheduler: mockServices.scheduler.mock(),
      lifecycle: mockServices.lifecycle.mock(),
      notifications: notificationService,
      timing,
      rhythm: options.rhythm,
    });
    return new Replica(
      operations,
      notificationService,
      { clusters, timing },
      notifications,
    );
  }

  get service() {
    return this.operations.service;
  }

  /** Plans a restart of workloads, which stands for any kind. */
  plan(
    further: Record<string, unknown> = {},
    user: string = ADA,
  ): Promise<string> {
    return this.service.create(
      operationRequestSchema.parse({
        kind: 'workload.restart',
        clusters: ['edge'],
        input: { namespace: 'shop' },
        ...further,
      }),
      user,
      new AbortController().signal,
    );
  }

  detail(id: string, user: string = ADA) {
    return this.service.read.detail(id, { user, mayApprove: true });
  }

  async approve(id: string, user: string = ADA) {
    const { planHash } = await this.detail(id);
    await this.service.approve(id, { planHash: planHash! }, user);
  }

  /** Plans, approves and waits for the end. @returns the id */
  async run(further: Record<string, unknown> = {}) {
    const id = await this.plan(further);
    await this.approve(id);
    await this.operations.engine.idle();
    return id;
  }

  async log(id: string) {
    const { items } = await this.service.read.log(id, 0, 1000);
    return items.map(({ text }) => text);
  }

  async state(id: string): Promise<OperationState> {
    return (await this.detail(id)).state;
  }

  /** States of the steps, in their order. */
  async steps(id: string) {
    return (await this.detail(id)).steps.map(({ state }) => state);
  }

  /** State and message by cluster. */
  async children(
    id: string,
  ): Promise<Record<string, { state: OperationState; message?: string }>> {
    const { children } = await this.detail(id);
    return Object.fromEntries(
      children.map(({ cluster, state, message }) => [
        cluster ?? '',
        { state, message },
      ]),
    );
  }

  async actions(id: string, user?: string) {
    const { actions } = await this.detail(id, user);
    return actions.filter(({ allowed }) => allowed).map(({ action }) => action);
  }
}

/** A door that a step waits at until the test opens it; it does not hold a step that is aborted. */
export class Door {
  #open = () => {};
  #arrived = () => {};
  readonly reached: Promise<void>;
  readonly #opened: Promise<void>;

  constructor() {
    this.reached = new Promise(resolve => {
      this.#arrived = resolve;
    });
    this.#opened = new Promise(resolve => {
      this.#open = resolve;
    });
  }

  open() {
    this.#open();
  }

  async pass(signal: AbortSignal): Promise<void> {
    this.#arrived();
    await Promise.race([
      this.#opened,
      new Promise<never>((_, reject) => {
        if (signal.aborted) reject(signal.reason);
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
    ]);
  }
}
