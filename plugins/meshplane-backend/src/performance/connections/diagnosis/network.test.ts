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

import * as x509 from '@peculiar/x509';
import { webcrypto } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemTiming } from '../../../clusters/timing';
import { networkChecks } from './network';
import { runChecks } from './steps';

const LIMITS = { timing: systemTiming, timeoutMs: 10_000 };

/** A certificate for the loopback address that nobody but itself has signed. */
async function selfSigned(): Promise<{ key: string; cert: string }> {
  const keys = (await webcrypto.subtle.generateKey(
    { name: 'ECDSA', namedCurve: 'P-256' },
    true,
    ['sign', 'verify'],
  )) as CryptoKeyPair;
  const cert = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=test',
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 3_600_000),
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      keys,
      extensions: [
        new x509.SubjectAlternativeNameExtension([
          { type: 'ip', value: '127.0.0.1' },
        ]),
      ],
    },
    webcrypto as unknown as Crypto,
  );
  const der = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    key: x509.PemConverter.encode(der, 'PRIVATE KEY'),
    cert: cert.toString('pem'),
  };
}

describe('networkChecks', () => {
  let folder: string;
  let ca: string;
  let server: Server;
  let url: URL;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'network-checks-'));
    ca = join(folder, 'ca.pem');
    const pair = await selfSigned();
    await writeFile(ca, pair.cert);
    server = createServer(pair, (_, response) => response.end());
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    url = new URL(`https://127.0.0.1:${port}`);
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  const check = (target: { url: URL; ca?: string }) =>
    runChecks(networkChecks({ type: 'url', ...target }, LIMITS));

  it('refuse a certificate of an unknown authority', async () => {
    const steps = await check({ url });
    expect(steps.map(({ state }) => state)).toEqual(['ok', 'ok', 'failed']);
    expect(steps[2].remedy).toContain('set "ca" to the authority');
  });

  it('trust the authority that the configuration names', async () => {
    expect((await check({ url, ca })).map(({ state }) => state)).toEqual([
      'ok',
      'ok',
      'ok',
    ]);
  });

  it('name a file of certificates that is not there', async () => {
    const steps = await check({ url, ca: join(folder, 'gone.pem') });
    expect(steps[2]).toMatchObject({ state: 'failed' });
    expect(steps[2].message).toContain('gone.pem" cannot be read');
  });

  it('stop at a port where nothing listens', async () => {
    const steps = await check({ url: new URL('http://127.0.0.1:1') });
    expect(steps.map(({ state }) => state)).toEqual([
      'ok',
      'failed',
      'skipped',
    ]);
    expect(steps[1].remedy).toContain('Nothing listens at this address');
  });
});
