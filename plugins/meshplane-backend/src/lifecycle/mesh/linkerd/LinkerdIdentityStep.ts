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

import { ConflictError } from '@backstage/errors';
import type { ObjectRef } from '@meshplane/plugin-meshplane-common';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import type { KubeObject, Manifests } from '../../../manifests/model';
import type { StepContext, StepExecutor } from '../../../operations/model';
import { checkLinkerdIdentity, createLinkerdIdentity } from './identity';

/** Names that Linkerd's chart looks for with `identity.externalCA` and the issuer scheme `kubernetes.io/tls`. */
const TRUST_ROOTS = 'linkerd-identity-trust-roots';
const ISSUER = 'linkerd-identity-issuer';
/** Our own: the anchor's key, for the day when the issuer has to be renewed. */
const ANCHOR = 'linkerd-trust-anchor';

const LABELS = { 'app.kubernetes.io/managed-by': 'meshplane' };

const paramsSchema = z.object({
  namespace: z.string(),
  trustDomain: z.string().default('cluster.local'),
});
type Params = z.output<typeof paramsSchema>;

const recordSchema = z.object({ created: z.array(z.string()) });

/** The certificates as the cluster has them; keys are never read. */
export async function readLinkerdIdentity(
  manifests: Manifests,
  connection: ClusterConnection,
  namespace: string,
  signal?: AbortSignal,
): Promise<{ anchors?: string; issuer?: string }> {
  const [roots, issuer] = await Promise.all([
    manifests.get(connection, configMapRef(namespace), { signal }),
    manifests.get(connection, secretRef(namespace, ISSUER), { signal }),
  ]);
  return {
    anchors: textOf(roots, 'ca-bundle.crt'),
    issuer: decoded(textOf(issuer, 'tls.crt')),
  };
}

/**
 * Makes the certificates of Linkerd inside the cluster, so that no key passes through a plan, a value or a log. What is
 * there (from cert-manager, or from an earlier install) is used as it is.
 */
export class LinkerdIdentityStep implements StepExecutor<Params> {
  readonly type = 'linkerd-identity';
  readonly params: z.ZodType<Params> = paramsSchema;
  readonly #manifests: Manifests;

  constructor(options: { manifests: Manifests }) {
    this.#manifests = options.manifests;
  }

  async check(params: Params, context: StepContext) {
    const found = await this.#read(params, context);
    if (found.anchors && found.issuer) {
      const { problems, endsAt } = checkLinkerdIdentity({
        anchors: found.anchors,
        issuer: found.issuer,
        now: context.now(),
      });
      const blocking = problems.filter(p => p.severity === 'blocking');
      return blocking.length > 0
        ? {
            state: 'blocked' as const,
            detail: `${blocking
              .map(({ text }) => text)
              .join('. ')}. Renew them in namespace "${
              params.namespace
            }" first (ConfigMap "${TRUST_ROOTS}", Secret "${ISSUER}").`,
          }
        : {
            state: 'done' as const,
            detail: `The certificates are there and valid until ${endsAt}`,
          };
    }
    if (found.issuer && !found.anchors)
      return {
        state: 'blocked' as const,
        detail: `Secret "${ISSUER}" is there, ConfigMap "${TRUST_ROOTS}" with its trust anchor is not: supply it, or remove the Secret to have both made`,
      };
    return {
      state: 'todo' as const,
      detail: `There are no certificates in namespace "${params.namespace}"`,
    };
  }

  async run(params: Params, context: StepContext) {
    const { namespace, trustDomain } = params;
    const found = await this.#read(params, context);
    if (found.anchors && !found.issuer && !context.recorded)
      throw new ConflictError(
        `ConfigMap "${TRUST_ROOTS}" is there, Secret "${ISSUER}" is not: supply an issuer that this trust anchor signed, or remove the ConfigMap to have both made`,
      );
    await context.record({ created: [TRUST_ROOTS, ISSUER, ANCHOR] });
    const identity = await createLinkerdIdentity({
      trustDomain,
      now: context.now(),
    });
    // The issuer comes last: it is what says that all are there.
    const objects: KubeObject[] = [
      tlsSecret(
        namespace,
        ANCHOR,
        identity.anchor,
        identity.anchor.certificate,
      ),
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: TRUST_ROOTS, namespace, labels: LABELS },
        data: { 'ca-bundle.crt': identity.anchor.certificate },
      },
      tlsSecret(
        namespace,
        ISSUER,
        identity.issuer,
        identity.anchor.certificate,
      ),
    ];
    for (const object of objects)
      await this.#manifests.apply(context.connection, object, {
        signal: context.signal,
      });
    const { endsAt } = checkLinkerdIdentity({
      anchors: identity.anchor.certificate,
      issuer: identity.issuer.certificate,
      now: context.now(),
    });
    return {
      detail: `A trust anchor and an issuer were made in namespace "${namespace}"; the issuer is valid until ${endsAt}`,
    };
  }

  async undo(params: Params, context: StepContext) {
    const { created } = recordSchema.parse(context.recorded ?? { created: [] });
    for (const name of created)
      await this.#manifests.delete(
        context.connection,
        name === TRUST_ROOTS
          ? configMapRef(params.namespace)
          : secretRef(params.namespace, name),
      );
    return {
      detail:
        created.length > 0
          ? 'The certificates that were made are removed'
          : 'The certificates were there before and stay',
    };
  }

  #read({ namespace }: Params, { connection, signal }: StepContext) {
    return readLinkerdIdentity(this.#manifests, connection, namespace, signal);
  }
}

function tlsSecret(
  namespace: string,
  name: string,
  pair: { certificate: string; key: string },
  ca: string,
): KubeObject {
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { name, namespace, labels: LABELS },
    data: {
      'ca.crt': encoded(ca),
      'tls.crt': encoded(pair.certificate),
      'tls.key': encoded(pair.key),
    },
  };
}

function configMapRef(namespace: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: TRUST_ROOTS };
}

function secretRef(namespace: string, name: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'Secret', namespace, name };
}

function textOf(object: KubeObject | undefined, key: string) {
  const value = (object?.data as Record<string, unknown> | undefined)?.[key];
  return typeof value === 'string' ? value : undefined;
}

function decoded(text: string | undefined) {
  return text && Buffer.from(text, 'base64').toString('utf8');
}
