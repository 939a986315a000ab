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

import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import meshplanePlugin from '@meshplane/plugin-meshplane-backend';

/** What differs between the backends of these tests. */
export interface BackendSettings {
  /** The section `meshplane`. */
  meshplane: object;
  /**
   * A database that outlives the backend: a folder of SQLite files, or databases with a prefix of their own on a
   * PostgreSQL server. Without it, the database is in memory.
   */
  database?: string | { postgres: string; prefix: string };
  /** Tasks run at their times, as in a real backend; else they do not. */
  scheduler?: boolean;
}

const KEEP_ALIVE_MS = 10 * 60_000;

/** The features of a backend with the real plugin. */
function backendFeatures({ meshplane, database, scheduler }: BackendSettings) {
  return [
    meshplanePlugin,
    catalogServiceMock.factory({ entities: [] }),
    ...(scheduler ? [schedulerServiceFactory] : []),
    mockServices.rootConfig.factory({
      data: {
        ...(database && {
          backend: { database: databaseConfig(database) },
        }),
        meshplane,
      },
    }),
    ...(database
      ? [
          databaseServiceFactory,
          // Into the output, where a test reads it.
          mockServices.rootLogger.factory({ level: 'debug' }),
        ]
      : []),
  ];
}

function databaseConfig(database: NonNullable<BackendSettings['database']>) {
  return typeof database === 'string'
    ? {
        client: 'better-sqlite3',
        connection: { directory: database },
      }
    : {
        client: 'pg',
        connection: database.postgres,
        prefix: database.prefix,
      };
}

/** Starts such a backend. @returns its port, and what ends it */
export async function startBackend(settings: BackendSettings) {
  const backend = await startTestBackend({
    features: backendFeatures(settings),
  });
  // On a busy machine, a connection would else be closed just when it is used again.
  backend.server.keepAliveTimeout = KEEP_ALIVE_MS;
  return { port: Number(backend.server.port()), stop: () => backend.stop() };
}
