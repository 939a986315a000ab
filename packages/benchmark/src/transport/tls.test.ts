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

import https from 'node:https';
import http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';
import type { LoadProfileInput, TransportName } from '../model/profile';
import { KeyPair, TestAuthority } from '../__testUtils__/certificates';
import { listen, TestServer } from '../__testUtils__/rawServer';
import { openLoad, runInline, tally } from '../__testUtils__/runInline';

jest.setTimeout(30_000);

const TRANSPORTS: TransportName[] = ['http1', 'http1-autocannon', 'http2'];

describe.each(TRANSPORTS)('%s over TLS', transport => {
  let authority: TestAuthority;
  let good: KeyPair;
  let server: TestServer | undefined;

  beforeAll(async () => {
    authority = await TestAuthority.create();
    good = await authority.issue({ names: ['127.0.0.1', 'shop.test'] });
  });

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const serve = async (options: tls.TlsOptions & Partial<KeyPair>) => {
    server = await listen(
      transport === 'http2'
        ? http2.createSecureServer(options, (_, answer) => answer.end('ok'))
        : https.createServer(options, (_, answer) => answer.end('ok')),
      'https',
    );
    return server.url;
  };

  const run = (url: string, settings: LoadProfileInput['tls']) =>
    runInline({
      transport,
      load: openLoad(100, 0.2),
      connections: 20,
      endpoints: [{ url, expectBody: 'ok' }],
      tls: settings,
    });

  it('talks to a server whose certificate is right', async () => {
    const url = await serve(good);
    const result = await run(url, { ca: authority.pem });
    expect(tally(result)).toEqual({ sent: 20, ok: 20, errors: {} });
    expect(result.tls).toBe('verified');
  });

  it('checks the certificate for another name where the profile says so', async () => {
    const url = await serve(good);
    const result = await run(url, {
      ca: authority.pem,
      serverName: 'shop.test',
    });
    expect(tally(result)).toEqual({ sent: 20, ok: 20, errors: {} });
  });

  it.each([
    ['of an unknown authority', {}, { ca: undefined }],
    ['that has expired', { expired: true }, {}],
    ['of another name', { names: ['other.test'] }, {}],
  ])(
    'sends nothing to a server with a certificate %s',
    async (_, wish, settings) => {
      const url = await serve(
        await authority.issue({ names: ['127.0.0.1'], ...wish }),
      );
      const result = await run(url, { ca: authority.pem, ...settings });
      expect(result.end).toBe('failed');
      expect(tally(result)).toEqual({ sent: 0, ok: 0, errors: { tls: 20 } });
    },
  );

  it('says so where the check was switched off', async () => {
    const url = await serve(
      await authority.issue({ names: ['other.test'], expired: true }),
    );
    const result = await run(url, { verify: false });
    expect(tally(result)).toEqual({ sent: 20, ok: 20, errors: {} });
    expect(result.tls).toBe('unverified');
  });

  it('shows its own certificate to a server that asks for one', async () => {
    const url = await serve({
      ...good,
      ca: authority.pem,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const client = await authority.issue({ names: ['load.test'] });
    const result = await run(url, {
      ca: authority.pem,
      cert: client.cert,
      key: client.key,
    });
    expect(tally(result)).toEqual({ sent: 20, ok: 20, errors: {} });
    // The key is not needed to read a result.
    expect(result.profile?.tls?.key).toBeUndefined();

    const anonymous = await run(url, { ca: authority.pem });
    expect(anonymous.counts.ok).toBe(0);
  });

  it('waits for a handshake no longer than the time limit', async () => {
    server = await listen(
      net.createServer(() => {}),
      'https',
    );
    const result = await runInline(
      {
        transport,
        load: openLoad(10, 0.5),
        connections: 2,
        timeoutSeconds: 0.3,
        endpoints: [{ url: server.url }],
      },
      { startWithoutConnection: true },
    );
    expect(result.counts.sent).toBe(0);
    expect(Object.keys(result.counts.errors).sort()).toEqual([
      'connect_timeout',
      'not_sent',
    ]);
    expect(result.counts.errors.not_sent).toBe(5);
  });
});
