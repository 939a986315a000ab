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

import type { Readable } from 'node:stream';
import type { ChartVersion } from './ChartRepositories';

/** A package that can be downloaded. */
export interface PackageSource {
  /** `sha256:…` if the repository says it. */
  readonly digest?: string;
  /** Address for messages. */
  readonly address: string;
  /** Its bytes, within the limit. */
  open(signal?: AbortSignal): AsyncIterable<Buffer> | Readable;
  /** Text of its provenance file. @throws NotAllowedError when there is none */
  provenance(signal?: AbortSignal): Promise<string>;
  /** Checks its cosign signature. @throws NotAllowedError when there is none that is good */
  checkSignature?(publicKey: string, signal?: AbortSignal): Promise<void>;
}

/** One kind of repository, at one address. */
export interface ChartSource {
  /** @throws NotFoundError when there is no such chart */
  versions(
    name: string,
    signal?: AbortSignal,
  ): Promise<readonly ChartVersion[]>;
  /** @throws NotFoundError naming the versions that are there */
  locate(
    name: string,
    version: string,
    signal?: AbortSignal,
  ): Promise<PackageSource>;
}
