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

import type { ConfigMap } from '@meshplane/meshes';
import { cut, textsOf, type Raw } from './raw';

const MAX_VALUE_LENGTH = 16_384;
/** Templates of injectors and the like: large, and never read. */
const MAX_KEPT_VALUE_LENGTH = 131_072;

/** Adds the data of a ConfigMap that a definition names: long values are cut, huge ones are left out. */
export function withConfigMapData(base: ConfigMap, raw: Raw): ConfigMap {
  const data = Object.entries(textsOf(raw.data) ?? {})
    .filter(([, text]) => text.length <= MAX_KEPT_VALUE_LENGTH)
    .map(([key, text]) => [key, cut(text, MAX_VALUE_LENGTH)] as const);
  return { ...base, data: Object.fromEntries(data) };
}
