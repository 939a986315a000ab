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

import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { expectOk, limited, readLimited } from '../transport/readLimited';
import {
  parseUrl,
  type WebClient,
  type WebResponse,
} from '../transport/WebClient';
import { parseChallenge } from './challenge';

const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;
const MAX_TAG_PAGES = 100;
const TAGS_PER_PAGE = 1000;
/** Registries that say nothing about their tokens give them a minute. */
const TOKEN_SECONDS = 60;
const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';

const tagsSchema = z.looseObject({ tags: z.array(z.string()).nullish() });

const tokenSchema = z.looseObject({
  token: z.string().optional(),
  access_token: z.string().optional(),
  expires_in: z.number().optional(),
});

const descriptorSchema = z.looseObject({
  mediaType: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  size: z.number(),
  annotations: z.record(z.string(), z.string()).nullish(),
});

const manifestSchema = z.looseObject({
  config: descriptorSchema,
  layers: z.array(descriptorSchema),
});

export type Descriptor = z.infer<typeof descriptorSchema>;

/** A manifest and its own digest. */
export interface Manifest {
  readonly digest: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** The part of the OCI distribution protocol that charts need, for one registry. */
export class RegistryClient {
  readonly #tokens = new Map<string, { value: string; until: number }>();

  /**
   * @param registry - `https://host`
   * @param name - for messages
   */
  constructor(
    private readonly client: WebClient,
    private readonly registry: URL,
    private readonly now: () => number,
  ) {}

  /** All tags, page by page. @throws NotFoundError when there is no such repository */
  async tags(repository: string, signal?: AbortSignal): Promise<string[]> {
    const what = `The list of versions of "${repository}"`;
    const result: string[] = [];
    let next: URL | undefined = this.#url(
      repository,
      `tags/list?n=${TAGS_PER_PAGE}`,
    );
    for (let page = 0; next; page += 1) {
      if (page === MAX_TAG_PAGES) {
        throw new ServiceUnavailableError(
          `${what} does not end after ${MAX_TAG_PAGES} pages`,
        );
      }
      const response = await this.#get(next, repository, what, signal);
      const { tags } = await this.#json(response, what, tagsSchema);
      result.push(...(tags ?? []));
      next = nextPage(response, next, this.registry.host);
    }
    return result;
  }

  /**
   * @param reference - tag or digest
   * @throws NotFoundError when there is none
   */
  async manifest(
    repository: string,
    reference: string,
    signal?: AbortSignal,
  ): Promise<Manifest> {
    const what = `The manifest "${reference}" of "${repository}"`;
    const response = await this.#get(
      this.#url(repository, `manifests/${reference}`),
      repository,
      what,
      signal,
      { accept: MANIFEST_TYPE },
    );
    const bytes = await readLimited(
      expectOk(response, what),
      MAX_DOCUMENT_BYTES,
      what,
    );
    const { config, layers } = parseJson(bytes, what, manifestSchema);
    const hash = createHash('sha256').update(bytes).digest('hex');
    return { digest: `sha256:${hash}`, config, layers };
  }

  /** The bytes of a blob, within a limit; their digest is for the reader to check. */
  async *blob(
    repository: string,
    digest: string,
    maxBytes: number,
    what: string,
    signal?: AbortSignal,
  ): AsyncGenerator<Buffer> {
    const response = await this.#get(
      this.#url(repository, `blobs/${digest}`),
      repository,
      what,
      signal,
    );
    yield* limited(expectOk(response, what), maxBytes, what);
  }

  /** A small blob, whole, its digest checked. */
  async document(
    repository: string,
    { digest }: Pick<Descriptor, 'digest'>,
    what: string,
    signal?: AbortSignal,
  ): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.blob(
      repository,
      digest,
      MAX_DOCUMENT_BYTES,
      what,
      signal,
    )) {
      chunks.push(chunk);
    }
    const bytes = Buffer.concat(chunks);
    const found = createHash('sha256').update(bytes).digest('hex');
    if (`sha256:${found}` !== digest) {
      throw new ServiceUnavailableError(
        `${what} has digest "sha256:${found}" instead of "${digest}"`,
      );
    }
    return bytes;
  }

  #url(repository: string, rest: string): URL {
    const path = repository.split('/').map(encodeURIComponent).join('/');
    return new URL(`/v2/${path}/${rest}`, this.registry);
  }

  async #get(
    url: URL,
    repository: string,
    what: string,
    signal?: AbortSignal,
    headers: Record<string, string> = {},
  ): Promise<WebResponse> {
    const known = this.#tokens.get(repository);
    const ask = (authorization: string | undefined) =>
      this.client.get(url, {
        headers,
        signal,
        ...(authorization && { authorization }),
      });
    let response = await ask(
      known && known.until > this.now() ? known.value : undefined,
    );
    if (response.status === 401) {
      response.body.destroy();
      const authorization = await this.#authorize(
        response.headers['www-authenticate'],
        repository,
        what,
        signal,
      );
      response = await ask(authorization);
    }
    if (response.status === 404) {
      response.body.destroy();
      throw new NotFoundError(`${what} is not in "${this.registry.host}"`);
    }
    return response;
  }

  async #authorize(
    header: string | undefined,
    repository: string,
    what: string,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const challenge = parseChallenge(header);
    if (challenge?.scheme !== 'bearer') {
      return this.client.basicFor(this.registry);
    }
    const realm = parseUrl(challenge.realm, this.registry, this.registry.host);
    if (challenge.service) realm.searchParams.set('service', challenge.service);
    realm.searchParams.set(
      'scope',
      challenge.scope ?? `repository:${repository}:pull`,
    );
    // The registry names who gives tokens; its operator configured the credentials for that.
    const basic = this.client.basicFor(this.registry);
    const response = expectOk(
      await this.client.get(realm, {
        signal,
        ...(basic && { authorization: basic }),
      }),
      `The token for ${what.charAt(0).toLowerCase()}${what.slice(1)}`,
    );
    const answer = await this.#json(
      response,
      `The token of "${realm.origin}"`,
      tokenSchema,
    );
    const token = answer.token ?? answer.access_token;
    if (!token) return undefined;
    const value = `Bearer ${token}`;
    const seconds = answer.expires_in ?? TOKEN_SECONDS;
    // Not up to the last moment: a request takes time.
    this.#tokens.set(repository, {
      value,
      until: this.now() + (seconds - 10) * 1000,
    });
    return value;
  }

  async #json<T>(
    response: WebResponse,
    what: string,
    schema: z.ZodType<T>,
  ): Promise<T> {
    const bytes = await readLimited(
      expectOk(response, what),
      MAX_DOCUMENT_BYTES,
      what,
    );
    return parseJson(bytes, what, schema);
  }
}

function parseJson<T>(bytes: Buffer, what: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ServiceUnavailableError(`${what} is not JSON`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ServiceUnavailableError(
      `${what} is not what it should be: "${issue.path.join('.')}" ${
        issue.message
      }`,
    );
  }
  return parsed.data;
}

/** `Link: </v2/…>; rel="next"`; stays within the registry. */
function nextPage(
  response: WebResponse,
  current: URL,
  host: string,
): URL | undefined {
  const { link } = response.headers;
  const target = /<([^>]+)>\s*;[^,]*rel="?next"?/i.exec(
    Array.isArray(link) ? link.join(', ') : link ?? '',
  )?.[1];
  if (!target) return undefined;
  const url = parseUrl(target, current, host);
  return url.origin === current.origin ? url : undefined;
}
