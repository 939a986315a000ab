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

/** A chart somewhere: `repository` is an HTTP repository (`https://…`) or the OCI path above the chart (`oci://…`). */
export interface ChartRef {
  readonly repository: string;
  readonly name: string;
}

/** One version that a repository offers. */
export interface ChartVersion {
  readonly version: string;
  readonly appVersion?: string;
  /** When it was published, ISO 8601. HTTP repositories only. */
  readonly created?: string;
  readonly deprecated: boolean;
  /** `sha256:…` as the index says it. HTTP repositories only. */
  readonly digest?: string;
}

/** What was found at a repository, newest version first. */
export interface ChartVersions {
  readonly versions: readonly ChartVersion[];
  /** Where it was read: the mirror if one is configured, else the repository itself. */
  readonly source: string;
}

/** A package on disk, checked. Its file is read-only and may be evicted by later downloads: use it, then forget it. */
export interface ChartPackage {
  readonly name: string;
  readonly version: string;
  /** The repository that was asked for, not its mirror. */
  readonly repository: string;
  /** Where it came from. */
  readonly source: string;
  /** `sha256:…` of the package file. */
  readonly digest: string;
  readonly verified: 'digest' | 'provenance' | 'cosign';
  readonly path: string;
  readonly bytes: number;
  /** Whether nothing had to be fetched. */
  readonly cached: boolean;
}

export interface FetchOptions {
  readonly signal?: AbortSignal;
  /** `sha256:…` that a plan rests on; a package with another digest is refused. */
  readonly digest?: string;
}

/** A chart's own files that a planner reads; subcharts are named, not opened, except for their CRDs. */
export interface ChartContent {
  readonly metadata: {
    readonly name: string;
    readonly version: string;
    readonly appVersion?: string;
    readonly description?: string;
    readonly kubeVersion?: string;
    readonly type?: string;
    readonly deprecated: boolean;
    readonly dependencies: readonly {
      readonly name: string;
      readonly version?: string;
      readonly repository?: string;
      readonly condition?: string;
    }[];
  };
  /** Text of `values.yaml`; empty where there is none. */
  readonly values: string;
  /** Parsed `values.schema.json`. */
  readonly valuesSchema?: Record<string, unknown>;
  /** Files below `crds/`, those of subcharts too: what Helm installs once and never upgrades. */
  readonly crds: readonly { readonly path: string; readonly content: string }[];
  readonly readme?: string;
}

/** Lists and fetches charts from HTTP repositories and OCI registries, from their mirrors where configured. */
export interface ChartRepositories {
  /**
   * @throws NotFoundError when there is no such chart, InputError for an address that may not be used,
   * ServiceUnavailableError when the repository does not answer as it should
   */
  versions(
    chart: ChartRef,
    options?: { signal?: AbortSignal },
  ): Promise<ChartVersions>;
  /**
   * Downloads one exact version, checks it, keeps it.
   *
   * @throws the errors of {@link ChartRepositories.versions}; ConflictError for a digest that differs, InputError for
   * a package over the size limit, NotAllowedError for a signature that is missing or wrong
   */
  fetch(
    chart: ChartRef,
    version: string,
    options?: FetchOptions,
  ): Promise<ChartPackage>;
  /** Reads a package; the result is remembered by digest. @throws InputError when the archive is not a sound chart */
  read(chartPackage: ChartPackage): Promise<ChartContent>;
}
