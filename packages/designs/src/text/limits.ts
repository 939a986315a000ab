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

/** What an import may cost; beyond it an input is refused. @public */
export interface TextLimits {
  /** Size of one text, in characters. */
  characters: number;
  /** Documents in one text. */
  documents: number;
  /** Nesting of objects and lists. */
  depth: number;
  /** Values in one document after aliases are resolved: what a YAML bomb blows up. */
  values: number;
}

/** @public */
export const defaultTextLimits: TextLimits = {
  characters: 16 * 1024 * 1024,
  documents: 5_000,
  depth: 100,
  values: 2_000_000,
};
