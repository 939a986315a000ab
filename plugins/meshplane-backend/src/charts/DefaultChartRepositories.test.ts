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

import { createMockDirectory } from '@backstage/backend-test-utils';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { HelmError } from '../helm/HelmExecutor';
import { chartArchive, digestOf } from './__testUtils__/chartArchive';
import { startWebServer } from './__testUtils__/webServer';
import { type ChartsConfig, readChartsConfig } from './config';
import {
  DefaultChartRepositories,
  type DefaultChartRepositoriesOptions,
} from './DefaultChartRepositories';
import { ChartStore } from './store/ChartStore';

/** Takes a second or two, but not while everything else runs as well. */
jest.setTimeout(60_000);

const ONE = chartArchive('web', '1.0.0');
const TWO = chartArchive('web', '2.0.0-rc.1');

const INDEX = `apiVersion: v1
entries:
  other:
  - name: other
    version: 9.9.9
    urls:
    - other-9.9.9.tgz
  web:
  - annotations:
      text: |
        version: 7.7.7
    appVersion: "1.5"
    created: "2026-11-24T05:51:05Z"
    digest: ${digestOf(ONE).slice(7)}
    name: web
    urls:
    - web-1.0.0.tgz
    version: 1.0.0
  - deprecated: true
    digest: ${digestOf(TWO).slice(7)}
    name: web
    urls:
    - packages/web-2.tgz
    version: 2.0.0-rc.1
generated: "2026-11-24T05:51:05Z"
`;

describe('DefaultChartRepositories over HTTP', () => {
  const cache = createMockDirectory();
  let server: Awaited<ReturnType<typeof startWebServer>>;
  let now: number;

  beforeEach(async () => {
    now = Date.now();
    cache.clear();
    server = await startWebServer({
      '/charts/index.yaml': request =>
        request.headers['if-none-match'] === '"1"'
          ? { status: 304 }
          : { body: INDEX, headers: { etag: '"1"' } },
      '/charts/web-1.0.0.tgz': { body: ONE },
      '/charts/packages/web-2.tgz': { body: TWO },
    });
  });

  afterEach(() => server.close());

  function create(
    section: Parameters<typeof readChartsConfig>[0] = {},
    options: Partial<DefaultChartRepositoriesOptions> = {},
  ) {
    const config: ChartsConfig = readChartsConfig({
      cacheDirectory: cache.path,
      ...section,
    });
    return new DefaultChartRepositories({
      config,
      checkProvenance: async () => {},
      now: () => now,
      ...options,
    });
  }
  const web = () => ({ repository: `${server.url}/charts/`, name: 'web' });
  const paths = () => server.requests.map(({ path }) => path);
  const kept = () =>
    existsSync(cache.resolve('sha256'))
      ? readdirSync(cache.resolve('sha256'))
      : [];

  it('lists versions, the newest first, and asks again only for what changed', async () => {
    const charts = create();
    const list = await charts.versions(web());
    expect(list).toEqual({
      source: `${server.url}/charts`,
      versions: [
        {
          version: '2.0.0-rc.1',
          deprecated: true,
          digest: digestOf(TWO),
        },
        {
          version: '1.0.0',
          appVersion: '1.5',
          created: '2026-11-24T05:51:05Z',
          deprecated: false,
          digest: digestOf(ONE),
        },
      ],
    });
    await charts.versions(web());
    expect(server.requests).toHaveLength(1);
    now += 61_000;
    expect(await charts.versions(web())).toEqual(list);
    expect(server.requests[1].headers['if-none-match']).toBe('"1"');
  });

  it('fetches a version once, checks it and reads it', async () => {
    const charts = create();
    const [first, second] = await Promise.all([
      charts.fetch(web(), '1.0.0'),
      charts.fetch(web(), '1.0.0'),
    ]);
    expect(first).toMatchObject({
      name: 'web',
      version: '1.0.0',
      digest: digestOf(ONE),
      verified: 'digest',
      bytes: ONE.length,
      cached: false,
    });
    expect(second.digest).toBe(first.digest);
    expect(paths()).toEqual(['/charts/index.yaml', '/charts/web-1.0.0.tgz']);
    expect(await fs.readFile(first.path)).toEqual(ONE);
    expect((await charts.read(first)).metadata).toMatchObject({
      name: 'web',
      version: '1.0.0',
    });
  });

  it('needs no network for a package that it has and whose digest is known', async () => {
    await create().fetch(web(), '1.0.0');
    await server.close();
    const again = await create().fetch(web(), '1.0.0', {
      digest: digestOf(ONE),
    });
    expect(again.cached).toBe(true);
  });

  it('reads a mirror in place of the upstream', async () => {
    const charts = create({
      repositories: [
        {
          url: `${server.url}/charts`,
          mirrorOf: 'https://charts.example.com/',
        },
      ],
    });
    const chart = { repository: 'https://charts.example.com', name: 'web' };
    expect(await charts.fetch(chart, '2.0.0-rc.1')).toMatchObject({
      repository: 'https://charts.example.com',
      source: `${server.url}/charts`,
    });
  });

  it('refuses repositories that are not configured, if asked to', async () => {
    await expect(
      create({ onlyConfigured: true }).versions(web()),
    ).rejects.toThrow(/^Charts of "http:.*" may not be used: neither it nor/);
  });

  it('says which charts and versions are there', async () => {
    const charts = create();
    await expect(
      charts.fetch({ ...web(), name: 'wep' }, '1.0.0'),
    ).rejects.toMatchObject({
      name: 'NotFoundError',
      message: `There is no chart "wep" in the repository "${server.url}/charts"`,
    });
    await expect(charts.fetch(web(), '3.0.0')).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining('no version "3.0.0" of chart "web" in'),
    });
    await expect(charts.fetch(web(), '3.0.0')).rejects.toThrow(
      'There are "2.0.0-rc.1", "1.0.0"',
    );
    await expect(
      charts.fetch({ ...web(), name: '../../x' }, '1.0.0'),
    ).rejects.toThrow('"../../x" is not a name of a chart');
  });

  it.each([
    ['of the index', {}, {}],
    ['of the plan', {}, { digest: digestOf('other') }],
    ['that is pinned', { 'web@1.0.0': digestOf('other') }, {}],
  ])(
    'keeps nothing whose digest is not the one %s',
    async (_, pins, options) => {
      if (!Object.keys(pins).length && !Object.keys(options).length) {
        server.routes['/charts/web-1.0.0.tgz'] = { body: TWO };
      }
      const charts = create({
        repositories: [{ url: `${server.url}/charts`, digestPins: pins }],
      });
      await expect(charts.fetch(web(), '1.0.0', options)).rejects.toMatchObject(
        {
          name: 'ConflictError',
          message: expect.stringMatching(
            /^Chart "web" 1\.0\.0 .*has digest "sha256:.*" instead of "sha256:/,
          ),
        },
      );
      expect(kept()).toEqual([]);
    },
  );

  it('stops at the size limit, declared or not', async () => {
    const big = Buffer.alloc(100 * 1024, 'x');
    const charts = create({ maxChartBytes: 64 * 1024 });
    const variants: Record<string, string>[] = [
      { 'content-length': String(big.length) },
      { 'transfer-encoding': 'chunked' },
    ];
    for (const headers of variants) {
      server.routes['/charts/web-1.0.0.tgz'] = { body: big, headers };
      await expect(charts.fetch(web(), '1.0.0')).rejects.toMatchObject({
        name: 'InputError',
        message: 'Chart "web" 1.0.0 is larger than the limit of 65536 bytes',
      });
    }
    expect(kept()).toEqual([]);
    expect(readdirSync(cache.resolve('tmp'))).toEqual([]);
  });

  it('says that the disk is full, and keeps nothing by halves', async () => {
    const store = new ChartStore({
      directory: cache.path,
      maxBytes: 1e9,
      open: async (...args) => {
        const file = await fs.open(...args);
        file.write = (async () => {
          throw Object.assign(new Error('ENOSPC: no space left on device'), {
            code: 'ENOSPC',
          });
        }) as typeof file.write;
        return file;
      },
    });
    await expect(
      create({}, { store }).fetch(web(), '1.0.0'),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: `Chart "web" 1.0.0 cannot be kept in "${cache.path}": there is no space left. Make room there, or set "meshplane.charts.cacheDirectory" to another place`,
    });
    expect(kept()).toEqual([]);
    expect(readdirSync(cache.resolve('tmp'))).toEqual([]);
  });

  it('forgets what was not used for longest when the cache is full', async () => {
    const store = new ChartStore({
      directory: cache.path,
      maxBytes: ONE.length + TWO.length - 1,
    });
    const charts = create({}, { store });
    const one = await charts.fetch(web(), '1.0.0');
    await fs.utimes(one.path, 1, 1);
    const two = await charts.fetch(web(), '2.0.0-rc.1');
    expect(existsSync(one.path)).toBe(false);
    expect(existsSync(two.path)).toBe(true);
  });

  it('refuses a package of another chart', async () => {
    const other = chartArchive('evil', '1.0.0');
    server.routes['/charts/index.yaml'] = {
      body: `entries:\n  web:\n  - version: 1.0.0\n    urls: [web-1.0.0.tgz]\n`,
    };
    server.routes['/charts/web-1.0.0.tgz'] = { body: other };
    await expect(create().fetch(web(), '1.0.0')).rejects.toThrow(
      'gives chart "evil" 1.0.0 for chart "web" 1.0.0',
    );
  });

  it('sends credentials to their own server only, and follows a few redirects', async () => {
    const elsewhere = await startWebServer({ '/x.tgz': { body: ONE } });
    try {
      server.routes['/charts/web-1.0.0.tgz'] = {
        status: 302,
        headers: { location: '/hop' },
      };
      server.routes['/hop'] = {
        status: 307,
        headers: { location: `${elsewhere.url}/x.tgz` },
      };
      const charts = create({
        repositories: [
          { url: `${server.url}/charts`, username: 'u', password: 'p' },
        ],
      });
      await charts.fetch(web(), '1.0.0');
      expect(server.requests.map(r => r.headers.authorization)).toEqual(
        Array(3).fill(`Basic ${btoa('u:p')}`),
      );
      expect(elsewhere.requests.map(r => r.headers.authorization)).toEqual([
        undefined,
      ]);
    } finally {
      await elsewhere.close();
    }
  });

  it.each([
    ['file:///etc/passwd', 'only "https:" and "http:" are followed'],
    ['http://charts.example.com/x.tgz', 'which is not encrypted'],
    ['/charts/web-1.0.0.tgz', 'redirects more than 5 times'],
    ['http://[', 'which is not an address'],
  ])('does not follow a redirect to %s', async (location, message) => {
    server.routes['/charts/web-1.0.0.tgz'] = {
      status: 302,
      headers: { location },
    };
    await expect(create().fetch(web(), '1.0.0')).rejects.toThrow(message);
  });

  it.each([
    [{ status: 500 }, 'was answered with HTTP status 500'],
    [{ status: 401 }, 'Check "username" and "password" of the repository'],
    [{ body: '<html>' }, 'is not an index of charts'],
    [{ body: 'entries: [' }, 'is not YAML'],
    [
      { body: 'entries:\n  web:\n  - version: [1]\n' },
      'has an entry of chart "web" that cannot be read: "version"',
    ],
  ])('says what is wrong with an index (%j)', async (answer, message) => {
    server.routes['/charts/index.yaml'] = answer;
    await expect(create().versions(web())).rejects.toThrow(message);
  });

  it('reads an index in any layout', async () => {
    server.routes['/charts/index.yaml'] = {
      body: JSON.stringify({
        entries: { web: [{ version: '1.0.0', urls: ['a.tgz'] }] },
      }),
    };
    expect((await create().versions(web())).versions).toEqual([
      { version: '1.0.0', deprecated: false },
    ]);
  });

  it('reaches no repository by other ways than HTTP', async () => {
    for (const repository of ['file:///charts', 'ftp://x', 'https://u@x', '']) {
      await expect(
        create().versions({ repository, name: 'web' }),
      ).rejects.toMatchObject({ name: 'InputError' });
    }
  });

  describe('with a keyring', () => {
    const keyring = () => cache.resolve('keys.gpg');
    const section = () => ({
      repositories: [{ url: `${server.url}/charts`, keyring: keyring() }],
    });

    beforeEach(() => writeFileSync(keyring(), 'keys'));

    it('checks the provenance file once per package and keyring', async () => {
      server.routes['/charts/web-1.0.0.tgz.prov'] = { body: 'signed' };
      const checkProvenance = jest.fn(async (path: string) => {
        expect(path).toMatch(/\/web-1\.0\.0\.tgz$/);
        expect(await fs.readFile(`${path}.prov`, 'utf8')).toBe('signed');
        expect(await fs.readFile(path)).toEqual(ONE);
      });
      const charts = create(section(), { checkProvenance });
      expect((await charts.fetch(web(), '1.0.0')).verified).toBe('provenance');
      await charts.fetch(web(), '1.0.0');
      expect(checkProvenance).toHaveBeenCalledTimes(1);
      writeFileSync(keyring(), 'other keys');
      await charts.fetch(web(), '1.0.0');
      expect(checkProvenance).toHaveBeenCalledTimes(2);
    });

    it('refuses packages without one, or with a bad one', async () => {
      await expect(
        create(section()).fetch(web(), '1.0.0'),
      ).rejects.toMatchObject({
        name: 'NotAllowedError',
        message: expect.stringContaining('has no provenance file'),
      });
      server.routes['/charts/web-1.0.0.tgz.prov'] = { body: 'forged' };
      const checkProvenance = async () => {
        throw new HelmError('openpgp: invalid signature', {
          verb: 'verify',
          stderr: '',
        });
      };
      await expect(
        create(section(), { checkProvenance }).fetch(web(), '1.0.0'),
      ).rejects.toMatchObject({
        name: 'NotAllowedError',
        message:
          '"web-1.0.0.tgz" has a provenance file that is not good: openpgp: invalid signature',
      });
    });
  });
});
