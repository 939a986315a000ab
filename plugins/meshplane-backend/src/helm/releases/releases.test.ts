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
  ClusterConnection,
  ClusterRequest,
} from '@meshplane/plugin-meshplane-node';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { HelmExecutor } from '../HelmExecutor';
import { decodeRelease } from './decode';
import { DefaultReleaseRecovery } from './DefaultReleaseRecovery';
import { KubeReleaseReader } from './KubeReleaseReader';

/** Takes a second or two, but not while everything else runs as well. */
jest.setTimeout(60_000);

function encode(record: unknown, zip = true): string {
  const json = Buffer.from(
    typeof record === 'string' ? record : JSON.stringify(record),
  );
  const inner = (zip ? gzipSync(json) : json).toString('base64');
  return Buffer.from(inner).toString('base64');
}

const RECORD = {
  name: 'istiod',
  namespace: 'istio-system',
  version: 2,
  info: {
    first_deployed: '2026-11-24T11:15:20.8Z',
    last_deployed: '0001-01-01T00:00:00Z',
    status: 'deployed',
    description: 'Upgrade complete',
  },
  chart: {
    metadata: { name: 'istiod', version: '1.30.3', appVersion: '1.30.3' },
    templates: [{ name: 'x', data: 'e30=' }],
  },
  config: { pilot: { autoscaleEnabled: false } },
  manifest: '---\nkind: A\n',
  hooks: [{ name: 'h', kind: 'Job', events: ['pre-install'], manifest: 'x' }],
  apply_method: 'ssa',
};

describe('decodeRelease', () => {
  it('reads what Helm wrote', async () => {
    const expected = {
      name: 'istiod',
      namespace: 'istio-system',
      revision: 2,
      status: 'deployed',
      chart: { name: 'istiod', version: '1.30.3', appVersion: '1.30.3' },
      firstDeployedAt: '2026-11-24T11:15:20.8Z',
      description: 'Upgrade complete',
      values: { pilot: { autoscaleEnabled: false } },
      manifest: '---\nkind: A\n',
      hooks: [
        { name: 'h', kind: 'Job', events: ['pre-install'], manifest: 'x' },
      ],
      applyMethod: 'ssa',
    };
    expect(await decodeRelease(encode(RECORD), 'a/b')).toEqual(expected);
    expect(await decodeRelease(encode(RECORD, false), 'a/b')).toEqual(expected);
  });

  it('takes what it does not know for unknown', async () => {
    const record = {
      name: 'a',
      version: 1,
      info: { status: 'sleeping' },
      config: null,
      chart: null,
      hooks: null,
    };
    expect(await decodeRelease(encode(record), 'a/b')).toMatchObject({
      status: 'unknown',
      values: {},
      hooks: [],
    });
  });

  it.each([
    ['garbage', 'is not JSON'],
    [encode('{"name":'), 'is not JSON'],
    [encode({ name: 'a', info: {} }), '"version" Invalid input'],
    [
      Buffer.from(
        gzipSync(Buffer.from('{}')).subarray(0, 14).toString('base64'),
      ).toString('base64'),
      'cannot be unpacked',
    ],
    [encode('x'.repeat(65 * 1024 * 1024)), 'is larger than 67108864 bytes'],
  ])('says what is wrong with a damaged one (%#)', async (data, message) => {
    await expect(decodeRelease(data, 'ns/secret')).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(message),
    });
  });
});

interface FakeSecret {
  namespace: string;
  release: string;
  revision: number;
  status: string;
  data?: string;
}

function fakeCluster(secrets: FakeSecret[], pageSize = 2) {
  const requests: { path: string; options: ClusterRequest }[] = [];
  const nameOf = (s: FakeSecret) =>
    `sh.helm.release.v1.${s.release}.v${s.revision}`;
  const metadata = (s: FakeSecret) => ({
    name: nameOf(s),
    namespace: s.namespace,
    uid: `uid-${nameOf(s)}`,
    resourceVersion: '7',
    labels: {
      owner: 'helm',
      name: s.release,
      status: s.status,
      version: String(s.revision),
      modifiedAt: String(1_795_000_000 + s.revision),
    },
  });
  const json = (status: number, value: unknown) => ({
    status,
    headers: {},
    body: Readable.from([Buffer.from(JSON.stringify(value))]),
  });
  const connection: ClusterConnection = {
    address: 'fake',
    api: () => {
      throw new Error('not used');
    },
    request: async (path, options = {}) => {
      requests.push({ path, options });
      const url = new URL(path, 'http://fake');
      const [, namespace, name] =
        /^\/api\/v1(?:\/namespaces\/([^/]+))?\/secrets(?:\/(.+))?$/.exec(
          url.pathname,
        ) ?? [];
      if (name) {
        const index = secrets.findIndex(
          s => s.namespace === namespace && nameOf(s) === name,
        );
        if (index < 0) {
          return json(404, { kind: 'Status', message: 'not found' });
        }
        const secret = secrets[index];
        if (options.method === 'DELETE') secrets.splice(index, 1);
        return json(200, {
          metadata: metadata(secret),
          type: 'helm.sh/release.v1',
          data: { release: secret.data ?? encode(RECORD) },
        });
      }
      const selector = (url.searchParams.get('labelSelector') ?? '').split(',');
      const matching = secrets.filter(
        s =>
          (!namespace || s.namespace === namespace) &&
          selector.every(
            part =>
              part === 'owner=helm' ||
              part === `name=${s.release}` ||
              (part === 'status!=superseded' && s.status !== 'superseded'),
          ),
      );
      const from = Number(url.searchParams.get('continue') ?? 0);
      const next = from + pageSize;
      return json(200, {
        metadata: { continue: next < matching.length ? String(next) : '' },
        items: matching.slice(from, next).map(s => ({ metadata: metadata(s) })),
      });
    },
  };
  return { connection, requests };
}

const at = (
  release: string,
  revision: number,
  status: string,
  namespace = 'istio-system',
): FakeSecret => ({ namespace, release, revision, status });

describe('KubeReleaseReader', () => {
  const reader = new KubeReleaseReader();

  it('lists the newest revision of each release by metadata only', async () => {
    const { connection, requests } = fakeCluster([
      at('istiod', 1, 'superseded'),
      at('istiod', 2, 'deployed'),
      at('istiod', 10, 'failed'),
      at('base', 1, 'deployed'),
      at('base', 1, 'deployed', 'other'),
    ]);
    const list = await reader.list(connection);
    expect(
      list.map(r => `${r.namespace}/${r.name} v${r.revision} ${r.status}`),
    ).toEqual([
      'istio-system/base v1 deployed',
      'istio-system/istiod v10 failed',
      'other/base v1 deployed',
    ]);
    expect(list[0].modifiedAt).toBe(new Date(1_795_000_001_000).toISOString());
    for (const { options } of requests) {
      expect(options.headers?.accept).toContain('PartialObjectMetadataList');
    }
    expect(requests.length).toBe(2);
  });

  it('reads the newest revision, or a given one, or says that there is none', async () => {
    const { connection } = fakeCluster([
      at('istiod', 1, 'superseded'),
      at('istiod', 2, 'deployed'),
    ]);
    const release = { name: 'istiod', namespace: 'istio-system' };
    expect((await reader.read(connection, release))?.chart.version).toBe(
      '1.30.3',
    );
    expect(
      await reader.read(connection, release, { revision: 9 }),
    ).toBeUndefined();
    expect(
      await reader.read(connection, { name: 'x', namespace: 'y' }),
    ).toBeUndefined();
  });

  it('finds stuck releases and how they can be recovered', async () => {
    const { connection } = fakeCluster([
      at('fine', 1, 'deployed'),
      at('half', 3, 'superseded'),
      at('half', 4, 'deployed'),
      at('half', 5, 'pending-upgrade'),
      at('first', 1, 'pending-install'),
      at('broken', 1, 'deployed'),
      at('broken', 2, 'failed'),
      at('never', 1, 'failed'),
      at('going', 1, 'uninstalling'),
      at('again', 1, 'superseded'),
      at('again', 2, 'failed'),
      at('again', 3, 'pending-rollback'),
    ]);
    const stuck = await reader.stuck(connection);
    expect(
      stuck.map(s => [
        s.latest.name,
        s.problem,
        s.lastGood?.revision,
        s.ways.join(' '),
      ]),
    ).toEqual([
      ['again', 'pending', 1, 'rollback delete-pending'],
      ['broken', 'failed', 1, 'rollback'],
      ['first', 'pending', undefined, 'uninstall delete-pending'],
      ['going', 'uninstalling', undefined, 'uninstall'],
      ['half', 'pending', 4, 'rollback delete-pending'],
      ['never', 'failed', undefined, 'uninstall'],
    ]);
    expect(stuck[4].detail).toContain(
      'Release "half" in namespace "istio-system" is "pending-upgrade"',
    );
  });
});

describe('DefaultReleaseRecovery', () => {
  const half = { name: 'half', namespace: 'istio-system' };

  function setUp(secrets: FakeSecret[]) {
    const cluster = fakeCluster(secrets);
    const rollback = jest.fn(async () => {});
    const uninstall = jest.fn(async () => {});
    const recovery = new DefaultReleaseRecovery(new KubeReleaseReader(), {
      rollback,
      uninstall,
    } as Partial<HelmExecutor> as HelmExecutor);
    return { ...cluster, rollback, uninstall, recovery };
  }

  it('rolls back to the last good revision', async () => {
    const { connection, recovery, rollback } = setUp([
      at('half', 1, 'deployed'),
      at('half', 2, 'pending-upgrade'),
    ]);
    const outcome = await recovery.recover(connection, half, 'rollback', {
      revision: 2,
    });
    expect(outcome.detail).toBe('Rolled back to revision 1');
    expect(rollback).toHaveBeenCalledWith(
      expect.objectContaining({ release: half, revision: 1 }),
    );
  });

  it('deletes just the pending record, after its backup is kept', async () => {
    const secrets = [
      at('half', 1, 'deployed'),
      at('half', 2, 'pending-upgrade'),
    ];
    const { connection, recovery, requests } = setUp(secrets);
    await expect(
      recovery.recover(connection, half, 'delete-pending', {
        revision: 2,
        onBackup: async () => {
          throw new Error('no room for a backup');
        },
      }),
    ).rejects.toThrow('no room for a backup');
    expect(secrets).toHaveLength(2);

    const outcome = await recovery.recover(connection, half, 'delete-pending', {
      revision: 2,
    });
    expect(JSON.parse(outcome.backup ?? '')).toMatchObject({
      metadata: { name: 'sh.helm.release.v1.half.v2' },
      data: { release: encode(RECORD) },
    });
    expect(secrets.map(s => s.revision)).toEqual([1]);
    expect(
      JSON.parse(
        String(requests.find(r => r.options.method === 'DELETE')?.options.body),
      ),
    ).toEqual({
      preconditions: {
        uid: 'uid-sh.helm.release.v1.half.v2',
        resourceVersion: '7',
      },
    });
  });

  it('uninstalls a first install', async () => {
    const { connection, recovery, uninstall } = setUp([
      at('half', 1, 'pending-install'),
    ]);
    await recovery.recover(connection, half, 'uninstall', { revision: 1 });
    expect(uninstall).toHaveBeenCalledTimes(1);
  });

  it.each([
    [
      [at('half', 1, 'deployed')],
      1,
      'is not stuck: its revision 1 is "deployed"',
    ],
    [[], 1, 'it does not exist'],
    [
      [at('half', 1, 'deployed'), at('half', 3, 'failed')],
      2,
      'has moved on from revision 2 to 3',
    ],
    [
      [at('half', 1, 'deployed'), at('half', 2, 'failed')],
      2,
      'cannot be recovered by "delete-pending"',
    ],
  ])('refuses what does not suit (%#)', async (secrets, revision, message) => {
    const { connection, recovery } = setUp(secrets);
    await expect(
      recovery.recover(connection, half, 'delete-pending', { revision }),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining(message),
    });
  });
});
