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
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import * as k8s from '@kubernetes/client-node';
import {
  type ClusterHandle,
  createTestNamespace,
  startTestCluster,
  type TestNamespace,
  waitFor,
} from '@meshplane/local-cluster';
import knexFactory, { type Knex } from 'knex';
import { clusterOf, FakeClusterAccess } from '../__testUtils__/fakes';
import {
  applyYaml,
  readToken,
  tokenKubeconfig,
} from '../clusters/__testUtils__/systemClusters';
import { createKubeconfigConnection } from '../clusters/connections/kubeconfigConnection';
import { systemTiming } from '../clusters/timing';
import { migratedClient } from '../database/migratedClient';
import {
  configMapCatalog,
  CONFIG_MAPS,
  type Hook,
} from './__testUtils__/configMapCatalog';
import { loadKubeConfig } from './__testUtils__/kubeconfig';
import { ADA, Door, GRACE, Replica } from './__testUtils__/Replica';
import { ReplicaProcess } from './__testUtils__/ReplicaProcess';

jest.setTimeout(3 * 60_000);

/** Fast, so that a death is noticed soon; the order of events is what is tested. */
const RHYTHM = { heartbeatMs: 200, leaseMs: 1_500, followMs: 100 };

const folder = createMockDirectory();
const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
let cluster: ClusterHandle;
let core: k8s.CoreV1Api;
let namespace: TestNamespace;

beforeAll(async () => {
  cluster = await startTestCluster();
  core = cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
});

beforeEach(async () => {
  namespace = await createTestNamespace(cluster, { prefix: 'operations' });
});

afterEach(async () => {
  await namespace?.remove();
});

async function configMaps(client: k8s.CoreV1Api = core) {
  const { items } = await client.listNamespacedConfigMap({
    namespace: namespace.name,
  });
  return items
    .map(({ metadata }) => metadata!.name!)
    .filter(name => CONFIG_MAPS.includes(name));
}

/** A replica in this process, with real time. */
async function replicaOver(
  knex: Knex,
  options: { kubeconfig?: string; hook?: Hook } = {},
) {
  const connection = createKubeconfigConnection(
    loadKubeConfig(options.kubeconfig ?? cluster.kubeconfigPath),
  );
  const replica = await Replica.create({
    knex,
    catalog: configMapCatalog(options.hook),
    clusters: new FakeClusterAccess([clusterOf('edge', { connection })]),
    timing: systemTiming,
    rhythm: RHYTHM,
  });
  return {
    replica,
    plan: () => replica.plan({ input: { namespace: namespace.name } }),
    stop: async () => {
      await replica.operations.stop();
      connection.close?.();
    },
  };
}

function becomes(replica: Replica, id: string, state: string) {
  return waitFor(
    `the operation did not become "${state}"`,
    async () => (await replica.state(id)) === state || undefined,
    { timeoutMs: 60_000 },
  );
}

/** Every value of every table as text, for a search. */
async function everything(knex: Knex) {
  const tables = [
    'operations',
    'operation_steps',
    'operation_log',
    'operation_decisions',
    'operation_locks',
  ];
  const rows = await Promise.all(tables.map(table => knex(table)));
  return JSON.stringify(rows);
}

describe('a backend that is killed with SIGKILL', () => {
  let knex: Knex;
  let database: Knex.Config;
  let scene: Awaited<ReturnType<typeof replicaOver>>;

  beforeAll(async () => {
    folder.setContent({});
    database = {
      client: 'better-sqlite3',
      connection: { filename: folder.resolve('operations.sqlite') },
      useNullAsDefault: true,
    };
    knex = knexFactory(database);
    await migratedClient({ getClient: async () => knex });
  });

  beforeEach(async () => {
    scene = await replicaOver(knex);
  });

  afterEach(async () => {
    await scene.stop();
  });

  afterAll(async () => {
    await knex?.destroy();
  });

  it.each(
    CONFIG_MAPS.flatMap(step => [
      [step, 'before'],
      [step, 'after'],
    ]),
  )(
    'in step %s, %s its work: the truth is found out, and resume goes on',
    async (step, when) => {
      const { replica, plan } = scene;
      const id = await plan();
      const killed = new ReplicaProcess({
        database,
        kubeconfig: cluster.kubeconfigPath,
        rhythm: RHYTHM,
        operation: id,
        user: GRACE,
        hang: `${step} ${when}`,
      });
      await killed.said('ready');
      killed.go();
      await killed.said('hanging');
      expect(await replica.state(id)).toBe('running');
      await killed.kill();

      replica.operations.start();
      await becomes(replica, id, 'interrupted');
      const at = CONFIG_MAPS.indexOf(step);
      const done = at + (when === 'after' ? 1 : 0);
      expect(await configMaps()).toEqual(CONFIG_MAPS.slice(0, done));
      expect(await replica.steps(id)).toEqual(
        CONFIG_MAPS.map((_, index) => (index < done ? 'done' : 'pending')),
      );
      expect(await knex('operation_locks')).toEqual([]);

      await replica.service.resume(id, {}, ADA);
      await replica.operations.engine.idle();
      expect(await replica.state(id)).toBe('succeeded');
      expect(await replica.steps(id)).toEqual(['done', 'done', 'done']);
      expect(await configMaps()).toEqual(CONFIG_MAPS);
    },
  );
});

describe.each(databases.eachSupportedId())(
  'two backends over one %s',
  databaseId => {
    it('race for an operation: one runs it', async () => {
      const knex = await databases.init(databaseId);
      await migratedClient({ getClient: async () => knex });
      const { replica, plan, stop } = await replicaOver(knex);
      const id = await plan();
      const { client, connection } = knex.client.config as Knex.Config;
      const racers = [ADA, GRACE].map(
        user =>
          new ReplicaProcess({
            database: { client, connection },
            kubeconfig: cluster.kubeconfigPath,
            rhythm: RHYTHM,
            operation: id,
            user,
          }),
      );
      await Promise.all(racers.map(racer => racer.said('ready')));
      for (const racer of racers) racer.go();
      await Promise.all(racers.map(racer => racer.ended()));

      const said = racers.map(racer => racer.lines[1]);
      expect(said.filter(line => line === 'approved')).toHaveLength(1);
      expect(said.filter(line => line.startsWith('refused'))).toHaveLength(1);
      expect(await replica.state(id)).toBe('succeeded');
      expect((await replica.detail(id)).decisions).toHaveLength(1);
      const log = await replica.log(id);
      expect(log.filter(text => text.startsWith('making'))).toHaveLength(3);
      expect(await knex('operation_locks')).toEqual([]);
      await stop();
    });
  },
);

describe('a cluster that fails in mid-run', () => {
  let knex: Knex;

  beforeEach(async () => {
    knex = knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    await migratedClient({ getClient: async () => knex });
  });

  afterEach(async () => {
    await knex.destroy();
  });

  it('refuses to be written to: the operation fails with its reason, nothing is locked, and no token is stored', async () => {
    await applyYaml(
      cluster,
      `
apiVersion: v1
kind: ServiceAccount
metadata: { name: reader, namespace: ${namespace.name} }
---
apiVersion: v1
kind: Secret
metadata:
  name: reader
  namespace: ${namespace.name}
  annotations: { kubernetes.io/service-account.name: reader }
type: kubernetes.io/service-account-token
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: reader, namespace: ${namespace.name} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: reader, namespace: ${namespace.name} }]
`,
    );
    const token = await readToken(cluster, {
      name: 'reader',
      namespace: namespace.name,
    });
    folder.addContent({ reader: tokenKubeconfig(cluster, token) });
    const { replica, plan, stop } = await replicaOver(knex, {
      kubeconfig: folder.resolve('reader'),
      hook: (name, _when, context) =>
        context.log(
          'info',
          `making ${name} with authorization: Bearer ${token}`,
        ),
    });
    const id = await plan();
    const events: unknown[] = [];
    const following = replica.operations.feed.follow(id, {
      caller: ADA,
      signal: new AbortController().signal,
      after: 0,
      send: async event => {
        events.push(event);
      },
    });
    await replica.approve(id);
    await replica.operations.engine.idle();
    await following;
    expect(await replica.detail(id)).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/"Make a" failed.*403.*cannot create/),
    });
    expect(await knex('operation_locks')).toEqual([]);
    expect(await replica.actions(id)).toContain('resume');
    const stored = await everything(knex);
    expect(stored).toContain('making a with');
    expect(stored).not.toContain(token);
    expect(JSON.stringify(events)).not.toContain(token);
    await stop();
  });

  it('stops answering: the operation fails, says why, and resumes when it is back', async () => {
    const own = await startTestCluster({
      own: true,
      name: 'test-operations',
      nodes: 0,
    });
    try {
      const shared = namespace;
      namespace = await createTestNamespace(own, { prefix: 'operations' });
      const door = new Door();
      const { replica, plan, stop } = await replicaOver(knex, {
        kubeconfig: own.kubeconfigPath,
        hook: (name, when, context) =>
          `${name} ${when}` === 'b before'
            ? door.pass(context.signal)
            : undefined,
      });
      const id = await plan();
      await replica.approve(id);
      await door.reached;
      await own.stopComponent('apiserver');
      door.open();
      await replica.operations.engine.idle();
      expect(await replica.detail(id)).toMatchObject({
        state: 'failed',
        message: expect.stringMatching(/"Make b" failed.*ECONNREFUSED/),
      });
      expect(await replica.steps(id)).toEqual(['done', 'failed', 'pending']);
      expect(await knex('operation_locks')).toEqual([]);

      await own.startComponent('apiserver');
      await replica.service.resume(id, {}, ADA);
      await replica.operations.engine.idle();
      expect(await replica.detail(id)).toMatchObject({ state: 'succeeded' });
      expect(
        await configMaps(own.kubeConfig().makeApiClient(k8s.CoreV1Api)),
      ).toEqual(CONFIG_MAPS);
      await stop();
      namespace = shared;
    } finally {
      await own.stop({ delete: true });
    }
  });
});
