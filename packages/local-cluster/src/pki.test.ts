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

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, keptAuthority, keptSigningKey } from './pki';

describe('createAuthority', () => {
  it('issues a server certificate that the authority vouches for', async () => {
    const authority = await createAuthority('test ca');
    const ca = new X509Certificate(authority.certificate);
    const issued = await authority.issue({
      commonName: 'etcd',
      dnsNames: ['localhost'],
      ipAddresses: ['127.0.0.1'],
    });
    const certificate = new X509Certificate(issued.certificate);
    expect(ca.ca).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.verify(ca.publicKey)).toBe(true);
    expect(certificate.checkIssued(ca)).toBe(true);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkHost('example.com')).toBeUndefined();
    expect(
      createPublicKey(issued.privateKey).export({
        type: 'spki',
        format: 'pem',
      }),
    ).toBe(certificate.publicKey.export({ type: 'spki', format: 'pem' }));
  });

  it('puts groups into a client certificate, which is no server certificate', async () => {
    const authority = await createAuthority('test ca');
    const issued = await authority.issue({
      commonName: 'kubernetes-admin',
      organizations: ['system:masters'],
    });
    const certificate = new X509Certificate(issued.certificate);
    expect(certificate.subject).toBe('O=system:masters\nCN=kubernetes-admin');
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
  });
});

describe('what is kept in a folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pki-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('keeps the authority over restarts, for the user only', async () => {
    const first = await keptAuthority(folder, 'ca');
    const second = await keptAuthority(folder, 'ca');
    expect(second.certificate).toBe(first.certificate);
    expect(second.privateKey).toBe(first.privateKey);
    // eslint-disable-next-line no-bitwise
    expect((await stat(join(folder, 'ca.key'))).mode & 0o777).toBe(0o600);
  });

  it('does not replace the key that signed tokens', async () => {
    const path = join(folder, 'service-accounts.key');
    await keptSigningKey(folder, 'service-accounts');
    const before = await stat(path);
    await keptSigningKey(folder, 'service-accounts');
    expect((await stat(path)).ino).toBe(before.ino);
  });
});
