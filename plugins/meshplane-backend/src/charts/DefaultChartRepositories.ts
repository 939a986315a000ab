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

import { ConflictError, InputError } from '@backstage/errors';
import type {
  ChartContent,
  ChartPackage,
  ChartRef,
  ChartRepositories,
  ChartVersions,
  FetchOptions,
} from './ChartRepositories';
import { sameVersion } from './chartVersions';
import {
  type ChartRepositoryConfig,
  type ChartsConfig,
  trimSlash,
} from './config';
import { HttpChartSource } from './http/HttpChartSource';
import { OciChartSource } from './oci/OciChartSource';
import { RegistryClient } from './oci/RegistryClient';
import { PackageVerifier, type ProvenanceCheck } from './PackageVerifier';
import type { ChartSource, PackageSource } from './source';
import { ChartStore, type StoredPackage } from './store/ChartStore';
import { readChart } from './store/readChart';
import { WebClient } from './transport/WebClient';

/** Contents that are kept in memory; a plan reads a handful. */
const MAX_CONTENTS = 32;

/** As package registries allow them; also keeps paths and addresses in shape. */
const CHART_NAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,127}$/;
const VERSION = /^[0-9A-Za-z][0-9A-Za-z.+_-]{0,127}$/;

export interface DefaultChartRepositoriesOptions {
  readonly config: ChartsConfig;
  /** `helm verify`. */
  readonly checkProvenance: ProvenanceCheck;
  readonly now?: () => number;
  readonly store?: ChartStore;
}

interface Place {
  readonly source: ChartSource;
  readonly address: string;
  readonly config?: ChartRepositoryConfig;
}

/** {@link ChartRepositories} as configured. */
export class DefaultChartRepositories implements ChartRepositories {
  readonly #config: ChartsConfig;
  readonly #verifier: PackageVerifier;
  readonly #now: () => number;
  readonly #store: ChartStore;
  readonly #places = new Map<string, Place>();
  readonly #contents = new Map<string, Promise<ChartContent>>();
  readonly #downloads = new Map<string, Promise<StoredPackage>>();

  constructor(options: DefaultChartRepositoriesOptions) {
    this.#config = options.config;
    this.#now = options.now ?? Date.now;
    this.#store =
      options.store ??
      new ChartStore({
        directory: options.config.cacheDirectory,
        maxBytes: options.config.maxCacheBytes,
        now: options.now,
      });
    this.#verifier = new PackageVerifier(this.#store, options.checkProvenance);
  }

  async versions(
    chart: ChartRef,
    options: { signal?: AbortSignal } = {},
  ): Promise<ChartVersions> {
    const { source, address } = this.#placeOf(checked(chart));
    return {
      versions: await untilAborted(
        source.versions(chart.name, options.signal),
        options.signal,
      ),
      source: address,
    };
  }

  async fetch(
    chart: ChartRef,
    version: string,
    options: FetchOptions = {},
  ): Promise<ChartPackage> {
    const { signal } = options;
    signal?.throwIfAborted();
    const place = this.#placeOf(checked(chart));
    if (!VERSION.test(version)) {
      throw new InputError(`"${version}" is not a version of a chart`);
    }
    const what = `Chart "${chart.name}" ${version}`;
    const expected = expectedDigest(chart.name, version, place, options, what);
    const known = expected && (await this.#store.find(expected));
    if (known && (await this.#verifier.hasPassed(known, place.config))) {
      return this.#result(chart, version, place, known, true);
    }
    const found = await untilAborted(
      place.source.locate(chart.name, version, signal),
      signal,
    );
    if (expected && found.digest && found.digest !== expected) {
      throw new ConflictError(
        `${what} at "${found.address}" has digest "${found.digest}" instead of "${expected}"`,
      );
    }
    const digest = expected ?? found.digest;
    const stored = digest && (await this.#store.find(digest));
    const file =
      stored ||
      (await untilAborted(this.#download(found, digest, what), signal));
    if (!(await this.#verifier.hasPassed(file, place.config))) {
      await this.#verifier.check(
        found,
        file,
        { name: chart.name, version },
        place.config,
        signal,
      );
    }
    const result = this.#result(chart, version, place, file, Boolean(stored));
    await this.#checkIdentity(result);
    return result;
  }

  read(chartPackage: ChartPackage): Promise<ChartContent> {
    const { digest, path, name } = chartPackage;
    const known = this.#contents.get(digest);
    if (known) return known;
    const content = readChart(path, `chart "${name}"`);
    content.catch(() => this.#contents.delete(digest));
    this.#contents.set(digest, content);
    for (const oldest of this.#contents.keys()) {
      if (this.#contents.size <= MAX_CONTENTS) break;
      this.#contents.delete(oldest);
    }
    return content;
  }

  /** Shared by all who want it meanwhile. */
  #download(
    found: PackageSource,
    digest: string | undefined,
    what: string,
  ): Promise<StoredPackage> {
    const key = `${found.address}@${digest ?? ''}`;
    const running = this.#downloads.get(key);
    if (running) return running;
    const download = this.#store
      .write(found.open(), digest, what)
      .finally(() => this.#downloads.delete(key));
    this.#downloads.set(key, download);
    return download;
  }

  /** The package is what its address says it is. */
  async #checkIdentity(chartPackage: ChartPackage): Promise<void> {
    const { metadata } = await this.read(chartPackage);
    const { name, version, source } = chartPackage;
    if (metadata.name !== name || !sameVersion(metadata.version, version)) {
      throw new ConflictError(
        `"${source}" gives chart "${metadata.name}" ${metadata.version} for chart "${name}" ${version}`,
      );
    }
  }

  #result(
    chart: ChartRef,
    version: string,
    place: Place,
    file: StoredPackage,
    cached: boolean,
  ): ChartPackage {
    return {
      name: chart.name,
      version,
      repository: trimSlash(chart.repository),
      source: place.address,
      digest: file.digest,
      verified: this.#verifier.kindOf(place.config),
      path: file.path,
      bytes: file.bytes,
      cached,
    };
  }

  #placeOf({ repository }: ChartRef): Place {
    const asked = trimSlash(repository);
    const known = this.#places.get(asked);
    if (known) return known;
    const place = this.#makePlace(asked);
    this.#places.set(asked, place);
    return place;
  }

  #makePlace(asked: string): Place {
    const { repositories, onlyConfigured } = this.#config;
    const config =
      repositories.find(({ mirrorOf }) => mirrorOf.includes(asked)) ??
      repositories.find(({ url }) => url === asked);
    if (!config && onlyConfigured) {
      throw new InputError(
        `Charts of "${asked}" may not be used: neither it nor a mirror of it is in "meshplane.charts.repositories", and "meshplane.charts.onlyConfigured" is set`,
      );
    }
    const address = config?.url ?? asked;
    const oci = /^oci:\/\/(.+)$/.exec(address)?.[1];
    const url = parseAddress(
      oci ? `${config?.allowPlainHttp ? 'http' : 'https'}://${oci}` : address,
      asked,
    );
    const client = new WebClient({
      name: address,
      url,
      timeoutMs: this.#config.timeoutMs,
      credentials: config?.credentials,
      ca: config?.ca,
      allowPlainHttp: config?.allowPlainHttp,
    });
    const { maxChartBytes } = this.#config;
    const now = this.#now;
    const source = oci
      ? new OciChartSource({
          registry: new RegistryClient(client, new URL(url.origin), now),
          address,
          path: url.pathname.replace(/^\/+|\/+$/g, ''),
          maxChartBytes,
        })
      : new HttpChartSource({ client, url, maxChartBytes, now });
    return { source, address, ...(config && { config }) };
  }
}

/** The digest that a package must have, by configuration and by the plan; they have to agree. */
function expectedDigest(
  name: string,
  version: string,
  { config }: Place,
  { digest }: FetchOptions,
  what: string,
): string | undefined {
  const pin = config?.digestPins[`${name}@${version}`];
  if (pin && digest && pin !== digest) {
    throw new ConflictError(
      `${what} is pinned to digest "${pin}" in '${config?.key}.digestPins', but "${digest}" is wanted`,
    );
  }
  return pin ?? digest;
}

function checked(chart: ChartRef): ChartRef {
  if (!CHART_NAME.test(chart.name)) {
    throw new InputError(`"${chart.name}" is not a name of a chart`);
  }
  return chart;
}

function parseAddress(text: string, asked: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    // Reported below.
  }
  if (!url || !/^https?:$/.test(url.protocol) || url.username) {
    throw new InputError(
      `"${asked}" is not an address of charts: it has to start with "https://", "http://" or "oci://"`,
    );
  }
  return url;
}

/** Ends the waiting of one caller; the work goes on for the others. */
function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    work
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}
