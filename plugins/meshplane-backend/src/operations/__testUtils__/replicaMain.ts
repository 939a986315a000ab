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
import knexFactory, { type Knex } from 'knex';
import { createKubeconfigConnection } from '../../clusters/connections/kubeconfigConnection';
import { loadKubeConfig } from './kubeconfig';
import { clusterOf, FakeClusterAccess } from '../../__testUtils__/fakes';
import { testSettings } from '../../__testUtils__/operations';
import { createOperations } from '../createOperations';
import type { OperationRhythm } from '../settings';
import { configMapCatalog } from './configMapCatalog';

/** What the test gives the process, as JSON in its environment. */
export interface ProcessOptions {
  database: Knex.Config;
  kubeconfig: string;
  rhythm: Partial<OperationRhythm>;
  operation: string;
  user: string;
  /** The step in which it hangs until it is killed: `b before`. */
  hang?: string;
}

/** A replica in a process of its own: approves an operation when it is told to, runs it, and says how it went. */
async function main() {
  const options = JSON.parse(
    process.env.MESHPLANE_TEST_REPLICA ?? '{}',
  ) as ProcessOptions;
  const knex = knexFactory(options.database);
  const connection = createKubeconfigConnection(
    loadKubeConfig(options.kubeconfig),
  );
  const nothing = () => {};
  const logger = {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    child: () => logger,
  } as LoggerService;
  const operations = await createOperations({
    settings: testSettings,
    catalog: configMapCatalog(async (name, when) => {
      if (`${name} ${when}` !== options.hang) return;
      say('hanging');
      await new Promise(nothing);
    }),
    clusters: new FakeClusterAccess([clusterOf('edge', { connection })]),
    database: { getClient: async () => knex },
    logger,
    scheduler: {
      scheduleTask: async () => {},
    } as unknown as Parameters<typeof createOperations>[0]['scheduler'],
    lifecycle: { addStartupHook: nothing, addShutdownHook: nothing },
    rhythm: options.rhythm,
  });
  operations.start();
  say('ready');
  await new Promise(resolve => {
    process.stdin.once('data', resolve);
  });
  try {
    const { service, engine } = operations;
    const { planHash } = await service.read.get(options.operation);
    await service.approve(options.operation, { planHash }, options.user);
    say('approved');
    await engine.idle();
  } catch (error) {
    say(`refused ${(error as Error).message}`);
  }
  await operations.stop();
  await knex.destroy();
  connection.close?.();
  process.exit(0);
}

function say(line: string) {
  process.stdout.write(`${line}\n`);
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
