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

import { existsSync, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { loadProfileSchema, type LoadProfileInput } from '../model/profile';
import { runResultSchema } from '../model/result';
import { generators, GeneratorError } from '.';
import {
  fakePath,
  type FakePath,
  type FakeProgram,
} from './testing/fakeProgram';
import { FORTIO, K6, vegetaRecords, WRK } from './testing/outputs';

const URL = 'http://127.0.0.1:1/';

let path: FakePath | undefined;

afterEach(async () => {
  await path?.restore();
  path = undefined;
});

const profile = (changes: Partial<LoadProfileInput> = {}) =>
  loadProfileSchema.parse({
    name: 'cart',
    endpoints: [{ url: URL }],
    load: { model: 'open', stages: [{ seconds: 2, from: 500, to: 500 }] },
    ...changes,
  });
const closed = { load: { model: 'closed', seconds: 2 } } as const;

const print = (text: string) => `return ${JSON.stringify(text)};`;
const fortio = (output: object = FORTIO): FakeProgram => ({
  name: 'fortio',
  script: `
    if (args[0] === 'version') return '1.66.2';
    fs.writeFileSync(after('-json'), ${JSON.stringify(JSON.stringify(output))});
  `,
});
const wrk: FakeProgram = {
  name: 'wrk',
  script: `
    if (args[0] === '--version') return 'wrk debian/4.1.0 [epoll] Copyright';
    if (args[0] === '--help') return 'Usage: wrk <options>  --timeout';
    ${print(WRK)}
  `,
};

describe('a program that is not there', () => {
  it('is said to be missing, with a way to get it', async () => {
    path = await fakePath([]);
    expect(await generators.fortio.available()).toBeUndefined();
    await expect(generators.fortio.run(profile())).rejects.toThrow(
      'There is no "fortio" on the PATH. Get it with: go install',
    );
  });

  it('is not mistaken for the other one that has its name', async () => {
    path = await fakePath([wrk]);
    expect(await generators.wrk.available()).toMatchObject({
      version: '4.1.0',
    });
    expect(await generators.wrk2.available()).toBeUndefined();
  });
});

describe('what a generator cannot do', () => {
  it.each([
    ['wrk', {}, '"load.model": wrk is closed-loop only'],
    ['wrk2', closed, '"load.model": wrk2 has no closed loop'],
    [
      'fortio',
      {
        load: { model: 'open', stages: [{ seconds: 2, from: 1, to: 500 }] },
      },
      '"load.stages": Fortio holds one constant rate',
    ],
    ['vegeta', { transport: 'grpc' }, '"transport": vegeta cannot do "grpc"'],
    [
      'fortio',
      { endpoints: [{ url: URL }, { url: URL }] },
      '"endpoints": Fortio takes one endpoint, not 2',
    ],
    [
      'nighthawk',
      { endpoints: [{ url: URL, body: { text: 'x' } }] },
      '"endpoints.body": Nighthawk sends no body',
    ],
    [
      'wrk',
      { ...closed, endpoints: [{ url: 'https://127.0.0.1:1/' }] },
      '"tls.verify": wrk checks no certificates',
    ],
  ] as [keyof typeof generators, Partial<LoadProfileInput>, string][])(
    '%s refuses %j before it sends anything',
    async (name, changes, message) => {
      const unmet = generators[name].unsupported(profile(changes));
      expect(unmet.join('\n')).toContain(message);
    },
  );

  it('leaves ramps, weights and expectations to k6', () => {
    const unmet = generators.k6.unsupported(
      profile({
        load: { model: 'open', stages: [{ seconds: 2, from: 1, to: 500 }] },
        endpoints: [
          { url: URL, weight: 3, expectStatus: [201], expectBody: 'ok' },
          { url: URL },
        ],
      }),
    );
    expect(unmet).toEqual([]);
  });
});

describe('a run', () => {
  it('of Fortio asks for what the profile says, and tells what distorts the result', async () => {
    path = await fakePath([fortio()]);
    const result = await generators.fortio.run(
      profile({
        connections: 7,
        endpoints: [
          {
            url: URL,
            method: 'PUT',
            headers: { 'X-A': 'b' },
            cookies: { c: 'd' },
            body: { text: 'hello' },
          },
        ],
      }),
    );
    expect(runResultSchema.parse(result)).toMatchObject({
      name: 'cart',
      generator: { name: 'fortio', version: '1.66.2' },
      validity: { status: 'unknown' },
      end: 'complete',
      targetRate: 500,
      counts: { sent: 1000, ok: 1000 },
    });
    expect(result.generator.caveats.join()).toContain('actual send');
    const args = (await path.starts()).at(-1)!;
    expect(args.join(' ')).toContain('-qps 500 -c 7 -t 2s');
    expect(args).toContain('X-A: b');
    expect(args).toContain('Cookie: c=d');
    expect(args).toContain('PUT');
    expect(args.at(-1)).toBe(URL);
  });

  it('of wrk is read from what it prints', async () => {
    path = await fakePath([wrk]);
    const result = await generators.wrk.run(profile(closed));
    expect(result.counts.sent).toBe(117_000);
    expect(result.latency.service?.percentiles['99']).toBe(1500);
    expect(result.targetRate).toBeUndefined();
  });

  it('of wrk keeps headers off the command line', async () => {
    path = await fakePath([
      {
        name: 'wrk',
        script: `
          if (args[0] === '--version') return 'wrk 4.2.0 [epoll]';
          fs.copyFileSync(after('-s'), process.env.PATH + '/request.lua');
          ${print(WRK)}
        `,
      },
    ]);
    await generators.wrk.run(
      profile({
        ...closed,
        endpoints: [{ url: URL, headers: { Authorization: 'Bearer s3cret' } }],
      }),
    );
    expect(JSON.stringify(await path.starts())).not.toContain('s3cret');
    const script = await readFile(`${path.folder}/request.lua`, 'utf8');
    const unescaped = script.replace(/\\(\d{3})/g, (_, code) =>
      String.fromCharCode(Number(code)),
    );
    expect(unescaped).toContain(
      'wrk.headers["Authorization"] = "Bearer s3cret"',
    );
  });

  it('of vegeta is read request by request', async () => {
    path = await fakePath([
      {
        name: 'vegeta',
        script: `
          if (args[0] === '-version') return 'Version: v12.13.0';
          if (args[0] === 'encode') ${print(vegetaRecords(500))}
        `,
      },
    ]);
    const result = await generators.vegeta.run(
      profile({
        load: { model: 'open', stages: [{ seconds: 2, from: 0.5, to: 0.5 }] },
      }),
    );
    expect(result.precision).toBe('exact');
    expect(result.counts.sent).toBe(500);
    const attack = (await path.starts()).find(([verb]) => verb === 'attack');
    expect(attack?.join(' ')).toContain('-rate 500/1000s');
  });

  it('of k6 is a script that holds the profile as data', async () => {
    path = await fakePath([
      {
        name: 'k6',
        script: `
          if (args[0] === 'version') return 'k6 v2.0.0 (commit/x, go1.26)';
          const source = fs.readFileSync(args.at(-1), 'utf8');
          const data = JSON.parse(/const data = (.*);/.exec(source)[1]);
          fs.writeFileSync(data.resultFile, ${JSON.stringify(
            JSON.stringify(K6),
          )});
          fs.writeFileSync(process.env.PATH + '/data.json', JSON.stringify(data));
        `,
      },
    ]);
    const result = await generators.k6.run(
      profile({
        endpoints: [
          { url: URL, headers: { 'X-A': '`${process.exit()}`\u2028' } },
        ],
        load: {
          model: 'open',
          stages: [
            { seconds: 10, from: 100, to: 500 },
            { seconds: 5, from: 200, to: 200 },
          ],
        },
      }),
    );
    expect(result.generator).toMatchObject({ name: 'k6', version: '2.0.0' });
    const data = JSON.parse(await readFile(`${path.folder}/data.json`, 'utf8'));
    expect(data.endpoints[0].headers).toEqual({
      'X-A': '`${process.exit()}`\u2028',
    });
    expect(data.options.scenarios.load).toMatchObject({
      executor: 'ramping-arrival-rate',
      startRate: 100,
      stages: [
        { duration: '10s', target: 500 },
        { duration: '0s', target: 200 },
        { duration: '5s', target: 200 },
      ],
    });
  });

  it('warms up in a run of its own, and says so', async () => {
    path = await fakePath([fortio()]);
    const result = await generators.fortio.run(profile({ warmupSeconds: 1 }));
    const loads = (await path.starts()).filter(([verb]) => verb === 'load');
    expect(loads.map(args => args[args.indexOf('-t') + 1])).toEqual([
      '1s',
      '2s',
    ]);
    expect(result.warnings.join()).toContain('The warm-up of 1 s');
  });

  it('keeps no credentials in its result', async () => {
    path = await fakePath([fortio()]);
    const result = await generators.fortio.run(
      profile({
        endpoints: [{ url: URL, headers: { Authorization: 'Bearer s3cret' } }],
        tls: { key: 's3cret', cert: 'c' },
      }),
    );
    expect(JSON.stringify(result)).not.toContain('s3cret');
  });

  it('that fails says what the program said', async () => {
    path = await fakePath([
      {
        name: 'fortio',
        script: `
          if (args[0] === 'version') return '1.66.2';
          console.error('Unable to do anything');
          process.exitCode = 1;
        `,
      },
    ]);
    const run = generators.fortio.run(profile());
    await expect(run).rejects.toThrow(GeneratorError);
    await expect(run).rejects.toThrow(
      /fortio ended with code 1 without a readable result[^]*Unable to do anything/,
    );
  });

  it('that is cancelled still has what was measured until then', async () => {
    path = await fakePath([
      {
        name: 'fortio',
        script: `
          if (args[0] === 'version') return '1.66.2';
          await new Promise(resolve => {
            const alive = setInterval(() => {}, 1000);
            process.on('SIGINT', () => { clearInterval(alive); resolve(); });
            fs.writeFileSync(process.env.PATH + '/running', '');
          });
          fs.writeFileSync(after('-json'), ${JSON.stringify(
            JSON.stringify(FORTIO),
          )});
        `,
      },
    ]);
    const controller = new AbortController();
    const watcher = watch(path.folder, () => {
      if (existsSync(`${path?.folder}/running`)) controller.abort();
    });
    const result = await generators.fortio.run(profile(), {
      signal: controller.signal,
    });
    watcher.close();
    expect(result.end).toBe('cancelled');
    expect(result.counts.sent).toBe(1000);
  });
});
