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

import { LoadProfile } from '../../model/profile';
import { ImportContext, silentContext } from '../context';
import { formatGoDuration } from '../document/duration';
import { FieldReader } from '../document/FieldReader';
import { foldKey, isData, overlayChanges } from '../document/overlay';
import { Path } from '../document/paths';
import { Exported, exportDocument, ExportError } from '../exported';
import { profileSeconds, projectSmpClient, readSmpClient } from './client';

type Data = Record<string, unknown>;

/** What is kept of the file with each profile, so that the file can be put together again. */
interface KeptTest {
  /** The whole document with an empty `clients`; the test itself under `test` where `wrapped`. */
  document: Data;
  wrapped: boolean;
  client: Data;
  index: number;
  syntax: 'json' | 'yaml' | 'text';
}

const KEY = 'smp-test-config';

/** True for a test of SMP, wrapped in `test:` or bare, in snake or camel case. */
export function isSmpTestConfig(value: unknown): boolean {
  if (!isData(value)) {
    return false;
  }
  return hasClients(value) || (isData(value.test) && hasClients(value.test));
}

function hasClients(value: Data): boolean {
  const keys = Object.keys(value).map(foldKey);
  return keys.includes('clients');
}

/** One profile per client, each with all endpoints of its client. */
export function importSmpTestConfig(
  value: unknown,
  path: Path,
  context: ImportContext,
): LoadProfile[] {
  const { log } = context;
  const root = FieldReader.of(value, path, log, 'an SMP test');
  if (!root) {
    return [];
  }
  const wrapped = !hasClients(root.data);
  const test = wrapped ? root.object('test') : root;
  if (!test) {
    return [];
  }
  const version = test.text('smp_version');
  test.text('id');
  const name = test.text('name', 255) || context.baseName || 'SMP test';
  const labels = test.textMap('labels') ?? {};
  const seconds = readDuration(test);
  const clients = test.list('clients');
  if (!version) {
    log.warn('"smp_version" is missing', test.path);
  }
  if (!clients) {
    return [];
  }
  if (clients.length === 0) {
    test.error('clients', '"clients" is empty');
    return [];
  }
  if (clients.length > context.limits.maxObjects) {
    test.error(
      'clients',
      `${clients.length} clients, at most ${context.limits.maxObjects} are read`,
    );
    return [];
  }
  const profiles: LoadProfile[] = [];
  for (const [index, entry] of clients.entries()) {
    const reader = FieldReader.of(
      entry,
      [...test.at('clients'), index],
      log,
      'a client',
    );
    // A client of a test without a duration is still read, so that all that is wrong is said at once.
    const profile =
      reader &&
      readSmpClient(reader, {
        name: clients.length > 1 ? `${name} (client ${index + 1})` : name,
        labels,
        seconds: seconds ?? 1,
      });
    if (profile && seconds !== undefined) {
      profiles.push({
        ...profile,
        preserved: {
          [KEY]: keep(root.data, wrapped, entry as Data, index, context),
        },
      });
    }
  }
  test.countUnknown();
  if (wrapped) {
    root.countUnknown();
  }
  return profiles;
}

function readDuration(test: FieldReader): number | undefined {
  if (!test.has('duration') || test.raw('duration') === '') {
    return test.missing('duration');
  }
  const seconds = test.goDuration('duration');
  return seconds === 0
    ? test.error('duration', '"duration" must be longer than zero')
    : seconds;
}

function keep(
  document: Data,
  wrapped: boolean,
  client: Data,
  index: number,
  context: ImportContext,
): KeptTest {
  const empty = (test: Data): Data => ({
    ...test,
    [keyFor(test, 'clients')]: [],
  });
  return {
    document: wrapped
      ? { ...document, test: empty(document.test as Data) }
      : empty(document),
    wrapped,
    client,
    index,
    syntax: context.syntax,
  };
}

function keyFor(data: Data, name: string): string {
  return Object.keys(data).find(k => foldKey(k) === foldKey(name)) ?? name;
}

/**
 * The test of SMP for profiles: each becomes a client. Profiles that came from one file give back that file, apart from
 * what was changed since. What SMP cannot say travels in `additional_options`.
 *
 * @throws ExportError where the profiles last differently long: a test of SMP has one duration.
 */
export function exportSmpTestConfig(
  profiles: readonly LoadProfile[],
  syntax?: 'json' | 'yaml',
): Exported {
  if (profiles.length === 0) {
    throw new ExportError('A test of SMP needs at least one profile');
  }
  const seconds = [...new Set(profiles.map(profileSeconds))];
  if (seconds.length > 1) {
    throw new ExportError(
      `A test of SMP has one duration, but the profiles last ${seconds
        .map(formatGoDuration)
        .join(', ')}: export them one by one`,
    );
  }
  const kept = profiles[0].preserved?.[KEY] as KeptTest | undefined;
  const losses: string[] = [];
  const clients = profiles.map(profile => exportClient(profile, losses));
  const document = kept
    ? mergeTest(kept, profiles, clients)
    : { test: { ...projectTest(profiles[0]), clients } };
  const keptSyntax = kept?.syntax === 'json' ? 'json' : 'yaml';
  return exportDocument(document, syntax ?? keptSyntax, losses);
}

function projectTest(profile: LoadProfile): Data {
  return {
    smp_version: 'v0.0.1',
    name: profile.name,
    labels: profile.labels,
    duration: formatGoDuration(profileSeconds(profile)),
  };
}

function exportClient(profile: LoadProfile, losses: string[]): Data {
  const now = projectSmpClient(profile);
  losses.push(...now.losses);
  const baseline = baselineOf(profile);
  return baseline
    ? overlayChanges(
        baseline.kept.client,
        projectSmpClient(baseline.profile).client,
        now.client,
      )
    : now.client;
}

/** The profile as it was imported. */
function baselineOf(
  profile: LoadProfile,
): { kept: KeptTest; profile: LoadProfile } | undefined {
  const kept = profile.preserved?.[KEY] as KeptTest | undefined;
  if (!kept) {
    return undefined;
  }
  const whole = kept.wrapped ? (kept.document.test as Data) : kept.document;
  const [imported] = importSmpTestConfig(
    { ...whole, [keyFor(whole, 'clients')]: [kept.client] },
    [],
    silentContext({ baseName: profile.name, syntax: kept.syntax }),
  );
  return imported && { kept, profile: imported };
}

function mergeTest(
  kept: KeptTest,
  profiles: readonly LoadProfile[],
  clients: Data[],
): Data {
  const whole = kept.wrapped ? (kept.document.test as Data) : kept.document;
  const baseline = baselineOf(profiles[0])?.profile ?? profiles[0];
  const suffix = ` (client ${kept.index + 1})`;
  const current = {
    ...profiles[0],
    name: profiles[0].name.endsWith(suffix)
      ? profiles[0].name.slice(0, -suffix.length)
      : profiles[0].name,
  };
  const test: Data = {
    ...overlayChanges(whole, projectTest(baseline), projectTest(current)),
    [keyFor(whole, 'clients')]: clients,
  };
  return kept.wrapped ? { ...kept.document, test } : test;
}
