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

import { isData } from './document/overlay';
import { ImportLog } from './document/ImportLog';
import { Path } from './document/paths';

/** Names whose value is a secret whatever it is. */
const SECRET_KEY =
  /^(proxy-?authorization|authorization|user-?credentials|(request-?|set-)?cookies?|x-api-key|api-?key|password|(client-?)?secret|private-?key)$/i;
/** Names whose value is a secret where it is a text: a metric may be called `token_refresh_time`. */
const SECRET_TEXT =
  /authorization|credential|cookie|token|api-?key|secret|passw(or)?d/i;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const HEADER_LINE =
  /^(proxy-authorization|authorization|cookie|x-api-key|x-auth-token)\s*:/i;

/**
 * A copy of a result without credentials: results are passed around, so what opened the server must not travel with
 * them. Empty values are kept, they give nothing away. Every removal is reported by place, never by value.
 */
export function withoutSecrets(
  value: unknown,
  path: Path,
  log: ImportLog,
): unknown {
  if (typeof value === 'string') {
    return withoutSecretText(value, path, log);
  }
  if (Array.isArray(value)) {
    return value
      .filter((entry, i) => {
        const isHeader = typeof entry === 'string' && HEADER_LINE.test(entry);
        if (isHeader) {
          report(log, [...path, i]);
        }
        return !isHeader;
      })
      .map((entry, i) => withoutSecrets(entry, [...path, i], log));
  }
  if (!isData(value)) {
    return value;
  }
  const out: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (isSecret(key, entry)) {
      report(log, [...path, key]);
    } else {
      out[key] = withoutSecrets(entry, [...path, key], log);
    }
  }
  return out;
}

function isSecret(key: string, value: unknown): boolean {
  if (isEmpty(value)) {
    return false;
  }
  return (
    SECRET_KEY.test(key) ||
    (typeof value === 'string' &&
      (SECRET_TEXT.test(key) || PRIVATE_KEY.test(value)))
  );
}

/** Credentials in URLs, and in JSON that is written inside of a text. */
function withoutSecretText(text: string, path: Path, log: ImportLog): string {
  const url = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#@\s]*@/i.exec(text);
  if (url) {
    report(log, path);
    return url[1] + text.slice(url[0].length);
  }
  if (!/^\s*[{[]/.test(text)) {
    return text;
  }
  let inner: unknown;
  try {
    inner = JSON.parse(text);
  } catch {
    return text;
  }
  const before = log.stripped;
  const stripped = withoutSecrets(inner, path, log);
  return log.stripped > before ? JSON.stringify(stripped) : text;
}

function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === '' ||
    value === false ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}

function report(log: ImportLog, path: Path): void {
  log.stripped++;
  log.warn('Credentials were left out', path);
}
