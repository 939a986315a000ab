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

import { createHash } from 'node:crypto';

/** Longest name of a catalog entity. */
const MAX_LENGTH = 63;
const HASH_LENGTH = 8;

/**
 * A name that the catalog accepts, made of parts that may hold any character. Where something had to be replaced or cut,
 * a hash of the original keeps two different things from getting the same name.
 */
export function entityName(...parts: string[]): string {
  const original = parts.join('-');
  const plain = original
    .replace(/~/g, '-')
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  const lossless = original.replace(/~/g, '-') === plain;
  if (lossless && plain.length <= MAX_LENGTH) return plain;
  const hash = createHash('sha256')
    .update(parts.join('\n'))
    .digest('hex')
    .slice(0, HASH_LENGTH);
  const head = plain
    .slice(0, MAX_LENGTH - HASH_LENGTH - 1)
    .replace(/[^A-Za-z0-9]+$/, '');
  return head ? `${head}-${hash}` : hash;
}
