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
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { ChartVersion } from '../ChartRepositories';
import { noSuchVersion, sortVersions } from '../chartVersions';
import type { ChartSource, PackageSource } from '../source';
import { expectOk, limited, readLimited } from '../transport/readLimited';
import { parseUrl, type WebClient, withoutQuery } from '../transport/WebClient';
import { entriesOf, type IndexEntry } from './chartIndex';

/** The largest public indexes have a few tens of MiB. */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;
const MAX_PROVENANCE_BYTES = 1024 * 1024;
/** So long an index is used without asking; a plan reads it several times. */
const FRESH_MS = 60_000;

export interface HttpChartSourceOptions {
  readonly client: WebClient;
  /** Of the repository, without `index.yaml`. */
  readonly url: URL;
  readonly maxChartBytes: number;
  readonly now: () => number;
}

interface Index {
  readonly text: string;
  readonly etag?: string;
  readonly lastModified?: string;
  readonly readAt: number;
  readonly entries: Map<string, IndexEntry[] | undefined>;
}

/** A repository with an `index.yaml`. */
export class HttpChartSource implements ChartSource {
  readonly #options: HttpChartSourceOptions;
  readonly #indexUrl: URL;
  #index: Index | undefined;
  #reading: Promise<Index> | undefined;

  constructor(options: HttpChartSourceOptions) {
    this.#options = options;
    this.#indexUrl = new URL(
      `${options.url.href.replace(/\/*$/, '')}/index.yaml`,
    );
  }

  async versions(name: string): Promise<readonly ChartVersion[]> {
    const entries = await this.#entries(name);
    return sortVersions(
      entries.map(({ urls: _, ...version }) => version),
      ({ version }) => version,
    );
  }

  async locate(name: string, version: string): Promise<PackageSource> {
    const entries = await this.#entries(name);
    const entry = entries.find(one => one.version === version);
    if (!entry) {
      throw noSuchVersion(
        name,
        version,
        this.#options.url.href,
        entries.map(one => one.version),
      );
    }
    const [first] = entry.urls;
    if (!first) {
      throw new ServiceUnavailableError(
        `The index at "${
          this.#indexUrl.href
        }" says nowhere where version "${version}" of chart "${name}" is`,
      );
    }
    const url = parseUrl(first, this.#indexUrl, this.#options.url.href);
    const { client, maxChartBytes } = this.#options;
    const address = withoutQuery(url);
    return {
      ...(entry.digest && { digest: entry.digest }),
      address,
      async *open(signal) {
        const what = `Chart "${name}" ${version}`;
        const response = expectOk(await client.get(url, { signal }), what);
        yield* limited(response, maxChartBytes, what);
      },
      async provenance(signal) {
        const at = new URL(url.href);
        at.pathname += '.prov';
        const response = await client.get(at, { signal });
        if (response.status === 404) {
          response.body.destroy();
          throw new NotAllowedError(
            `Chart "${name}" ${version} has no provenance file at "${withoutQuery(
              at,
            )}", and "keyring" is set for its repository`,
          );
        }
        const what = `The provenance file of chart "${name}" ${version}`;
        const bytes = await readLimited(
          expectOk(response, what),
          MAX_PROVENANCE_BYTES,
          what,
        );
        return bytes.toString('utf8');
      },
    };
  }

  async #entries(name: string): Promise<IndexEntry[]> {
    const { entries, text } = await this.#current();
    if (!entries.has(name)) {
      entries.set(name, entriesOf(text, name, this.#indexUrl.href));
    }
    const found = entries.get(name);
    if (!found) {
      throw new NotFoundError(
        `There is no chart "${name}" in the repository "${
          this.#options.url.href
        }"`,
      );
    }
    return found;
  }

  /** Shared by all who ask meanwhile, so that no signal of a single one ends it. */
  #current(): Promise<Index> {
    const { now } = this.#options;
    if (this.#index && now() - this.#index.readAt < FRESH_MS) {
      return Promise.resolve(this.#index);
    }
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<Index> {
    const { client, now } = this.#options;
    const known = this.#index;
    const response = await client.get(this.#indexUrl, {
      headers: {
        accept: 'application/yaml, text/yaml, */*',
        ...(known?.etag && { 'if-none-match': known.etag }),
        ...(known?.lastModified &&
          !known.etag && { 'if-modified-since': known.lastModified }),
      },
    });
    if (known && response.status === 304) {
      response.body.destroy();
      this.#index = { ...known, readAt: now() };
      return this.#index;
    }
    const what = 'The index of charts';
    const bytes = await readLimited(
      expectOk(response, what),
      MAX_INDEX_BYTES,
      `${what} at "${this.#indexUrl.href}"`,
    );
    const { etag, 'last-modified': lastModified } = response.headers;
    this.#index = {
      text: bytes.toString('utf8'),
      ...(etag && { etag }),
      ...(lastModified && { lastModified }),
      readAt: now(),
      entries: new Map(),
    };
    return this.#index;
  }
}
