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

import * as k8s from '@kubernetes/client-node';
import type { ClusterHandle } from '@meshplane/local-cluster';
import type {
  OperationDetail,
  OperationRequestInput,
} from '@meshplane/plugin-meshplane-common';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createAccount } from './stage/accounts';
import type { BackendProcess } from './stage/BackendProcess';
import { describeWithCharts } from './stage/charts';
import { readDatabase } from './stage/database';
import { childrenOf } from './stage/processes';
import {
  type Credential,
  found,
  foundInFiles,
  keyOf,
  tokenOf,
} from './stage/secrecy';
import { Stage } from './stage/Stage';

jest.setTimeout(5 * 60_000);

/** Where the folders of a Helm run are, when the system has it. */
const MEMORY = '/dev/shm';
const ISSUER = { name: 'linkerd-identity-issuer', namespace: 'linkerd' };

describeWithCharts('credentials', () => {
  let stage: Stage;
  let cluster: ClusterHandle;
  let backend: BackendProcess;
  let credentials: Credential[];
  let kubeconfigs: string[];
  let folders: { database: string; temporary: string; charts: string };

  beforeAll(async () => {
    stage = await Stage.open();
    cluster = await stage.cluster('test-credentials');
    const { token, kubeconfig } = await createAccount(
      cluster,
      await stage.folder('account'),
      'operator',
      [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
    );
    const key = await clientKey();
    credentials = [tokenOf('token', token), keyOf('client key', key)];
    kubeconfigs = [kubeconfig, cluster.kubeconfigPath];
    const home = await stage.folder('backend');
    folders = {
      database: path.join(home, 'database'),
      temporary: path.join(home, 'temporary'),
      charts: path.join(home, 'charts'),
    };
    for (const folder of Object.values(folders)) await mkdir(folder);
    const meshplane = await stage.config(
      { token: kubeconfig, certificate: cluster.kubeconfigPath },
      { charts: { cacheDirectory: folders.charts } },
    );
    backend = await stage.process(
      { meshplane, database: folders.database },
      { TMPDIR: folders.temporary },
    );
  });

  afterAll(() => stage?.close());

  async function clientKey(): Promise<string> {
    const user = cluster.kubeConfig().getCurrentUser()!;
    return user.keyData
      ? Buffer.from(user.keyData, 'base64').toString()
      : readFile(user.keyFile!, 'utf8');
  }

  /** Everything that somebody else on this machine could look at while it runs. */
  async function look(seen: { helm: Set<string>; hits: Set<string> }) {
    const processes = await childrenOf(backend.pid);
    for (const { command, environment } of processes) {
      seen.helm.add(command);
      for (const hit of [
        ...found(credentials, 'process list', command),
        ...found(credentials, 'environment', environment),
      ])
        seen.hits.add(hit);
    }
    const workspaces = (await readdir(MEMORY).catch(() => [])).filter(name =>
      name.startsWith('meshplane-helm-'),
    );
    for (const folder of [
      folders.temporary,
      folders.charts,
      ...workspaces.map(name => path.join(MEMORY, name)),
    ])
      for (const hit of await foundInFiles(credentials, folder))
        seen.hits.add(hit);
  }

  /** Runs an operation and looks all the time. @returns what was seen, and what the streams sent */
  async function watched(request: OperationRequestInput) {
    const { operator } = backend;
    const seen = { helm: new Set<string>(), hits: new Set<string>() };
    const sent: string[] = [];
    const gone = new AbortController();
    const events = operator.api.streamEvents(
      event => sent.push(JSON.stringify(event)),
      gone.signal,
    );
    const work = operator.plan(request).then(async planned => {
      const stream = operator.api.streamOperation(
        planned.id,
        event => sent.push(JSON.stringify(event)),
        { signal: gone.signal },
      );
      await operator.approve(planned);
      const ended = await operator.ends(planned);
      await stream;
      return ended;
    });
    let ended: OperationDetail | undefined;
    const over = work.then(result => {
      ended = result;
    });
    let failed = false;
    over.catch(() => {
      failed = true;
    });
    while (!ended && !failed) await look(seen);
    await over;
    gone.abort();
    await events;
    return { ended: ended!, seen, sent: sent.join('\n') };
  }

  const override = {
    findings: ['kubernetes-version'],
    reason: 'The test cluster is newer than what Linkerd was tested with',
  };

  it('are found by this search where they are', async () => {
    const texts = await Promise.all(
      kubeconfigs.map(file => readFile(file, 'utf8')),
    );
    const user = cluster.kubeConfig().getCurrentUser()!;
    if (user.keyFile) texts.push(await readFile(user.keyFile, 'utf8'));
    expect(found(credentials, 'kubeconfig', texts.join('\n'))).toEqual([
      'token: kubeconfig',
      'client key: kubeconfig',
    ]);
  });

  it.each([
    [
      'token',
      {
        kind: 'mesh.install' as const,
        input: { definition: 'linkerd', version: '2026.6.3' },
      },
    ],
    [
      'certificate',
      {
        kind: 'mesh.install' as const,
        input: { definition: 'kuma', version: '2.14.3' },
      },
    ],
  ])(
    'are nowhere while and after a mesh is installed with a %s',
    async (name, request) => {
      const { ended, seen, sent } = await watched({
        ...request,
        clusters: [name],
        ...(request.input.definition === 'linkerd' && { override }),
      });
      expect(ended).toMatchObject({ state: 'succeeded' });
      expect(
        [...seen.helm].filter(command => command.includes(' upgrade ')),
      ).not.toEqual([]);
      expect([...seen.hits]).toEqual([]);

      // Linkerd's own key was made for the cluster and belongs nowhere else.
      const core = cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
      const { data } = await core.readNamespacedSecret(ISSUER);
      const all = [
        ...credentials,
        keyOf('issuer key', Buffer.from(data!['tls.key'], 'base64').toString()),
      ];
      const tables = await readDatabase(folders.database);
      expect(tables.operation_log.length).toBeGreaterThan(0);
      const { api } = backend.operator;
      const changes = await api.getOperationChanges(ended.id, { limit: 500 });
      expect(changes.total).toBeGreaterThan(0);
      expect([
        ...found(all, 'event stream', sent),
        ...found(all, 'log', backend.output),
        ...found(all, 'database', textOf(tables)),
        ...found(all, 'changes', JSON.stringify(changes)),
        ...(await foundInFiles(all, folders.database)),
        ...(await foundInFiles(all, folders.temporary)),
        ...(await foundInFiles(all, folders.charts)),
      ]).toEqual([]);
      expect(sent).toContain('"type":"end"');
      expect(backend.output).toContain('operation-approve');
    },
  );
});

/** Plans and changes are stored packed. */
function textOf(tables: Awaited<ReturnType<typeof readDatabase>>): string {
  return Object.values(tables)
    .flat()
    .flatMap(row => Object.values(row))
    .map(value =>
      Buffer.isBuffer(value) ? gunzipSync(value).toString() : String(value),
    )
    .join('\n');
}
