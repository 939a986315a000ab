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

/** A board as the search finds it. */
export interface BoardHit {
  readonly uid: string;
  readonly title: string;
  /** Path below the address of Grafana. */
  readonly path: string;
  readonly folder?: string;
  readonly tags: readonly string[];
}

/** A data source as Grafana knows it. */
export interface GrafanaDatasource {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly url?: string;
  readonly isDefault: boolean;
}

/** A mark on boards; times in epoch milliseconds. */
export interface AnnotationInput {
  readonly time: number;
  readonly timeEnd?: number;
  readonly tags: readonly string[];
  readonly text: string;
}

/** The part of Grafana's HTTP API that is used; everything that may change with its versions stays behind it. */
export interface GrafanaClient {
  /** Database state and version; needs no permission. */
  health(
    signal?: AbortSignal,
  ): Promise<{ version?: string; database?: string }>;
  /** Proves that the credentials are accepted; gives the name of the organisation where it may be read. */
  organisation(signal?: AbortSignal): Promise<string | undefined>;
  /** @param query - `q` is looked for in titles */
  search(
    query: { q?: string; tag?: string; limit: number },
    signal?: AbortSignal,
  ): Promise<readonly BoardHit[]>;
  /** The model of a board, unchecked; undefined if there is none. */
  board(
    uid: string,
    signal?: AbortSignal,
  ): Promise<{ model: unknown; path: string; folder?: string } | undefined>;
  /** Empty where the credentials may not read them. */
  datasources(signal?: AbortSignal): Promise<readonly GrafanaDatasource[]>;
  /** Whether the credentials may make annotations; undefined where Grafana does not tell. */
  mayAnnotate(signal?: AbortSignal): Promise<boolean | undefined>;
  /** @returns the id of the annotation */
  annotate(input: AnnotationInput, signal?: AbortSignal): Promise<number>;
  /** The id of the newest annotation that has all of these tags. */
  findAnnotation(
    tags: readonly string[],
    signal?: AbortSignal,
  ): Promise<number | undefined>;
  changeAnnotation(
    id: number,
    change: { timeEnd?: number; text?: string },
    signal?: AbortSignal,
  ): Promise<void>;
}
