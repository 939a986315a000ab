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

import { LoadProfile, loadProfileSchema } from '../../model/profile';
import { FieldReader, MAX_RATE, quote } from '../document/FieldReader';
import { isData } from '../document/overlay';
import { EXTENSION_KEY, extensionOf, readExtension } from './extension';
import { readSmpProtocol, SmpProtocol, smpProtocols } from './enums';

/** What all clients of a test share. */
export interface SmpTest {
  name: string;
  labels: Record<string, string>;
  seconds: number;
}

/**
 * The profile of one SMP client with all its endpoints. SMP knows no method: a body makes it a POST, as in Fortio.
 * Undefined, with errors, where the client cannot be run.
 */
export function readSmpClient(
  reader: FieldReader,
  test: SmpTest,
): LoadProfile | undefined {
  const { log } = reader;
  const errorsBefore = log.errors.length;
  reader.bool('internal');
  reader.text('load_generator', 200);
  const protocol = readProtocol(reader);
  const connections = reader.number('connections', {
    min: 0,
    max: 100_000,
    integer: true,
  });
  const rps = reader.number('rps', { min: 0, max: MAX_RATE });
  const headers = reader.textMap('headers') ?? {};
  const cookies = reader.textMap('cookies') ?? {};
  const body = reader.text('body', 16 * 1024 * 1024);
  const contentType = reader.text('content_type');
  const certificate = reader.text('ssl_certificate');
  const extension = readExtension(reader);
  const urls = readUrls(reader, protocol);
  reader.countUnknown();
  if (log.errors.length > errorsBefore || !urls) {
    return undefined;
  }
  const endpoints = urls.map(url => ({
    url,
    method: body || protocol === 'PROTOCOL_GRPC' ? 'POST' : 'GET',
    headers: contentType
      ? { ...headers, 'content-type': contentType }
      : headers,
    cookies,
    ...(body ? { body: { text: body } } : {}),
  }));
  const parsed = loadProfileSchema.safeParse({
    name: test.name,
    labels: test.labels,
    endpoints,
    load: rps
      ? {
          model: 'open',
          stages: [{ seconds: test.seconds, from: rps, to: rps }],
        }
      : { model: 'closed', seconds: test.seconds },
    transport: protocol === 'PROTOCOL_GRPC' ? 'grpc' : 'http1',
    connections: connections || 1,
    ...(certificate ? { tls: { ca: certificate } } : {}),
    ...extension,
  });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    log.error(
      `The client cannot be run: ${issue.path.join('.')}: ${issue.message}`,
      reader.path,
    );
    return undefined;
  }
  return parsed.data;
}

function readProtocol(reader: FieldReader): SmpProtocol | undefined {
  const raw = reader.raw('protocol');
  if (raw === undefined) {
    return undefined;
  }
  const protocol = readSmpProtocol(raw);
  if (!protocol) {
    return reader.error(
      'protocol',
      `"protocol" must be one of ${smpProtocols.join(
        ', ',
      )} or its number, not ${quote(raw)}`,
    );
  }
  if (protocol === 'PROTOCOL_TCP' || protocol === 'PROTOCOL_UDP') {
    return reader.error(
      'protocol',
      `The protocol "${protocol}" cannot be run, only HTTP and gRPC can`,
    );
  }
  if (protocol === 'PROTOCOL_INVALID') {
    reader.log.warn(
      'The protocol is "PROTOCOL_INVALID"; the scheme of the endpoints decides',
      reader.at('protocol'),
    );
  }
  return protocol;
}

function readUrls(
  reader: FieldReader,
  protocol: SmpProtocol | undefined,
): string[] | undefined {
  const list = reader.list('endpoint_urls');
  if (!list) {
    return reader.has('endpoint_urls')
      ? undefined
      : reader.missing('endpoint_urls');
  }
  if (list.length === 0) {
    return reader.error('endpoint_urls', '"endpoint_urls" is empty');
  }
  const urls: string[] = [];
  for (const [i, entry] of list.entries()) {
    const path = [...reader.at('endpoint_urls'), i];
    const url = toUrl(entry, protocol);
    if (url === undefined) {
      reader.log.error(
        `An endpoint must be a URL with http, https, grpc or grpcs, not ${quote(
          entry,
        )}`,
        path,
      );
    } else {
      urls.push(url);
    }
  }
  return urls.length === list.length ? urls : undefined;
}

/** A target of gRPC may come without a scheme or with that of HTTP. */
export function toUrl(
  entry: unknown,
  protocol: SmpProtocol | undefined,
): string | undefined {
  if (typeof entry !== 'string' || /\s/.test(entry)) {
    return undefined;
  }
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(entry);
  let url = entry;
  if (protocol === 'PROTOCOL_GRPC') {
    url = hasScheme ? entry.replace(/^http/i, 'grpc') : `grpc://${entry}`;
  }
  if (!/^(https?|grpcs?):\/\//i.test(url)) {
    return undefined;
  }
  try {
    return new URL(url).host === '' ? undefined : url;
  } catch {
    return undefined;
  }
}

/** Fields of a client in SMP's spelling for a profile, and what has no place in SMP. */
export function projectSmpClient(profile: LoadProfile): {
  client: Record<string, unknown>;
  losses: string[];
} {
  const [first] = profile.endpoints;
  const { 'content-type': contentType, ...headers } = first.headers;
  const isGrpc = profile.transport === 'grpc';
  const isSimple = simpleShape(profile);
  const losses: string[] = [];
  if (profile.tls?.cert || profile.tls?.key) {
    losses.push('The client certificate and its key');
  }
  const options = isSimple ? undefined : extensionOf(profile);
  return {
    client: {
      internal: false,
      // What runs SMP files today understands this name; our own runner reads the extension beside it.
      load_generator: 'fortio',
      protocol: isGrpc ? 'PROTOCOL_GRPC' : 'PROTOCOL_HTTP',
      connections: profile.connections,
      rps: meanRate(profile),
      headers,
      cookies: first.cookies,
      body: first.body && 'text' in first.body ? first.body.text : '',
      content_type: contentType ?? '',
      endpoint_urls: profile.endpoints.map(e => e.url),
      ...(profile.tls?.ca ? { ssl_certificate: profile.tls.ca } : {}),
      ...(options
        ? { additional_options: JSON.stringify({ [EXTENSION_KEY]: options }) }
        : {}),
    },
    losses,
  };
}

/** Seconds that a profile sends. */
export function profileSeconds(profile: LoadProfile): number {
  return profile.load.model === 'closed'
    ? profile.load.seconds
    : profile.load.stages.reduce((sum, s) => sum + s.seconds, 0);
}

function meanRate(profile: LoadProfile): number {
  if (profile.load.model === 'closed') {
    return 0;
  }
  const sent = profile.load.stages.reduce(
    (sum, s) => sum + ((s.from + s.to) / 2) * s.seconds,
    0,
  );
  return Number((sent / profileSeconds(profile)).toPrecision(12));
}

/** True where the fields of SMP say all that the profile says. */
function simpleShape(profile: LoadProfile): boolean {
  const plain = loadProfileSchema.parse({
    name: profile.name,
    labels: profile.labels,
    endpoints: profile.endpoints.map(e => ({
      url: e.url,
      method:
        (e.body && 'text' in e.body) || profile.transport === 'grpc'
          ? 'POST'
          : 'GET',
      headers: profile.endpoints[0].headers,
      cookies: profile.endpoints[0].cookies,
      ...(profile.endpoints[0].body ? { body: profile.endpoints[0].body } : {}),
    })),
    load:
      profile.load.model === 'closed'
        ? { model: 'closed', seconds: profile.load.seconds }
        : {
            model: 'open',
            stages: [
              {
                seconds: profileSeconds(profile),
                from: meanRate(profile),
                to: meanRate(profile),
              },
            ],
          },
    transport: profile.transport === 'grpc' ? 'grpc' : 'http1',
    connections: profile.connections,
    ...(profile.tls?.ca ? { tls: { ca: profile.tls.ca } } : {}),
  });
  const hasBinaryBody = profile.endpoints.some(
    e => e.body && 'base64' in e.body,
  );
  return !hasBinaryBody && sameProfile(plain, profile);
}

/** Equal apart from what is kept of a foreign format. */
export function sameProfile(a: LoadProfile, b: LoadProfile): boolean {
  const strip = ({ preserved: _, ...rest }: LoadProfile) => canonical(rest);
  return strip(a) === strip(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, entry) =>
    isData(entry)
      ? Object.fromEntries(
          Object.entries(entry).sort(([x], [y]) => (x < y ? -1 : 1)),
        )
      : entry,
  );
}
