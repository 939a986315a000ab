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

import type { Endpoint, LoadProfile } from '@meshplane/benchmark/model';
import { secretIn } from '../../operations/secrets';
import type { GuardProblem } from './TargetGuard';

/** Names of headers, cookies and query parameters whose value is a credential. */
const CREDENTIAL_NAME =
  /authorization|credential|token|api-?key|secret|passw(or)?d|session|\bsid\b|\bjwt\b|\bauth\b|x-amz-security/i;
/** Values that are credentials under any name. */
const CREDENTIAL_VALUE = /^\s*(bearer|basic|digest|negotiate|token)\s+\S/i;
const SCHEME_WORD = /^[A-Za-z]+[ =]/;
const PLACEHOLDER = /\$\{secret:([^}]*)\}/g;

/** Where a profile refers to a secret. */
export interface SecretUse {
  name: string;
  path: string;
  /** Index of the endpoint that it is sent to; absent: all. */
  endpoint?: number;
}

/** Credentials that are written down in a profile, by place, never by value. */
export function literalCredentials(load: LoadProfile): GuardProblem[] {
  const problems = load.endpoints.flatMap((endpoint, index) =>
    inEndpoint(endpoint, `load.endpoints.${index}`),
  );
  if (load.tls?.key && !withoutPlaceholders(load.tls.key, true))
    problems.push({
      path: 'load.tls.key',
      message:
        'The private key is written down; keep it in "meshplane.performance.secrets" and write ${secret:NAME}',
    });
  const hidden = secretIn({
    ...load,
    tls: undefined,
    endpoints: load.endpoints,
  });
  if (hidden && !problems.some(({ path }) => path === `load.${hidden.path}`))
    problems.push({
      path: `load.${hidden.path}`,
      message: `Looks like ${hidden.what}; profiles are kept and shown, so that no credentials may be in them`,
    });
  return problems;
}

function inEndpoint(endpoint: Endpoint, path: string): GuardProblem[] {
  const problems: GuardProblem[] = [];
  for (const [name, value] of Object.entries(endpoint.headers)) {
    if (/^cookie$/i.test(name))
      problems.push({
        path: `${path}.headers.${name}`,
        message: `The header "${name}" is made of "cookies": write them there`,
      });
    else if (isLiteral(name, value))
      problems.push(literal(`${path}.headers.${name}`, 'header', name));
  }
  for (const [name, value] of Object.entries(endpoint.cookies))
    if (isLiteral(name, value))
      problems.push(literal(`${path}.cookies.${name}`, 'cookie', name));
  return [...problems, ...inUrl(endpoint.url, `${path}.url`)];
}

function inUrl(text: string, path: string): GuardProblem[] {
  const url = new URL(text);
  const problems: GuardProblem[] = [];
  if (url.username || url.password)
    problems.push({
      path,
      message:
        'The URL has a user name or password in it; send a header "Authorization" with ${secret:NAME} instead',
    });
  for (const [name, value] of url.searchParams)
    if (isLiteral(name, value))
      problems.push({
        path,
        message: `The parameter "${name}" of the URL looks like a credential, and URLs are logged by servers; send it in a header with \${secret:NAME}`,
      });
  if (/\$\{secret:|%7Bsecret:/i.test(text))
    problems.push({
      path,
      message:
        'Secrets are not filled in in URLs, which servers log; send them in a header',
    });
  return problems;
}

function literal(path: string, kind: string, name: string): GuardProblem {
  return {
    path,
    message: `The ${kind} "${name}" has a credential written down; keep it in "meshplane.performance.secrets" and write \${secret:NAME}`,
  };
}

function isLiteral(name: string, value: string): boolean {
  if (value === '') return false;
  const suspicious =
    CREDENTIAL_NAME.test(name) ||
    CREDENTIAL_VALUE.test(value) ||
    secretIn(value) !== undefined;
  return suspicious && !withoutPlaceholders(value, false);
}

/** Whether a value is made of placeholders only, behind a word such as `Bearer`. */
function withoutPlaceholders(value: string, whole: boolean): boolean {
  if (!value.match(PLACEHOLDER)) return false;
  const rest = value.trim().replace(whole ? /^$/ : SCHEME_WORD, '');
  return rest.replace(PLACEHOLDER, '').trim() === '';
}

/** Every place in which a profile asks for a secret. */
export function secretUses(load: LoadProfile): SecretUse[] {
  const uses = load.endpoints.flatMap((endpoint, index) =>
    (['headers', 'cookies'] as const).flatMap(part =>
      Object.entries(endpoint[part]).flatMap(([name, value]) =>
        namesIn(value).map(secret => ({
          name: secret,
          path: `load.endpoints.${index}.${part}.${name}`,
          endpoint: index,
        })),
      ),
    ),
  );
  return [
    ...uses,
    ...namesIn(load.tls?.key ?? '').map(name => ({
      name,
      path: 'load.tls.key',
    })),
  ];
}

/** Whether a profile sends secrets in headers or cookies. */
export function hasSecretHeaders(load: LoadProfile): boolean {
  return secretUses(load).some(({ endpoint }) => endpoint !== undefined);
}

function namesIn(value: string): string[] {
  return [...value.matchAll(PLACEHOLDER)].map(match => match[1]);
}

/** A copy of a profile with its secrets in it; for the process that makes the load, and nobody else. */
export function withSecrets(
  load: LoadProfile,
  values: ReadonlyMap<string, string>,
): LoadProfile {
  const fill = (text: string) =>
    text.replace(PLACEHOLDER, (_, name) => values.get(name) ?? '');
  const fillAll = (record: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(record).map(([name, value]) => [name, fill(value)]),
    );
  return {
    ...load,
    endpoints: load.endpoints.map(endpoint => ({
      ...endpoint,
      headers: fillAll(endpoint.headers),
      cookies: fillAll(endpoint.cookies),
    })),
    ...(load.tls && {
      tls: { ...load.tls, ...(load.tls.key && { key: fill(load.tls.key) }) },
    }),
  };
}

/** A copy of a profile without what {@link literalCredentials} has found in it; for the record of a refused attempt. */
export function withoutCredentials(load: LoadProfile): LoadProfile {
  const { tls, preserved: _, ...rest } = load;
  const harmless = (record: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(record).filter(
        ([name, value]) => !/^cookie$/i.test(name) && !isLiteral(name, value),
      ),
    );
  return {
    ...rest,
    endpoints: load.endpoints.map(({ body, ...endpoint }) => ({
      ...endpoint,
      url: harmlessUrl(endpoint.url),
      headers: harmless(endpoint.headers),
      cookies: harmless(endpoint.cookies),
      ...(body && !secretIn(body) && { body }),
    })),
    ...(tls && { tls: { ...tls, key: undefined } }),
  };
}

function harmlessUrl(text: string): string {
  if (inUrl(text, '').length === 0) return text;
  const url = new URL(text);
  url.username = '';
  url.password = '';
  url.search = '';
  return url.href;
}
