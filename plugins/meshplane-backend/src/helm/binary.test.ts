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

import { createFakeHelm } from './__testUtils__/fakeHelm';
import { BinaryLookup } from './binary';
import { CliHelmExecutor } from './CliHelmExecutor';

/** Takes a second or two, but not while everything else runs as well. */
jest.setTimeout(60_000);

describe('BinaryLookup', () => {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(cleanups.splice(0).map(clean => clean()));
  });

  async function fakeHelm(version: string) {
    const fake = await createFakeHelm({ version });
    cleanups.push(fake.remove);
    return fake;
  }

  it('takes the configured one, then HELM_BIN, then the PATH', async () => {
    const [configured, named, onPath] = await Promise.all([
      fakeHelm('v4.1.4'),
      fakeHelm('v3.19.0+g1234'),
      fakeHelm('v3.18.0'),
    ]);
    const env = { HELM_BIN: named.path, PATH: `/nowhere:${onPath.folder}` };
    const versionOf = async (
      options: ConstructorParameters<typeof BinaryLookup>[0],
    ) => (await new BinaryLookup(options).health()).version;
    expect(await versionOf({ config: { binary: configured.path }, env })).toBe(
      '4.1.4',
    );
    expect(await versionOf({ config: {}, env })).toBe('3.19.0');
    expect(await versionOf({ config: {}, env: { PATH: env.PATH } })).toBe(
      '3.18.0',
    );
  });

  it('does not pass over a place that somebody named', async () => {
    const onPath = await fakeHelm('v4.1.4');
    const lookup = new BinaryLookup({
      config: { binary: '/nowhere/helm' },
      env: { PATH: onPath.folder },
    });
    expect(await lookup.health()).toMatchObject({
      state: 'missing',
      message: expect.stringContaining(
        '"/nowhere/helm", which "meshplane.helm.binary" names',
      ),
    });
  });

  it.each([
    ['v3.17.3', 'unsupported', 'is Helm 3.17.3; v3.18 to v4 are supported'],
    ['v5.0.0', 'unsupported', 'is Helm 5.0.0'],
    ['hello', 'broken', 'its version is not one: "hello"'],
  ])('refuses version %s', async (version, state, message) => {
    const fake = await fakeHelm(version);
    const lookup = new BinaryLookup({ config: { binary: fake.path }, env: {} });
    expect(await lookup.health()).toMatchObject({
      state,
      message: expect.stringContaining(message),
    });
  });

  it('looks again for what was missing, half a minute later', async () => {
    const fake = await fakeHelm('v4.1.4');
    let now = 0;
    const env: Record<string, string> = { PATH: '/nowhere' };
    const lookup = new BinaryLookup({ config: {}, env, now: () => now });
    expect((await lookup.health()).state).toBe('missing');
    env.PATH = fake.folder;
    now = 29_000;
    expect((await lookup.health()).state).toBe('missing');
    now = 30_000;
    expect((await lookup.health()).state).toBe('ok');
    env.PATH = '/nowhere';
    now = 1e9;
    expect((await lookup.health()).state).toBe('ok');
  });

  it('lets verbs fail with the same message', async () => {
    const helm = new CliHelmExecutor({ env: { PATH: '' } });
    await expect(
      helm.template({ release: { name: 'a', namespace: 'b' }, chart: '/c' }),
    ).rejects.toThrow('"helm" is not on the PATH. Install Helm v3.18 or newer');
  });
});
