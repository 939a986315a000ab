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
import type { JsonObject } from '@backstage/types';
import { waitFor } from '@meshplane/local-cluster';
import { profileInputSchema } from '@meshplane/plugin-meshplane-common';
import type { Knex } from 'knex';
import { readMeshplaneConfig } from '../../../config';
import { migratedClient } from '../../../database/migratedClient';
import { createTargetGuard } from '../../guard';
import type { Runner } from '../../runners/Runner';
import { createPerformanceStores } from '../../stores';
import type { ProfileRow, RunRow } from '../../stores/model';
import { createRunService } from '../createRunService';
import type { Observers } from '../RunObservation';
import type { EnqueueRequest } from '../RunService';
import { FakeRunner } from './FakeRunner';

export const ADA = 'user:default/ada';
export const WAIT = { timeoutMs: 60_000 };

const ALLOWED: JsonObject = {
  targets: ['127.0.0.1', '*.example.com'],
  allowLoopback: ['127.0.0.1'],
  secrets: [
    { name: 'TOKEN', value: 's3cr3t-value', targets: ['*.example.com'] },
  ],
};

/** Observers that see nothing out of the ordinary, and what the annotator was told. */
export function quietObservers() {
  const marks: string[] = [];
  const observers: Observers = {
    resources: {
      watch: () => ({
        read: async () => ({
          source: 'prometheus',
          status: 'complete',
          notes: [],
          uses: [
            { role: 'application', cpuPerThousand: 0.25, memoryMean: 1000 },
            { role: 'sidecar', cpuPerThousand: 0.5, memoryMean: 500 },
            { role: 'control-plane', cpuPerThousand: 9, memoryMean: 9000 },
          ],
          series: [],
        }),
        stop: () => {},
      }),
    },
    environment: {
      read: async (_, generator) => ({
        meshes: [],
        filters: [],
        mtls: 'strict',
        images: [{ container: 'app', image: 'shop:2', digest: 'sha256:abc' }],
        generator,
        unknown: [],
      }),
    },
    annotator: {
      begin: async ({ name }) => {
        marks.push(`begin ${name}`);
      },
      end: async ({ text }) => {
        marks.push(`end ${text}`);
      },
    },
  };
  return { observers, marks };
}

/** One replica of the service over a database that several may share; it looks at everything all the time. */
export async function setUpRuns(options: {
  knex: Knex;
  section?: JsonObject;
  runner?: Runner;
  observers?: Partial<Observers>;
  /** Addresses of names. */
  resolve?: (host: string) => Promise<string[]>;
}) {
  const { performance: config } = readMeshplaneConfig(
    mockServices.rootConfig({
      data: { meshplane: { performance: { ...ALLOWED, ...options.section } } },
    }),
  );
  const knex = await migratedClient(
    mockServices.database({ knex: options.knex }),
  );
  const stores = createPerformanceStores(knex);
  const runner = new FakeRunner();
  const notifications: { title: string; to: unknown }[] = [];
  const changes: RunRow[] = [];
  const { observers, marks } = quietObservers();
  const service = createRunService({
    config,
    stores,
    runners: [options.runner ?? runner],
    guard: createTargetGuard({
      config,
      auth: mockServices.auth(),
      catalog: { getEntityByRef: async () => undefined },
      resolve:
        options.resolve ??
        (async host => (host === '127.0.0.1' ? [host] : ['93.184.216.34'])),
    }),
    ...observers,
    ...options.observers,
    logger: mockServices.logger.mock(),
    notifications: {
      send: async ({ payload, recipients }) => {
        notifications.push({
          title: payload.title,
          to: 'entityRef' in recipients ? recipients.entityRef : 'all',
        });
      },
    },
    // Nobody is taken for dead because a test machine is slow.
    rhythm: { tickMs: 20, followMs: 20, sweepMs: 20, leaseMs: 600_000 },
  });
  service.subscribe(run => changes.push(run));
  /** Waits for a load, by the order in which they began. */
  const load = async (index = 0) => {
    await waitFor(
      `load ${index} has not begun`,
      () => runner.loads.length > index,
      WAIT,
    );
    return runner.loads[index];
  };
  return { service, stores, runner, load, notifications, changes, marks };
}

/** A profile against a target. */
export function inputOf(
  url: string,
  { load, ...rest }: { load?: object } & Record<string, unknown> = {},
): ProfileRow['input'] {
  return profileInputSchema.parse({
    name: 'Shop',
    load: {
      name: 'shop',
      endpoints: [{ url }],
      load: { model: 'open', stages: [{ seconds: 10, from: 10, to: 10 }] },
      ...load,
    },
    ...rest,
  });
}

/** Asks for a run by hand. */
export function requestOf(
  url: string,
  input: Parameters<typeof inputOf>[1] = {},
  rest: Partial<EnqueueRequest> = {},
): EnqueueRequest {
  return { input: inputOf(url, input), origin: 'manual', by: ADA, ...rest };
}
