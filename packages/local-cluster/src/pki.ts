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

import { createPublicKey, webcrypto } from 'node:crypto';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { readIfExists, writeAtomically } from './process/files';

x509.cryptoProvider.set(webcrypto as Crypto);

// ECDSA keys are made in about a millisecond; RSA ones would delay every start.
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 60 * 60 * 1000;
const VALID_MS = 3650 * DAY_MS;

/** What a certificate is for. */
export interface CertificateRequest {
  /** User name for a client certificate, host name for a server's. */
  commonName: string;
  /** Groups, for a client certificate. */
  organizations?: string[];
  /** Names and addresses a server answers on; none makes a client certificate only. */
  dnsNames?: string[];
  ipAddresses?: string[];
}

/** A certificate and its private key, both as PEM text. */
export interface KeyPairPem {
  certificate: string;
  privateKey: string;
}

/** A certificate authority whose key is at hand. */
export interface Authority extends KeyPairPem {
  issue(request: CertificateRequest): Promise<KeyPairPem>;
}

function pem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [
    `-----BEGIN ${label}-----`,
    ...lines,
    `-----END ${label}-----`,
    '',
  ].join('\n');
}

function newKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ]) as Promise<CryptoKeyPair>;
}

async function privateKeyPem(keys: CryptoKeyPair): Promise<string> {
  return pem(
    'PRIVATE KEY',
    await webcrypto.subtle.exportKey('pkcs8', keys.privateKey),
  );
}

async function importPrivateKey(text: string): Promise<CryptoKey> {
  const der = Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return (await webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, true, [
    'sign',
  ])) as CryptoKey;
}

function validity(now: Date) {
  // A little before now, for clocks that differ, as on a restored machine.
  return {
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + VALID_MS),
  };
}

function serialNumber(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  // Positive and non-zero, as certificates demand.
  // eslint-disable-next-line no-bitwise
  bytes[0] = (bytes[0] & 0x7f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}

function distinguishedName(request: CertificateRequest) {
  return [
    ...(request.organizations ?? []).map(value => ({ O: [value] })),
    { CN: [request.commonName] },
  ];
}

async function issue(
  authority: KeyPairPem,
  request: CertificateRequest,
  now: Date,
): Promise<KeyPairPem> {
  const keys = await newKeys();
  const parent = new x509.X509Certificate(authority.certificate);
  const names = [
    ...(request.dnsNames ?? []).map(value => ({ type: 'dns' as const, value })),
    ...(request.ipAddresses ?? []).map(value => ({
      type: 'ip' as const,
      value,
    })),
  ];
  const usages = [x509.ExtendedKeyUsage.clientAuth];
  if (names.length > 0) {
    usages.push(x509.ExtendedKeyUsage.serverAuth);
  }
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: distinguishedName(request),
    issuer: parent.subject,
    ...validity(now),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: await importPrivateKey(authority.privateKey),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(usages),
      await x509.AuthorityKeyIdentifierExtension.create(parent.publicKey),
      ...(names.length > 0
        ? [new x509.SubjectAlternativeNameExtension(names)]
        : []),
    ],
  });
  return {
    certificate: `${certificate.toString('pem')}\n`,
    privateKey: await privateKeyPem(keys),
  };
}

/** Makes a new self-signed authority. */
export async function createAuthority(
  commonName: string,
  now = new Date(),
): Promise<Authority> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [commonName] }],
    ...validity(now),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        // eslint-disable-next-line no-bitwise
        x509.KeyUsageFlags.digitalSignature |
          x509.KeyUsageFlags.keyCertSign |
          x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return authorityOf({
    certificate: `${certificate.toString('pem')}\n`,
    privateKey: await privateKeyPem(keys),
  });
}

function authorityOf(pair: KeyPairPem): Authority {
  return { ...pair, issue: request => issue(pair, request, new Date()) };
}

/**
 * The authority kept in a folder as `<name>.crt` and `<name>.key`; made there
 * the first time.
 */
export async function keptAuthority(
  folder: string,
  name: string,
): Promise<Authority> {
  const certificate = await readIfExists(join(folder, `${name}.crt`));
  const privateKey = await readIfExists(join(folder, `${name}.key`));
  if (certificate && privateKey) {
    return authorityOf({ certificate, privateKey });
  }
  const made = await createAuthority(`meshplane local-cluster ${name}`);
  await writePair(folder, name, made);
  return made;
}

/** Writes `<name>.crt` and `<name>.key`, readable by the user only. */
export async function writePair(
  folder: string,
  name: string,
  pair: KeyPairPem,
): Promise<void> {
  await writeAtomically(join(folder, `${name}.key`), pair.privateKey);
  await writeAtomically(join(folder, `${name}.crt`), pair.certificate);
}

/**
 * The key that signs service-account tokens, kept as `<name>.key` with its
 * public half as `<name>.pub`; made the first time.
 */
export async function keptSigningKey(
  folder: string,
  name: string,
): Promise<void> {
  const path = join(folder, `${name}.key`);
  const kept = await readIfExists(path);
  const privateKey = kept ?? (await privateKeyPem(await newKeys()));
  if (!kept) {
    await writeAtomically(path, privateKey);
  }
  await writeAtomically(
    join(folder, `${name}.pub`),
    createPublicKey(privateKey)
      .export({ type: 'spki', format: 'pem' })
      .toString(),
  );
}
