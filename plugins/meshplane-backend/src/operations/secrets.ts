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

import { redact } from '../clusters/redact';

/** Longest text of a log entry, a detail or a message, in characters. */
const MAX_TEXT = 4000;
const PEM = /-----BEGIN [^-]*PRIVATE KEY-----[\s\S]*?(-----END [^-]+-----|$)/g;

const SECRETS: readonly [RegExp, string][] = [
  [/-----BEGIN [^-]*PRIVATE KEY-----/, 'a private key'],
  // Header and payload of a JSON Web Token both begin with `{"`.
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/, 'a token'],
];

/**
 * What of a value looks like a credential, in words. The database keeps plans for months and everybody who may see a
 * cluster may read them.
 *
 * @returns undefined if there is nothing
 */
export function secretIn(
  value: unknown,
  path = '',
): { path: string; what: string } | undefined {
  if (typeof value === 'string') {
    const found = SECRETS.find(([pattern]) => pattern.test(value));
    return found && { path, what: found[1] };
  }
  if (!value || typeof value !== 'object') return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = secretIn(item, path ? `${path}.${key}` : key);
    if (found) return found;
  }
  return undefined;
}

/** A text as it may be stored: without credentials and of limited length. */
export function cleanText(text: string): string {
  const clean = text
    .replace(PEM, '<key removed>')
    .split('\n')
    .map(redact)
    .join('\n');
  return clean.length > MAX_TEXT ? `${clean.slice(0, MAX_TEXT)}…` : clean;
}

/** What an error says, as it may be stored. */
export function reasonOf(error: unknown): string {
  return cleanText(error instanceof Error ? error.message : String(error));
}
