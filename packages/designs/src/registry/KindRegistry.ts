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

/** A JSON schema as Kubernetes publishes it; references are resolved by the registry. @public */
export type KindSchema = Readonly<Record<string, unknown>>;

/** A kind that a model knows. @public */
export interface KindInfo {
  model: string;
  modelVersion: string;
  group: string;
  version: string;
  apiVersion: string;
  kind: string;
  /** Plural name in URLs. */
  resource: string;
  namespaced: boolean;
  description?: string;
  /** The API is deprecated since, and removed in, these versions of Kubernetes or of the mesh. */
  deprecated?: string;
  removed?: string;
  /** What to use instead. */
  replacement?: string;
}

/** @public */
export interface ModelInfo {
  name: string;
  title: string;
  version: string;
  kinds: number;
  /** A cluster that serves them, or what is committed with this package. */
  source: 'cluster' | 'committed';
}

/** Everything that is known about kinds of objects: of one cluster, or without one. @public */
export interface KindRegistry {
  models(): readonly ModelInfo[];
  kinds(model?: string): readonly KindInfo[];
  find(apiVersion: string, kind: string): KindInfo | undefined;
  /** Schema of the whole object, loaded on demand. */
  schemaOf(apiVersion: string, kind: string): Promise<KindSchema | undefined>;
  /** Kinds whose name, group or description fits; best first. */
  search(text: string, limit?: number): readonly KindInfo[];
}
