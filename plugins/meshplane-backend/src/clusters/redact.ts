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

const MAX_LENGTH = 600;

const SECRETS: readonly [RegExp, string][] = [
  [/-----BEGIN [^-]+-----[\s\S]*?(-----END [^-]+-----|$)/g, '<key removed>'],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]+)?/g, '<token removed>'],
  [/\b(bearer|basic)\s+[\w+/=.~-]{6,}/gi, '$1 <removed>'],
  [/(\w+:\/\/)[^/\s:@]+:[^/\s@]+@/g, '$1<removed>@'],
  [
    /(["']?(?:token|password|secret|client-key-data|clientKeyData)["']?\s*[:=]\s*["']?)[^\s"',}]+/gi,
    '$1<removed>',
  ],
];

/** Takes what looks like a credential out of a message, and cuts it to a readable length. */
export function redact(text: string): string {
  const clean = SECRETS.reduce(
    (result, [pattern, replacement]) => result.replace(pattern, replacement),
    text,
  );
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}…` : clean;
}
