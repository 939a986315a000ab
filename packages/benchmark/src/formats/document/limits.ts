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

/**
 * Bounds on what an importer reads: files come from outside, and one file must not be able to stop a portal.
 * @public
 */
export interface ImportLimits {
  /** Bytes of a JSON or text file. */
  maxBytes: number;
  /** Bytes of a YAML file, whose parser is two orders slower than JSON's. */
  maxYamlBytes: number;
  /** Levels of objects and lists inside each other. */
  maxDepth: number;
  /** Alias expansions in a YAML document; more is taken for an alias bomb. */
  maxAliases: number;
  /** Objects (profiles, results) taken from one file. */
  maxObjects: number;
}

/** @public */
export const defaultImportLimits: ImportLimits = {
  maxBytes: 64 * 1024 * 1024,
  maxYamlBytes: 4 * 1024 * 1024,
  maxDepth: 64,
  maxAliases: 100,
  maxObjects: 10_000,
};
