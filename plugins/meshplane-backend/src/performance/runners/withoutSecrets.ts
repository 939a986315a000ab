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

import type { LoadProfile } from '@meshplane/benchmark/model';

/** Shorter values occur in messages by chance. */
const SHORTEST_SECRET = 6;

/** A text without the values of headers and cookies, which a program may repeat when it fails. */
export function withoutSecretsOf(load: LoadProfile, text: string): string {
  return load.endpoints
    .flatMap(({ headers, cookies }) => [
      ...Object.values(headers),
      ...Object.values(cookies),
    ])
    .filter(value => value.length >= SHORTEST_SECRET)
    .reduce((clean, value) => clean.replaceAll(value, '***'), text);
}
