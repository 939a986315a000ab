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

const SECRET_KEY =
  /^(proxy-?authorization|authorization|user-?credentials|set-cookie|cookies?|x-api-key|api-?key|password|secret|client-?secret|access-?token|auth-?token|x-auth-token|token|x-amz-security-token|private-?key)$/i;
const HEADER_LINE =
  /^(proxy-authorization|authorization|cookie|x-api-key|x-auth-token)\s*:/i;

/** True for names of headers and fields that carry credentials. */
export function isSecretName(name: string): boolean {
  return SECRET_KEY.test(name);
}

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
    return withoutUserInfo(value, path, log);
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
    if (SECRET_KEY.test(key) && !isEmpty(entry)) {
      report(log, [...path, key]);
    } else {
      out[key] = withoutSecrets(entry, [...path, key], log);
    }
  }
  return out;
}

function withoutUserInfo(text: string, path: Path, log: ImportLog): string {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#@\s]*@/i.exec(text);
  if (!match) {
    return text;
  }
  report(log, path);
  return match[1] + text.slice(match[0].length);
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
