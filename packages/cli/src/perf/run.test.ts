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

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { command } from '../testing/command';
import { inProcess } from '../testing/inProcess';
import { startServer, type TestServer } from '../testing/servers';

jest.setTimeout(60_000);

let folder: string;
let server: TestServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'meshplane-cli-'));
  server = await startServer();
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

describe('wrong use of perf run', () => {
  const run = (...args: string[]) => inProcess(['perf', 'run', ...args]);

  it.each([
    [['--url', 'http://127.0.0.1:1/'], '--rate'],
    [['--rate', '5'], '--url'],
    [['--url', 'http://127.0.0.1:1/', '--rate', 'fast'], '--rate'],
    [['--url', 'ftp://127.0.0.1/', '--rate', '5'], '--url'],
    [['--url', 'http://h/', '--rate', '5', '--duration', 'x'], '--duration'],
    [['--url', 'http://h/', '--rate', '5', '--threads', '0'], '--threads'],
    [['--url', 'http://h/', '--rate', '5', '--threads', '999'], '--threads'],
    [['--url', 'http://h/', '--rate', '5', '--transport', 'x'], '--transport'],
    [
      ['--url', 'http://h/', '--rate', '5', '--pipelining', '2'],
      '--pipelining',
    ],
    [['--url', 'http://h/', '--rate', '5', '--stages', '5:1s'], '--stages'],
    [['--url', 'http://h/', '--rate', '5', '--gates', 'p(99)?1'], '--gates'],
    [['--url', 'http://h/', '--rate', '5', '--ca', '/nowhere.pem'], '--ca'],
    [['--url', 'http://h/', '--rate', '5', '--cert', 'a'], '--key'],
    [['--url', 'http://h/', '--rate', '5', '--generator', 'x'], '--generator'],
    [['--url', 'http://h/', '--rate', '5', '--frobnicate'], '--frobnicate'],
    [['/nowhere.yaml'], '/nowhere.yaml'],
  ])('%j ends with 2 and names %s', async (args, named) => {
    const { code, stdout, stderr } = await run(...args);
    expect(stderr).toContain(named);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('says on stdout too what is wrong, as JSON where JSON was asked for', async () => {
    const { code, stdout } = await command([
      ...['perf', 'run', '--rate', 'fast', '--output', 'json'],
    ]);
    expect(JSON.parse(stdout).errors[0].message).toContain('--rate');
    expect(code).toBe(2);
  });

  it('names the field of a profile file that is wrong', async () => {
    const profile = path.join(folder, 'wrong.yaml');
    await writeFile(
      profile,
      [
        'version: meshplane.io/load-profile/v1',
        'name: wrong',
        'endpoints: [{ url: "http://127.0.0.1:1/" }]',
        'load: { model: open, stages: [{ seconds: 1, from: 1, to: 1 }] }',
        'connections: 0',
      ].join('\n'),
    );
    const { code, stderr } = await run(profile);
    expect(stderr).toContain('connections');
    expect(code).toBe(2);
  });

  it('says how to get a generator that is not there', async () => {
    const { code, stderr } = await command(
      ['perf', 'run', '--url', server.url, '--rate', '5', '--generator', 'k6'],
      { env: { PATH: '/nowhere' } },
    );
    expect(stderr).toContain('there is no k6 on the PATH');
    expect(code).toBe(2);
  });
});
