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
import { ImportContext, silentContext } from '../context';
import { formatGoDuration } from '../document/duration';
import { FieldReader, MAX_RATE, quote } from '../document/FieldReader';
import { foldKey, isData, overlayChanges } from '../document/overlay';
import { Path } from '../document/paths';
import { Exported, exportDocument, ExportError } from '../exported';
import { profileSeconds, projectSmpClient, toUrl } from '../smp/client';
import { readExtension } from '../smp/extension';
import { Container, pack, unpack } from './container';

type Data = Record<string, unknown>;
const KEY = 'meshery-performance-profile';

/** What is kept of the file with a profile. */
interface KeptProfile {
  document: Data;
  container: Container;
  syntax: 'json' | 'yaml' | 'text';
}

/** True for a performance profile of Meshery, a list or a page of them. */
export function isMesheryProfile(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.length > 0 && value.every(isMesheryProfile);
  }
  if (!isData(value)) {
    return false;
  }
  const keys = Object.keys(value).map(foldKey);
  return (
    (keys.includes('loadgenerators') && !keys.includes('clients')) ||
    (keys.includes('profiles') &&
      (keys.includes('pagesize') || keys.includes('totalcount')))
  );
}

/** One profile per object, each with all its endpoints; headers and cookies are JSON inside of strings there. */
export function importMesheryProfiles(
  value: unknown,
  context: ImportContext,
): LoadProfile[] {
  const { items, container } = unpack(value, 'profiles', context);
  const profiles: LoadProfile[] = [];
  for (const item of items) {
    const profile = importProfile(item.value, item.path, context);
    if (profile) {
      const kept: KeptProfile = {
        document: item.value as Data,
        container,
        syntax: context.syntax,
      };
      profiles.push({ ...profile, preserved: { [KEY]: kept } });
    }
  }
  return profiles;
}

function importProfile(
  value: unknown,
  path: Path,
  context: ImportContext,
): LoadProfile | undefined {
  const { log } = context;
  const reader = FieldReader.of(value, path, log, 'a performance profile');
  if (!reader) {
    return undefined;
  }
  const errorsBefore = log.errors.length;
  for (const name of ['id', 'owner', 'userId', 'schedule', 'serviceMesh']) {
    reader.text(name, 255);
  }
  const name = reader.text('name', 255) ?? reader.missing('name');
  if (name === '') {
    reader.error('name', '"name" is empty');
  }
  readGenerators(reader);
  const seconds = reader.goDuration('duration');
  if (!reader.has('duration') || seconds === 0) {
    reader.error('duration', '"duration" is missing or zero');
  }
  const connections = reader.number('concurrentRequest', {
    min: 0,
    max: 100_000,
    integer: true,
  });
  const qps = reader.number('qps', { min: 0, max: MAX_RATE });
  const headers = readJsonMap(reader, 'requestHeaders') ?? {};
  const cookies = readJsonMap(reader, 'requestCookies') ?? {};
  const body = reader.text('requestBody', 16 * 1024 * 1024);
  const contentType = reader.text('contentType');
  const metadata = reader.object('metadata');
  const certificate = metadata?.object('ca_certificate')?.text('file');
  const extension = metadata ? readExtension(metadata) : {};
  for (const field of ['createdAt', 'updatedAt', 'lastRun']) {
    reader.time(field);
  }
  reader.number('totalResults', { min: 0, integer: true });
  const urls = readEndpoints(reader);
  reader.countUnknown();
  if (log.errors.length > errorsBefore || !urls) {
    return undefined;
  }
  const isGrpc = urls.every(url => /^grpc/i.test(url));
  const isPem = certificate?.includes('-----BEGIN CERTIFICATE');
  const parsed = loadProfileSchema.safeParse({
    name,
    endpoints: urls.map(url => ({
      url,
      method: body || isGrpc ? 'POST' : 'GET',
      headers: contentType
        ? { ...headers, 'content-type': contentType }
        : headers,
      cookies,
      ...(body ? { body: { text: body } } : {}),
    })),
    load: qps
      ? { model: 'open', stages: [{ seconds, from: qps, to: qps }] }
      : { model: 'closed', seconds },
    transport: isGrpc ? 'grpc' : 'http1',
    connections: connections || 1,
    ...(isPem ? { tls: { ca: certificate } } : {}),
    ...extension,
  });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    log.error(
      `The profile cannot be run: ${issue.path.join('.')}: ${issue.message}`,
      path,
    );
    return undefined;
  }
  return parsed.data;
}

function readGenerators(reader: FieldReader): void {
  const list = reader.list('loadGenerators');
  if (list?.length === 0) {
    reader.error('loadGenerators', '"loadGenerators" is empty');
  }
  for (const [i, entry] of (list ?? []).entries()) {
    if (typeof entry !== 'string') {
      reader.log.error(`A load generator must be a text, not ${quote(entry)}`, [
        ...reader.at('loadGenerators'),
        i,
      ]);
    }
  }
}

function readEndpoints(reader: FieldReader): string[] | undefined {
  const list = reader.list('endpoints');
  if (!list) {
    return reader.has('endpoints') ? undefined : reader.missing('endpoints');
  }
  if (list.length === 0) {
    return reader.error('endpoints', '"endpoints" is empty');
  }
  const urls: string[] = [];
  for (const [i, entry] of list.entries()) {
    const url = toUrl(entry, undefined);
    if (url === undefined) {
      reader.log.error(
        `An endpoint must be a URL with http, https, grpc or grpcs, not ${quote(
          entry,
        )}`,
        [...reader.at('endpoints'), i],
      );
    } else {
      urls.push(url);
    }
  }
  return urls.length === list.length ? urls : undefined;
}

/** A map that is written as JSON inside of a string, or as a map. */
function readJsonMap(
  reader: FieldReader,
  name: string,
): Record<string, string> | undefined {
  const raw = reader.raw(name);
  if (raw === undefined || raw === '') {
    return undefined;
  }
  if (typeof raw !== 'string') {
    return reader.textMap(name);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw);
  } catch (error) {
    return reader.error(
      name,
      `"${name}" must be a JSON object as text: ${(error as Error).message}`,
    );
  }
  return reader.checkTextMap(parsed, name, reader.at(name));
}

/**
 * Profiles in the form of Meshery's API. Profiles that came from Meshery are given back as they were, apart from what was
 * changed since. What the form cannot say travels in `metadata.additional_options`.
 */
export function exportMesheryProfiles(
  profiles: readonly LoadProfile[],
  syntax?: 'json' | 'yaml',
): Exported {
  if (profiles.length === 0) {
    throw new ExportError('There is no profile to export');
  }
  const losses: string[] = [];
  const kept = profiles[0].preserved?.[KEY] as KeptProfile | undefined;
  const documents = profiles.map(profile => exportOne(profile, losses));
  const keptSyntax = kept?.syntax === 'yaml' ? 'yaml' : 'json';
  return exportDocument(
    pack(documents, kept?.container),
    syntax ?? keptSyntax,
    losses,
  );
}

function exportOne(profile: LoadProfile, losses: string[]): Data {
  const now = projectProfile(profile);
  losses.push(...now.losses);
  const kept = profile.preserved?.[KEY] as KeptProfile | undefined;
  const baseline = kept && importProfile(kept.document, [], silentContext());
  return kept && baseline
    ? overlayChanges(
        kept.document,
        projectProfile(baseline).document,
        now.document,
      )
    : now.document;
}

function projectProfile(profile: LoadProfile): {
  document: Data;
  losses: string[];
} {
  const { client, losses } = projectSmpClient(profile);
  const asText = (map: unknown) =>
    isData(map) && Object.keys(map).length > 0 ? JSON.stringify(map) : '';
  return {
    losses,
    document: {
      name: profile.name,
      loadGenerators: [client.load_generator],
      endpoints: client.endpoint_urls,
      serviceMesh: '',
      concurrentRequest: client.connections,
      qps: client.rps,
      duration: formatGoDuration(profileSeconds(profile)),
      requestHeaders: asText(client.headers),
      requestCookies: asText(client.cookies),
      requestBody: client.body,
      contentType: client.content_type,
      metadata: {
        ...(client.additional_options
          ? { additional_options: client.additional_options }
          : {}),
        ...(client.ssl_certificate
          ? { ca_certificate: { name: 'ca.pem', file: client.ssl_certificate } }
          : {}),
      },
    },
  };
}
