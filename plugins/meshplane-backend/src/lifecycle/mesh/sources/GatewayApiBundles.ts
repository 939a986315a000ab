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

import {
  ConflictError,
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { readText } from '../../../clusters/connections/readText';

/** The largest bundle so far has 2 MB. */
const MAX_BYTES = 20 * 1024 * 1024;
const TIMEOUT_MS = 60_000;
const VERSION = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** One release of the Gateway API's CRDs. */
export interface GatewayApiRelease {
  readonly channel: 'standard' | 'experimental';
  /** `1.5.1`, with or without a leading `v`. */
  readonly version: string;
}

/** The text of a bundle and its `sha256:…`. */
export interface GatewayApiBundle {
  readonly url: string;
  readonly text: string;
  readonly digest: string;
}

/**
 * Fetches the Gateway API's release files from where the configuration says, and keeps what it has seen by digest, so
 * that a run gets the bytes that its plan showed.
 */
export class GatewayApiBundles {
  readonly #template: string;
  readonly #fetch: typeof fetch;
  readonly #seen = new Map<string, GatewayApiBundle>();

  /** @param options - `url`: address with `{version}` (without `v`) and `{channel}` */
  constructor(options: { url: string; fetch?: typeof fetch }) {
    this.#template = options.url;
    this.#fetch = options.fetch ?? fetch;
  }

  /**
   * @param digest - that a plan rests on
   * @throws InputError for a version that is none, NotFoundError when there is no such release, ConflictError for other
   * bytes than the plan's, ServiceUnavailableError when the address does not answer
   */
  async fetch(
    release: GatewayApiRelease,
    options: { digest?: string; signal?: AbortSignal } = {},
  ): Promise<GatewayApiBundle> {
    if (!VERSION.test(release.version))
      throw new InputError(
        `"${release.version}" is not a version of the Gateway API; one looks like "1.5.1"`,
      );
    const url = this.#urlOf(release);
    const known = this.#seen.get(options.digest ?? url);
    if (known && known.url === url) return known;
    const text = await this.#download(url, release, options.signal);
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    if (options.digest && options.digest !== digest)
      throw new ConflictError(
        `The Gateway API bundle at "${url}" has the digest "${digest}", the plan was made with "${options.digest}": plan again`,
      );
    const bundle = { url, text, digest };
    this.#seen.set(digest, bundle);
    return bundle;
  }

  #urlOf({ version, channel }: GatewayApiRelease) {
    return this.#template
      .replaceAll('{version}', version.replace(/^v/, ''))
      .replaceAll('{channel}', channel);
  }

  async #download(
    url: string,
    release: GatewayApiRelease,
    signal: AbortSignal | undefined,
  ) {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    let response: Response;
    try {
      response = await this.#fetch(url, {
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw new ServiceUnavailableError(
        `The Gateway API bundle cannot be read from "${url}"; the backend needs a way there, or a copy that "meshplane.charts.gatewayApiBundles" names`,
        error,
      );
    }
    if (response.status === 404)
      throw new NotFoundError(
        `There is no Gateway API release "${release.version}" in the ${release.channel} channel at "${url}"`,
      );
    if (!response.ok || !response.body)
      throw new ServiceUnavailableError(
        `"${url}" answers ${response.status} to the request for the Gateway API bundle`,
      );
    return readText(
      Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
      MAX_BYTES,
    );
  }
}
