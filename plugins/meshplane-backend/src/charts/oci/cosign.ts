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

import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import type { Manifest, RegistryClient } from './RegistryClient';

const PAYLOAD_TYPE = 'application/vnd.dev.cosign.simplesigning.v1+json';
const SIGNATURE = 'dev.cosignproject.cosign/signature';
/** A manifest may be signed by many; nobody has to try more. */
const MAX_SIGNATURES = 50;

const payloadSchema = z.looseObject({
  critical: z.looseObject({
    image: z.looseObject({ 'docker-manifest-digest': z.string() }),
    type: z.string(),
  }),
});

/**
 * Checks that a manifest is signed with a key: cosign's signatures of the tag `sha256-<digest>.sig` over payloads that
 * name the manifest. Keyless signatures, which need a transparency log, are not looked at.
 *
 * @param publicKey - PEM: ECDSA, RSA or Ed25519
 * @throws NotAllowedError when there is no signature that is good
 */
export async function checkCosignSignature(
  registry: RegistryClient,
  repository: string,
  manifest: Pick<Manifest, 'digest'>,
  publicKey: string,
  signal?: AbortSignal,
): Promise<void> {
  const key = readKey(publicKey);
  const tag = `${manifest.digest.replace(':', '-')}.sig`;
  const refuse = (why: string) =>
    new NotAllowedError(
      `Chart "${repository}" with manifest "${manifest.digest}" ${why}, and "cosignKey" is set for its repository`,
    );
  let signatures: Manifest;
  try {
    signatures = await registry.manifest(repository, tag, signal);
  } catch (error) {
    if (error instanceof NotFoundError) {
      throw refuse('has no cosign signature');
    }
    throw error;
  }
  for (const layer of signatures.layers.slice(0, MAX_SIGNATURES)) {
    const signature = layer.annotations?.[SIGNATURE];
    if (layer.mediaType !== PAYLOAD_TYPE || !signature) continue;
    const payload = await registry.document(
      repository,
      layer,
      `The signature of "${repository}"`,
      signal,
    );
    if (
      isSigned(payload, signature, key) &&
      namesManifest(payload, manifest.digest)
    ) {
      return;
    }
  }
  throw refuse('is not signed with that key');
}

function readKey(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    throw new NotAllowedError(
      'No signature can be checked: "cosignKey" is not a public key in PEM form',
    );
  }
}

function isSigned(payload: Buffer, signature: string, key: KeyObject): boolean {
  // Ed25519 has its hash built in.
  const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  try {
    return verify(hash, payload, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** A good signature of another chart must not do. */
function namesManifest(payload: Buffer, digest: string): boolean {
  try {
    const { critical } = payloadSchema.parse(
      JSON.parse(payload.toString('utf8')),
    );
    return (
      critical.type === 'cosign container image signature' &&
      critical.image['docker-manifest-digest'] === digest
    );
  } catch {
    return false;
  }
}
