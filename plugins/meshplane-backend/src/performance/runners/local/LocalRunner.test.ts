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

import { waitFor } from '@meshplane/local-cluster';
import { profileInputSchema } from '@meshplane/plugin-meshplane-common';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { requestOf } from './__testUtils__/requestOf';
import { startTarget, type TargetServer } from './__testUtils__/targetServer';
import { loadProcessesOf } from './endLeftovers';
import { LocalRunner, type LocalRunnerOptions } from './LocalRunner';
import { LOAD_PROCESS_MARK, runMark } from './messages';

jest.setTimeout(120_000);

const WAIT = { timeoutMs: 60_000 };
const limits = {
  maxRate: 1000,
  maxDurationSeconds: 600,
  maxConnections: 10,
  maxBodyBytes: 0,
  maxThreads: 2,
  closedLoop: false,
};
const runnerOf = (config: Partial<LocalRunnerOptions['config']> = {}) =>
  new LocalRunner({
    config: {
      niceness: 3,
      maxMemoryMb: 512,
      generators: {},
      limits,
      ...config,
    },
  });

const targets: TargetServer[] = [];
const target = async (...args: Parameters<typeof startTarget>) => {
  const server = await startTarget(...args);
  targets.push(server);
  return server;
};
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'meshplane-local-'));
});
afterEach(async () => {
  await Promise.all(targets.splice(0).map(server => server.close()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the engine in a process of its own', () => {
  it('measures, and tells each second while it does', async () => {
    const server = await target();
    const { request, told } = requestOf(server.url, { runId: 'run-measures' });
    const outcome = await runnerOf().run(request);
    expect(outcome.result).toMatchObject({
      id: 'run-measures',
      end: 'complete',
      generator: { name: 'meshplane' },
      counts: { sent: 100, ok: 100, statuses: { 200: 100 } },
    });
    expect(server.requests).toBe(100);
    expect(outcome.window.to - outcome.window.from).toBe(2000);
    expect(outcome.hosts).toEqual([os.hostname()]);
    expect(outcome.generatorUse).toMatchObject({
      role: 'generator',
      cpuMean: expect.any(Number),
      memoryMax: expect.any(Number),
    });
    expect(told.live.at(-1)).toMatchObject({
      plannedSeconds: 2,
      targetRate: 50,
    });
    expect(told.seconds[0]).toMatchObject({
      second: 0,
      hdr: expect.any(String),
    });
  });

  it.each(['http1', 'http1-autocannon', 'http2'] as const)(
    'contacts the addresses that were checked, whatever the name stands for: %s',
    async transport => {
      const server = await target(undefined, transport);
      const { request } = requestOf(`http://pinned.invalid:${server.port}/`, {
        seconds: 1,
        addresses: { 'pinned.invalid': ['127.0.0.1'] },
        load: { transport },
      });
      const { result } = await runnerOf().run(request);
      expect(result.counts.ok).toBe(50);
      expect(server.requests).toBe(50);
    },
  );

  it('contacts nothing that was not checked', async () => {
    const server = await target();
    const unchecked = requestOf(`http://localhost:${server.port}/`);
    await expect(runnerOf().run(unchecked.request)).rejects.toThrow(
      'The address of "localhost" was not checked',
    );
  });

  it('does not follow a redirect, and counts it as the status that it is', async () => {
    const elsewhere = await target();
    const server = await target((request, answer) => {
      const place =
        request.url === '/metadata'
          ? 'http://169.254.169.254/latest/meta-data/'
          : elsewhere.url;
      answer.writeHead(302, { Location: place }).end();
    });
    const { request } = requestOf(server.url, {
      seconds: 1,
      load: {
        endpoints: [
          { url: `${server.url}metadata`, name: 'metadata' },
          { url: `${server.url}elsewhere`, expectStatus: [200], name: 'other' },
        ],
      },
    });
    const { result } = await runnerOf().run(request);
    expect(result.counts).toMatchObject({
      sent: 50,
      statuses: { 302: 50 },
      errors: { http_unexpected: result.endpoints!.other.sent },
    });
    expect(elsewhere.requests).toBe(0);
    expect(server.requests).toBe(50);
  });

  it('gives what was measured when it is cancelled', async () => {
    const server = await target();
    const controller = new AbortController();
    const { request, told } = requestOf(server.url, {
      seconds: 300,
      signal: controller.signal,
      onSeconds: () => controller.abort(),
    });
    const { result } = await runnerOf().run(request);
    expect(result.end).toBe('cancelled');
    expect(result.measuredSeconds).toBeLessThan(300);
    expect(result.counts.ok).toBeGreaterThanOrEqual(told.seconds[0].ok);
  });

  it('says how the process ended that was killed', async () => {
    const server = await target();
    const { request } = requestOf(server.url, {
      runId: 'run-killed',
      seconds: 300,
      onSeconds: async () => {
        const [pid] = await loadProcessesOf('run-killed');
        process.kill(pid, 'SIGKILL');
      },
    });
    await expect(runnerOf().run(request)).rejects.toThrow(
      'The process that made the load was ended by SIGKILL',
    );
    expect(await loadProcessesOf('run-killed')).toEqual([]);
  });

  it('ends with its backend', async () => {
    const server = await target();
    const backend = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        path.join(__dirname, '__testUtils__/backendMain.ts'),
        'run-orphan',
        server.url,
      ],
      { stdio: 'ignore' },
    );
    await waitFor('no request has come', () => server.requests > 0, WAIT);
    const [pid] = await loadProcessesOf('run-orphan');
    expect(pid).toEqual(expect.any(Number));
    backend.kill('SIGKILL');
    await waitFor(
      'the process has outlived its backend',
      async () => (await loadProcessesOf('run-orphan')).length === 0,
      WAIT,
    );
  });

  it('ends processes of a backend that is gone', async () => {
    const leftover = spawn(
      process.execPath,
      [
        '-e',
        'setInterval(() => {}, 100000)',
        '--',
        LOAD_PROCESS_MARK,
        runMark('run-left'),
      ],
      { detached: true, stdio: 'ignore' },
    );
    const ended = once(leftover, 'exit');
    await waitFor(
      'the process is not there',
      async () => (await loadProcessesOf('run-left')).length > 0,
      WAIT,
    );
    await runnerOf().cleanUp('run-lef');
    expect(leftover.signalCode).toBeNull();
    await runnerOf().cleanUp('run-left');
    expect(await ended).toEqual([null, 'SIGKILL']);
  });
});

describe('other generators', () => {
  /** A program that passes for wrk and writes down what it was started with. */
  async function fakeWrk(): Promise<{ file: string; log: string }> {
    const file = path.join(folder, 'my-wrk');
    const log = path.join(folder, 'starts.jsonl');
    await writeFile(
      file,
      `#!${process.execPath}
const fs = require('node:fs');
const args = process.argv.slice(2);
if (args[0] === '--version') { console.log('wrk 4.2.0 [epoll]'); process.exit(1); }
const script = fs.readFileSync(args[args.indexOf('-s') + 1], 'utf8');
fs.appendFileSync(${JSON.stringify(
        log,
      )}, JSON.stringify({ args, script, env: process.env }) + '\\n');
console.log(\`Running 1s test @ \${args.at(-1)}
  1 threads and 2 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.00ms    0.50ms   5.00ms   90.00%
    Req/Sec     1.00k   100.00     1.20k    70.00%
  Latency Distribution
     50%    0.90ms
     75%    1.10ms
     90%    1.50ms
     99%    3.00ms
  1000 requests in 1.00s, 1.00MB read
Requests/sec:   1000.00
Transfer/sec:      1.00MB\`);
`,
    );
    await chmod(file, 0o755);
    return { file, log };
  }
  const closed = {
    load: { model: 'closed' as const, seconds: 1 },
  };
  const choice = { type: 'local' as const, generator: 'wrk' as const };

  it('are run as programs that cannot go elsewhere, without the environment of the backend', async () => {
    const { file, log } = await fakeWrk();
    process.env.MESHPLANE_TEST_PASSWORD = 'of the backend';
    process.env.HTTP_PROXY = 'http://127.0.0.1:1';
    const { request, told } = requestOf('http://shop.invalid:8080/', {
      choice,
      addresses: { 'shop.invalid': ['127.0.0.1', '127.0.0.2'] },
      load: {
        ...closed,
        endpoints: [
          {
            url: 'http://shop.invalid:8080/',
            headers: { Authorization: 'Bearer s3cr3t' },
          },
        ],
      },
    });
    const { result } = await runnerOf({ generators: { wrk: file } }).run(
      request,
    );
    delete process.env.MESHPLANE_TEST_PASSWORD;
    delete process.env.HTTP_PROXY;
    expect(result).toMatchObject({
      id: 'run-1',
      generator: { name: 'wrk' },
      validity: { status: 'unknown' },
      counts: { sent: 1000 },
    });
    const start = JSON.parse(await readFile(log, 'utf8'));
    expect(start.args.at(-1)).toBe('http://127.0.0.1:8080/');
    expect(start.args.join(' ')).not.toContain('s3cr3t');
    const bytes = (text: string) =>
      [...Buffer.from(text)]
        .map(byte => `\\${String(byte).padStart(3, '0')}`)
        .join('');
    expect(start.script).toContain(bytes('shop.invalid:8080'));
    expect(start.env).not.toHaveProperty('MESHPLANE_TEST_PASSWORD');
    expect(start.env).not.toHaveProperty('HTTP_PROXY');
    expect(told.messages).toEqual([
      'wrk uses one address of "shop.invalid" only: 127.0.0.1 of 2',
      expect.stringContaining('wrk says nothing while it runs'),
    ]);
  });

  it('are refused where they could not be kept to the checked address', async () => {
    const { file } = await fakeWrk();
    const { request } = requestOf('https://shop.invalid/', {
      choice,
      addresses: { 'shop.invalid': ['127.0.0.1'] },
      load: { ...closed, tls: { verify: false } },
    });
    await expect(
      runnerOf({ generators: { wrk: file } }).run(request),
    ).rejects.toThrow('wrk would look up "shop.invalid" again');
  });

  it.each(['fortio', 'nighthawk'] as const)(
    'are refused secrets where they would show them to the whole machine: %s',
    async generator => {
      const { request } = requestOf('http://127.0.0.1:1/', {
        choice: { type: 'local', generator },
      });
      await expect(
        runnerOf().run({ ...request, hasSecretHeaders: true }),
      ).rejects.toThrow(`${generator} takes headers as arguments`);
    },
  );

  it('are refused what they cannot do', async () => {
    const { request } = requestOf('http://127.0.0.1:1/', { choice });
    await expect(runnerOf().run(request)).rejects.toThrow(
      '"load.model": wrk is closed-loop only and holds no rate',
    );
  });

  it('are checked before anything is queued', async () => {
    const { file } = await fakeWrk();
    const runner = runnerOf({ generators: { wrk: file, fortio: '/nowhere' } });
    const inputOf = (generator: string, url: string, load: object) =>
      profileInputSchema.parse({
        name: 'shop',
        runner: { type: 'local', generator },
        load: {
          name: 'shop',
          endpoints: [
            { url, headers: { Authorization: 'Bearer ${secret:TOKEN}' } },
          ],
          ...load,
        },
      });
    const url = 'http://shop.invalid/';
    expect(await runner.check(inputOf('wrk', url, closed))).toEqual([]);
    expect(
      await runner.check(inputOf('wrk', 'https://shop.invalid/', closed)),
    ).toEqual([
      expect.stringContaining('"tls.verify"'),
      expect.stringContaining('would look up "shop.invalid" again'),
    ]);
    expect(await runner.check(inputOf('fortio', url, closed))).toEqual([
      expect.stringContaining('"/nowhere" of'),
      expect.stringContaining('fortio takes headers as arguments'),
    ]);
  });

  it('are offered with their version, or with what is missing', async () => {
    const { file } = await fakeWrk();
    const offers = await runnerOf({
      generators: { wrk: file, k6: '/nowhere/k6' },
    }).offers();
    const noteOf = (name: string) =>
      offers.find(({ generator }) => generator === name);
    expect(noteOf('meshplane')).toMatchObject({ available: true });
    expect(noteOf('wrk')).toEqual({
      generator: 'wrk',
      available: true,
      note: `wrk 4.2.0 at ${file}`,
    });
    expect(noteOf('k6')).toEqual({
      generator: 'k6',
      available: false,
      note: '"/nowhere/k6" of "meshplane.performance.generators.k6" is not there, or is not k6',
    });
    expect(offers).toHaveLength(7);
  });
});
