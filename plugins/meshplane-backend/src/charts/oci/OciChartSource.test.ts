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
import { generateKeyPairSync, sign } from 'node:crypto';
import { chartArchive, digestOf } from '../__testUtils__/chartArchive';
import { startWebServer } from '../__testUtils__/webServer';
import { readChartsConfig } from '../config';
import { DefaultChartRepositories } from '../DefaultChartRepositories';

const CHART = chartArchive('web', '1.0.0+build');
const CONFIG_TYPE = 'application/vnd.cncf.helm.config.v1+json';
const CONTENT_TYPE = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const PAYLOAD_TYPE = 'application/vnd.dev.cosign.simplesigning.v1+json';

const descriptor = (
  mediaType: string,
  bytes: Buffer,
  annotations?: Record<string, string>,
) => ({ mediaType, digest: digestOf(bytes), size: bytes.length, annotations });

const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  config: descriptor(CONFIG_TYPE, Buffer.from('{}')),
  layers: [descriptor(CONTENT_TYPE, CHART)],
});

const { publicKey, privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
});
const PEM = String(publicKey.export({ type: 'spki', format: 'pem' }));

describe('charts in an OCI registry', () => {
  const cache = createMockDirectory();
  let server: Awaited<ReturnType<typeof startWebServer>>;
  const root = '/v2/team/charts/web';

  beforeEach(async () => {
    cache.clear();
    server = await startWebServer({
      [`${root}/tags/list?n=1000`]: {
        body: JSON.stringify({ tags: ['1.0.0_build', 'latest', '0.9.0'] }),
        headers: {
          link: `<${root}/tags/list?n=1000&last=0.9.0>; rel="next"`,
        },
      },
      [`${root}/tags/list?n=1000&last=0.9.0`]: {
        body: JSON.stringify({
          tags: ['v0.10.0', `sha256-${'0'.repeat(64)}.sig`],
        }),
      },
      [`${root}/manifests/1.0.0_build`]: { body: MANIFEST },
      [`${root}/blobs/${digestOf(CHART)}`]: { body: CHART },
    });
  });

  afterEach(() => server.close());

  function create(entry: Record<string, unknown> = {}) {
    return new DefaultChartRepositories({
      config: readChartsConfig({
        cacheDirectory: cache.path,
        repositories: [
          {
            url: `oci://${server.host}/team/charts`,
            allowPlainHttp: true,
            ...entry,
          },
        ],
      }),
      checkProvenance: async () => {},
    });
  }
  const web = () => ({
    repository: `oci://${server.host}/team/charts`,
    name: 'web',
  });

  it('lists versions of all pages, without other tags', async () => {
    expect((await create().versions(web())).versions).toEqual(
      ['1.0.0+build', 'v0.10.0', '0.9.0'].map(version => ({
        version,
        deprecated: false,
      })),
    );
  });

  it('fetches a version, whose digest is that of its layer', async () => {
    const chart = await create().fetch(web(), '1.0.0+build');
    expect(chart).toMatchObject({
      digest: digestOf(CHART),
      verified: 'digest',
    });
    server.routes[`${root}/blobs/${digestOf(CHART)}`] = { body: 'forged' };
    cache.clear();
    await expect(create().fetch(web(), '1.0.0+build')).rejects.toMatchObject({
      name: 'ConflictError',
    });
  });

  it('finds a tag with a leading "v"', async () => {
    const chart = chartArchive('web', '0.10.0');
    server.routes[`${root}/manifests/v0.10.0`] = {
      body: JSON.stringify({
        config: descriptor(CONFIG_TYPE, Buffer.from('{}')),
        layers: [descriptor(CONTENT_TYPE, chart)],
      }),
    };
    server.routes[`${root}/blobs/${digestOf(chart)}`] = { body: chart };
    expect((await create().fetch(web(), '0.10.0')).digest).toBe(
      digestOf(chart),
    );
  });

  it('gets a token where the registry wants one, and uses it again', async () => {
    const tokens = await startWebServer({
      [`/token?account=x&service=reg&scope=${encodeURIComponent(
        'repository:team/charts/web:pull',
      )}`]: { body: JSON.stringify({ token: 't0', expires_in: 300 }) },
    });
    try {
      for (const [path, route] of Object.entries(server.routes)) {
        server.routes[path] = request =>
          request.headers.authorization === 'Bearer t0'
            ? (route as object)
            : {
                status: 401,
                headers: {
                  'www-authenticate': `Bearer realm="${tokens.url}/token?account=x",service="reg",scope="repository:team/charts/web:pull"`,
                },
              };
      }
      const charts = create({ username: 'u', password: 'p' });
      await charts.fetch(web(), '1.0.0+build');
      expect(tokens.requests).toHaveLength(1);
      expect(tokens.requests[0].headers.authorization).toBe(
        `Basic ${btoa('u:p')}`,
      );
      expect(server.requests.map(r => r.headers.authorization)).toEqual([
        `Basic ${btoa('u:p')}`,
        'Bearer t0',
        'Bearer t0',
      ]);
    } finally {
      await tokens.close();
    }
  });

  it('says which versions are there, and what is no chart', async () => {
    await expect(create().fetch(web(), '5.0.0')).rejects.toThrow(
      'There are "1.0.0+build", "v0.10.0", "0.9.0"',
    );
    await expect(create().versions({ ...web(), name: 'none' })).rejects.toThrow(
      'There is no chart "none" in',
    );
    server.routes[`${root}/manifests/1.0.0_build`] = {
      body: JSON.stringify({
        config: descriptor('application/vnd.oci.image.config.v1+json', CHART),
        layers: [],
      }),
    };
    await expect(create().fetch(web(), '1.0.0+build')).rejects.toThrow(
      'is not a Helm chart but "application/vnd.oci.image.config.v1+json"',
    );
    server.routes[`${root}/manifests/1.0.0_build`] = { body: '{}' };
    await expect(create().fetch(web(), '1.0.0+build')).rejects.toThrow(
      'is not what it should be: "config"',
    );
  });

  describe('with a key of cosign', () => {
    function signWith(payload: object, key = privateKey) {
      const bytes = Buffer.from(JSON.stringify(payload));
      const signature = sign('sha256', bytes, key).toString('base64');
      server.routes[`${root}/blobs/${digestOf(bytes)}`] = { body: bytes };
      server.routes[
        `${root}/manifests/${digestOf(MANIFEST).replace(':', '-')}.sig`
      ] = {
        body: JSON.stringify({
          config: descriptor('application/vnd.oci.image.config.v1+json', bytes),
          layers: [
            descriptor(PAYLOAD_TYPE, bytes, {
              'dev.cosignproject.cosign/signature': signature,
            }),
          ],
        }),
      };
    }
    const payloadFor = (digest: string) => ({
      critical: {
        identity: { 'docker-reference': 'x' },
        image: { 'docker-manifest-digest': digest },
        type: 'cosign container image signature',
      },
      optional: null,
    });
    const fetch = () => create({ cosignKey: PEM }).fetch(web(), '1.0.0+build');

    it('takes a chart that is signed with it', async () => {
      signWith(payloadFor(digestOf(MANIFEST)));
      expect((await fetch()).verified).toBe('cosign');
    });

    it.each([
      ['without a signature', () => {}, 'has no cosign signature'],
      [
        'with the signature of another key',
        () =>
          signWith(
            payloadFor(digestOf(MANIFEST)),
            generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
          ),
        'is not signed with that key',
      ],
      [
        'with a good signature of another chart',
        () => signWith(payloadFor(digestOf('another'))),
        'is not signed with that key',
      ],
      [
        'with a good signature of something else',
        () => signWith({ hello: 'world' }),
        'is not signed with that key',
      ],
    ])('refuses a chart %s', async (_, prepare, message) => {
      prepare();
      await expect(fetch()).rejects.toMatchObject({
        name: 'NotAllowedError',
        message: expect.stringContaining(message),
      });
    });
  });
});
