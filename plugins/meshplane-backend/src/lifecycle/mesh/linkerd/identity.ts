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

import { KeyObject, X509Certificate, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** What Linkerd's identity component accepts: ECDSA on P-256. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 60 * 60 * 1000;
const ANCHOR_DAYS = 3650;
const ISSUER_DAYS = 365;

/** PEM texts of a trust anchor and of the issuer that it signed. */
export interface LinkerdIdentity {
  readonly anchor: { readonly certificate: string; readonly key: string };
  readonly issuer: { readonly certificate: string; readonly key: string };
}

/**
 * Makes a trust anchor (ten years) and an issuer (one year) for Linkerd.
 *
 * @param trustDomain - usually `cluster.local`
 */
export async function createLinkerdIdentity(options: {
  trustDomain: string;
  now: Date;
}): Promise<LinkerdIdentity> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  const { now, trustDomain } = options;
  const usages = [
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.KeyUsagesExtension(
      // eslint-disable-next-line no-bitwise
      x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
      true,
    ),
  ];
  const anchorKeys = await newKeys();
  const anchor = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [`root.linkerd.${trustDomain}`] }],
    ...validity(now, ANCHOR_DAYS),
    signingAlgorithm: ALGORITHM,
    keys: anchorKeys,
    extensions: [
      ...usages,
      await x509.SubjectKeyIdentifierExtension.create(anchorKeys.publicKey),
    ],
  });
  const issuerKeys = await newKeys();
  const issuer = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [`identity.linkerd.${trustDomain}`] }],
    issuer: anchor.subject,
    ...validity(now, ISSUER_DAYS),
    signingAlgorithm: ALGORITHM,
    publicKey: issuerKeys.publicKey,
    signingKey: anchorKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      usages[1],
      await x509.SubjectKeyIdentifierExtension.create(issuerKeys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(anchorKeys.publicKey),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: `identity.linkerd.${trustDomain}` },
      ]),
    ],
  });
  return {
    anchor: {
      certificate: `${anchor.toString('pem')}\n`,
      key: keyPem(anchorKeys.privateKey),
    },
    issuer: {
      certificate: `${issuer.toString('pem')}\n`,
      key: keyPem(issuerKeys.privateKey),
    },
  };
}

/** What is wrong with certificates that are there already. */
export interface IdentityProblem {
  readonly severity: 'blocking' | 'warning';
  readonly text: string;
}

/** Linkerd's own check warns this long before the end. */
const WARN_DAYS = 60;

/**
 * Checks that the issuer was signed by one of the anchors and how long both are valid.
 *
 * @param anchors - one or more certificates in PEM
 * @returns problems and the first end of validity, ISO 8601
 */
export function checkLinkerdIdentity(options: {
  anchors: string;
  issuer: string;
  now: Date;
}): { problems: IdentityProblem[]; endsAt?: string } {
  const problems: IdentityProblem[] = [];
  const anchors = certificatesOf(options.anchors);
  const [issuer] = certificatesOf(options.issuer);
  if (anchors.length === 0)
    problems.push({
      severity: 'blocking',
      text: 'The trust anchors hold no certificate',
    });
  if (!issuer)
    problems.push({
      severity: 'blocking',
      text: 'The issuer holds no certificate',
    });
  const signer =
    issuer &&
    anchors.find(
      anchor => issuer.checkIssued(anchor) && issuer.verify(anchor.publicKey),
    );
  if (issuer && anchors.length > 0 && !signer)
    problems.push({
      severity: 'blocking',
      text: `No trust anchor has signed the issuer "${oneLine(
        issuer.subject,
      )}"`,
    });
  const used = [
    ...(issuer ? [{ name: 'issuer', certificate: issuer }] : []),
    ...(signer ? [{ name: 'trust anchor', certificate: signer }] : []),
  ];
  const ends = used.map(({ name, certificate }) => {
    const end = new Date(certificate.validTo);
    const days = Math.floor((end.getTime() - options.now.getTime()) / DAY_MS);
    if (days < 0)
      problems.push({
        severity: 'blocking',
        text: `The ${name} ended on ${end.toISOString()}`,
      });
    else if (days < WARN_DAYS)
      problems.push({
        severity: 'warning',
        text: `The ${name} ends in ${days} days, on ${end.toISOString()}`,
      });
    return end.toISOString();
  });
  return { problems, ...(ends.length > 0 && { endsAt: ends.sort()[0] }) };
}

function certificatesOf(pem: string): X509Certificate[] {
  const blocks =
    pem.match(
      /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g,
    ) ?? [];
  return blocks.flatMap(block => {
    try {
      return [new X509Certificate(block)];
    } catch {
      // Counted as missing, which the caller says.
      return [];
    }
  });
}

function oneLine(subject: string) {
  return subject.replaceAll('\n', ', ');
}

function newKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ]) as Promise<CryptoKeyPair>;
}

/** SEC1, the form in which Linkerd's own tools write keys of elliptic curves. */
function keyPem(key: CryptoKey): string {
  return KeyObject.from(key as webcrypto.CryptoKey).export({
    format: 'pem',
    type: 'sec1',
  }) as string;
}

function validity(now: Date, days: number) {
  return {
    // A little before now, for clocks that differ.
    notBefore: new Date(now.getTime() - 5 * 60_000),
    notAfter: new Date(now.getTime() + days * DAY_MS),
  };
}

function serialNumber(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  // Positive and non-zero, as certificates demand.
  // eslint-disable-next-line no-bitwise
  bytes[0] = (bytes[0] & 0x7f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}
