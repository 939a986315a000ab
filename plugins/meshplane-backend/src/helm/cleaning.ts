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

/** A line of a PEM block whose first line somebody else prints. */
const KEY_LINE = /^\s*[A-Za-z0-9+/]{48,}={0,2}\s*$/;
const PEM = /-----BEGIN [^-]+-----[\s\S]*?(-----END [^-]+-----|$)/g;

/**
 * Takes what looks like a credential out of what a program wrote. Works line by line, since {@link redact} cuts its
 * text to the length of one message.
 *
 * @param relay - takes the token of the relay out
 */
export function cleanOutput(
  text: string,
  relay: (text: string) => string = same => same,
): string {
  return relay(text)
    .replace(PEM, '<key removed>')
    .split('\n')
    .map(line => (KEY_LINE.test(line) ? '<removed>' : redact(line)))
    .join('\n');
}
