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
import semver from 'semver';
import type { ChartVersion } from '../ChartRepositories';
import { noSuchVersion, sameVersion, sortVersions } from '../chartVersions';
import type { ChartSource, PackageSource } from '../source';
import { checkCosignSignature } from './cosign';
import type { Manifest, RegistryClient } from './RegistryClient';

const CONFIG_TYPE = 'application/vnd.cncf.helm.config.v1+json';
const CHART_TYPES = new Set([
  'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  // Before Helm 3.7.
  'application/tar+gzip',
]);
const PROVENANCE_TYPE = 'application/vnd.cncf.helm.chart.provenance.v1.prov';

export interface OciChartSourceOptions {
  readonly registry: RegistryClient;
  /** `oci://…` as configured, for messages. */
  readonly address: string;
  /** Path above the charts, without slashes at its ends. */
  readonly path: string;
  readonly maxChartBytes: number;
}

/** Charts in an OCI registry: one repository per chart, one tag per version. */
export class OciChartSource implements ChartSource {
  readonly #options: OciChartSourceOptions;

  constructor(options: OciChartSourceOptions) {
    this.#options = options;
  }

  async versions(
    name: string,
    signal?: AbortSignal,
  ): Promise<readonly ChartVersion[]> {
    const versions = await this.#versionsOf(name, signal);
    return sortVersions(
      versions.map(version => ({ version, deprecated: false })),
      ({ version }) => version,
    );
  }

  async locate(
    name: string,
    version: string,
    signal?: AbortSignal,
  ): Promise<PackageSource> {
    const { registry, address, maxChartBytes } = this.#options;
    const repository = this.#repository(name);
    const manifest = await this.#manifest(name, version, signal);
    const what = `Chart "${name}" ${version}`;
    const content = layerOf(manifest, CHART_TYPES, `${what} at "${address}"`);
    return {
      digest: content.digest,
      address: `${address}/${name}:${tagOf(version)}`,
      open: openSignal =>
        registry.blob(
          repository,
          content.digest,
          maxChartBytes,
          what,
          openSignal,
        ),
      async provenance(provSignal) {
        const layer = manifest.layers.find(
          ({ mediaType }) => mediaType === PROVENANCE_TYPE,
        );
        if (!layer) {
          throw new NotAllowedError(
            `${what} has no provenance file in "${address}", and "keyring" is set for its repository`,
          );
        }
        const bytes = await registry.document(
          repository,
          layer,
          `The provenance file of ${what}`,
          provSignal,
        );
        return bytes.toString('utf8');
      },
      checkSignature: (publicKey, checkSignal) =>
        checkCosignSignature(
          registry,
          repository,
          manifest,
          publicKey,
          checkSignal,
        ),
    };
  }

  #repository(name: string): string {
    const { path } = this.#options;
    return path ? `${path}/${name}` : name;
  }

  async #manifest(
    name: string,
    version: string,
    signal?: AbortSignal,
  ): Promise<Manifest> {
    const { registry, address } = this.#options;
    const repository = this.#repository(name);
    try {
      return await registry.manifest(repository, tagOf(version), signal);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
    // Some projects tag with a leading "v" what their charts call without one.
    const tags = await this.#tags(name, signal);
    const tag = tags.find(one => sameVersion(versionOf(one), version));
    if (!tag) {
      throw noSuchVersion(name, version, address, tags.map(versionOf));
    }
    return registry.manifest(repository, tag, signal);
  }

  async #versionsOf(name: string, signal?: AbortSignal): Promise<string[]> {
    return (await this.#tags(name, signal)).map(versionOf);
  }

  /** Without those of signatures and the like. */
  async #tags(name: string, signal?: AbortSignal): Promise<string[]> {
    const { registry, address } = this.#options;
    try {
      const tags = await registry.tags(this.#repository(name), signal);
      return tags.filter(tag => semver.valid(versionOf(tag)));
    } catch (error) {
      if (error instanceof NotFoundError) {
        throw new NotFoundError(`There is no chart "${name}" in "${address}"`);
      }
      throw error;
    }
  }
}

/** Tags may not have a "+"; Helm writes "_" for it. */
function tagOf(version: string): string {
  return version.replace(/\+/g, '_');
}

function versionOf(tag: string): string {
  return tag.replace(/_/g, '+');
}

function layerOf(
  { config, layers }: Manifest,
  types: ReadonlySet<string>,
  what: string,
) {
  const layer = layers.find(({ mediaType }) => types.has(mediaType));
  if (config.mediaType !== CONFIG_TYPE || !layer) {
    throw new ServiceUnavailableError(
      `${what} is not a Helm chart but "${config.mediaType}"`,
    );
  }
  return layer;
}
