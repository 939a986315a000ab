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

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runResultSchema } from '@meshplane/benchmark';
import { command, startCommand } from './testing/command';
import { inProcess } from './testing/inProcess';
import { aResult } from './testing/results';
import { deadUrl, startServer, type TestServer } from './testing/servers';

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

const load = (url: string, ...more: string[]) => [
  ...['perf', 'run', '--url', url, '--rate', '50', '--duration', '1s'],
  // How busy the machine is that runs the tests must not decide.
  ...['--connections', '4', '--allow-invalid', ...more],
];

async function file(name: string, content: unknown): Promise<string> {
  const target = path.join(folder, name);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(target, text);
  return target;
}

describe('perf run', () => {
  it('prints one JSON object, sends messages to stderr, and keeps the run in a folder', async () => {
    const out = path.join(folder, 'kept');
    const { code, stdout, stderr } = await command(
      load(server.url, '--output', 'json', '--out', out, '--name', 'Cart A'),
    );
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const { runs } = JSON.parse(stdout);
    const result = runResultSchema.parse(runs[0].result);
    expect(result).toMatchObject({
      name: 'Cart A',
      end: 'complete',
      targetRate: 50,
      counts: { scheduled: 50, errors: {} },
    });
    expect(stderr).toContain('Cart A → http://127.0.0.1');

    const index = await readFile(path.join(out, 'index.jsonl'), 'utf8');
    const entry = JSON.parse(index.trim());
    expect(entry).toMatchObject({
      version: 'meshplane.io/result-index/v1',
      id: result.id,
      name: 'Cart A',
      errorRate: 0,
    });
    expect(path.join(out, entry.folder)).toBe(runs[0].folder);
    expect((await readdir(runs[0].folder)).sort()).toEqual([
      'profile.yaml',
      'response.hgrm',
      'result.json',
      'summary.txt',
    ]);
    const kept = await readFile(
      path.join(runs[0].folder, 'result.json'),
      'utf8',
    );
    expect(runResultSchema.parse(JSON.parse(kept)).id).toBe(result.id);
  });

  it('keeps no credentials', async () => {
    const out = path.join(folder, 'secrets');
    await command(
      load(
        server.url,
        ...['--out', out, '-H', 'Authorization: Bearer s3cret-1'],
        ...['--cookie', 'session=s3cret-2'],
      ),
    );
    const [run] = (await readdir(out)).filter(name => name !== 'index.jsonl');
    for (const name of await readdir(path.join(out, run))) {
      const text = await readFile(path.join(out, run, name), 'utf8');
      expect(text).not.toContain('s3cret');
    }
  });

  it('ends with 1 if a gate fails', async () => {
    const failing = await startServer((_request, response) => {
      response.statusCode = 503;
      response.end();
    });
    try {
      const { code, stdout } = await command(
        // A closed loop promises no rate, so that a busy machine does not spoil the verdict.
        load(failing.url, '--rate', 'max', '--no-out', '--gates', 'rate<0.01'),
      );
      expect(stdout).toContain('FAIL');
      expect(stdout).toContain('http_5xx');
      expect(code).toBe(1);
    } finally {
      await failing.close();
    }
  });

  it('ends with 3, not with 0, if nobody answers', async () => {
    const { code, stdout } = await command(load(await deadUrl(), '--no-out'));
    expect(stdout).toContain('connect_refused');
    expect(code).toBe(3);
  });

  it('writes what it has when it is interrupted', async () => {
    const slow = await startServer();
    const out = path.join(folder, 'interrupted');
    const { child, ended } = startCommand([
      ...['perf', 'run', '--url', slow.url, '--rate', '50'],
      ...['--duration', '10m', '--out', out, '--output', 'json'],
    ]);
    await slow.asked;
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    await slow.close();
    expect(code).toBe(130);
    const { runs, cancelled } = JSON.parse(stdout);
    expect(cancelled).toBe(true);
    expect(runs[0].result.end).toBe('cancelled');
    const index = await readFile(path.join(out, 'index.jsonl'), 'utf8');
    expect(JSON.parse(index)).toMatchObject({ end: 'cancelled' });
  });

  it('runs two sides in turns and says that one run each is no verdict', async () => {
    const old = await startServer();
    const { code, stdout } = await command(
      load(
        server.url,
        ...['--against', old.url, '--repeats', '1', '--pause', '0'],
        ...['--no-out', '--output', 'json'],
      ),
    );
    await old.close();
    const { runs, judgement } = JSON.parse(stdout);
    expect(runs.map(({ side }: { side: string }) => side)).toEqual([
      'baseline',
      'candidate',
    ]);
    // A machine that is too busy makes runs that must not be compared.
    const invalid = runs.some(
      ({ result }: { result: { validity: { status: string } } }) =>
        result.validity.status === 'invalid',
    );
    expect([judgement.verdict, code]).toEqual(
      invalid ? ['refused', 3] : ['described', 0],
    );
  });

  it('reads a profile from stdin, with the options over it', async () => {
    const profile = [
      'version: meshplane.io/load-profile/v1',
      'name: from stdin',
      `endpoints: [{ url: "${server.url}" }]`,
      'load: { model: open, stages: [{ seconds: 60, from: 10, to: 10 }] }',
    ].join('\n');
    const { code, stdout } = await command(
      [
        ...['perf', 'run', '-', '--rate', '40', '--duration', '500ms'],
        ...['--no-out', '--allow-invalid', '-o', 'json'],
      ],
      { stdin: profile },
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout).runs[0].result).toMatchObject({
      name: 'from stdin',
      targetRate: 40,
      counts: { scheduled: 20 },
    });
  });
});

describe('perf search', () => {
  const search = (url: string, ...more: string[]) => [
    ...['perf', 'search', '--url', url, '--start-rate', '20', '--no-out'],
    ...['--min-rate', '15', '--settle', '0', '--measure', '1s'],
    ...['--confirm', '1', '--output', 'json', ...more],
  ];

  it('ends with 1 if not even the lowest rate holds', async () => {
    const failing = await startServer((_request, response) => {
      response.statusCode = 503;
      response.end();
    });
    const { code, stdout } = await command(search(failing.url));
    await failing.close();
    const { rate, limit, steps } = JSON.parse(stdout);
    expect([rate, limit]).toEqual([0, 'none-held']);
    // A machine that is too busy for this rate says nothing of the server.
    expect(code).toBe(steps.at(-1).verdict === 'server' ? 1 : 3);
  });

  it('has no schedule of its own', async () => {
    const { code, stderr } = await command(search(server.url, '--rate', '5'));
    expect(stderr).toContain("unknown option '--rate'");
    expect(code).toBe(2);
  });
});

describe('perf compare', () => {
  const side = (name: string, level: number) =>
    Promise.all(
      [0, 1, 2, 3, 4, 5].map(index =>
        file(
          `${name}-${index}.json`,
          aResult(`${name}-${index}`, {
            p50: level + index * 0.01,
            p99: level * 4 + index * 0.01,
          }),
        ),
      ),
    );

  it('describes a single pair', async () => {
    const a = await file('one.json', aResult('one', { p50: 2, p99: 8 }));
    const b = await file('two.json', aResult('two', { p50: 2, p99: 9 }));
    const { code, stdout } = await inProcess([
      ...['perf', 'compare', b, '--against', a],
    ]);
    expect(stdout).toContain('DESCRIBED, NOT JUDGED');
    expect(stdout).toContain('p99');
    expect(code).toBe(0);
  });

  it('ends with 1 for a regression, and with 0 for the same the other way round', async () => {
    const before = await side('before', 2);
    const after = await side('after', 3);
    const worse = await inProcess([
      ...['perf', 'compare', ...after, '--against', ...before],
    ]);
    expect(worse.stdout).toContain('REGRESSION');
    expect(worse.code).toBe(1);
    const better = await inProcess([
      ...['perf', 'compare', ...before, '--against', ...after, '-o', 'json'],
    ]);
    expect(JSON.parse(better.stdout)).toMatchObject({
      verdict: 'improvement',
      excluded: [],
    });
    expect(better.code).toBe(0);
  });

  it('leaves out invalid runs, and compares nothing if none is left', async () => {
    const a = await file('valid.json', aResult('valid', { p50: 2, p99: 8 }));
    const b = await file(
      'invalid.json',
      aResult(
        'invalid',
        { p50: 2, p99: 8 },
        { validity: { status: 'invalid', gates: [], notes: [] } },
      ),
    );
    const { code, stdout } = await inProcess([
      ...['perf', 'compare', b, '--against', a, '-o', 'json'],
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'refused',
      excluded: [{ side: 'candidate', id: 'invalid' }],
    });
    expect(code).toBe(3);
  });

  it('ends with 2 if a file holds no result', async () => {
    const text = await file('text.json', 'no result at all');
    const { code, stderr } = await inProcess([
      ...['perf', 'compare', text, '--against', text],
    ]);
    expect(stderr).toContain('text.json');
    expect(code).toBe(2);
  });
});

describe('perf gate', () => {
  it('passes and fails on results of files', async () => {
    const result = await file('gated.json', aResult('g', { p50: 2, p99: 8 }));
    const pass = await inProcess(['perf', 'gate', result, '--gates', 'med<10']);
    expect(pass.stdout).toContain('PASSED');
    expect(pass.code).toBe(0);
    const fail = await command([
      ...['perf', 'gate', result, '--gates', 'med<1', '-o', 'json'],
    ]);
    expect(JSON.parse(fail.stdout)).toMatchObject({
      state: 'failed',
      runs: [{ gates: [{ threshold: 'med<1', verdict: 'fail' }] }],
    });
    expect(fail.code).toBe(1);
  });

  it('takes what perf run printed', async () => {
    const printed = { runs: [{ result: aResult('p', { p50: 2, p99: 8 }) }] };
    const { code } = await inProcess(
      ['perf', 'gate', '-', '--gates', 'med<10'],
      {
        stdin: JSON.stringify(printed),
      },
    );
    expect(code).toBe(0);
  });

  it('ends with 2 without any gate', async () => {
    const result = await file('free.json', aResult('f', { p50: 2, p99: 8 }));
    const { code, stderr } = await inProcess(['perf', 'gate', result]);
    expect(stderr).toContain('--gates');
    expect(code).toBe(2);
  });
});

describe('perf import and export', () => {
  it('tells the format, and gives back the same result', async () => {
    const result = await file('mine.json', aResult('mine', { p50: 2, p99: 8 }));
    const fortio = path.join(folder, 'fortio.json');
    const exported = await inProcess([
      ...['perf', 'export', result, '--format', 'fortio', '--out', fortio],
    ]);
    expect(exported.code).toBe(0);
    const { code, stdout } = await inProcess([
      ...['perf', 'import', fortio, '--output', 'json'],
    ]);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ format: 'fortio', errors: [] });
    expect(report.results[0].counts.sent).toBe(20_000);
    expect(code).toBe(0);
  });

  it('ends with 2 and one object if a file holds nothing readable', async () => {
    const { code, stdout, stderr } = await inProcess(
      ['perf', 'import', '-', '--output', 'json'],
      { stdin: 'no result at all' },
    );
    const report = JSON.parse(stdout);
    expect(report.results).toEqual([]);
    expect(report.errors).not.toEqual([]);
    expect(stderr).toContain(report.errors[0].message);
    expect(code).toBe(2);
  });
});
