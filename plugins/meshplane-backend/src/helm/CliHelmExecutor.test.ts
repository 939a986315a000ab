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

import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createFakeHelm } from './__testUtils__/fakeHelm';
import { CliHelmExecutor } from './CliHelmExecutor';
import type { HelmError } from './HelmExecutor';

/** Takes a second or two, but not while everything else runs as well. */
jest.setTimeout(60_000);

const release = { name: 'istiod', namespace: 'istio-system' };

const connection: ClusterConnection = {
  address: 'https://cluster',
  api: () => {
    throw new Error('not used');
  },
  request: async path => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Readable.from([Buffer.from(JSON.stringify({ path }))]),
  }),
};

const APPLIED = `process.stdout.write(JSON.stringify({name:'istiod',version:3,info:{status:'deployed',notes:'Hi'}}));`;

describe('CliHelmExecutor', () => {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(cleanups.splice(0).map(clean => clean()));
  });

  async function setUp(
    script: string,
    options: { version?: string; graceMs?: number } = {},
  ) {
    const fake = await createFakeHelm({ script, version: options.version });
    cleanups.push(fake.remove);
    const helm = new CliHelmExecutor({
      config: { binary: fake.path },
      env: {},
      graceMs: options.graceMs,
    });
    return { fake, helm };
  }

  it('installs with the flags of Helm 4, values through standard input', async () => {
    const { fake, helm } = await setUp(APPLIED);
    const result = await helm.installOrUpgrade({
      release,
      chart: '/charts/istiod.tgz',
      connection,
      values: 'a: 1\n',
      timeoutSeconds: 90,
      createNamespace: true,
    });
    expect(result).toEqual({ revision: 3, status: 'deployed', notes: 'Hi' });
    const run = await fake.lastRun();
    expect(run.stdin).toBe('a: 1\n');
    expect(run.args).toEqual([
      'upgrade',
      'istiod',
      '/charts/istiod.tgz',
      '--namespace',
      'istio-system',
      '--install',
      '--reset-values',
      '--values',
      '-',
      '--history-max',
      '10',
      '--wait=watcher',
      '--timeout',
      '90s',
      '--rollback-on-failure',
      '--create-namespace',
      '--output',
      'json',
    ]);
  });

  it('speaks Helm 3 to Helm 3', async () => {
    const { fake, helm } = await setUp(APPLIED, { version: 'v3.18.2' });
    await helm.installOrUpgrade({
      release,
      chart: '/charts/istiod.tgz',
      connection,
      takeOwnership: true,
      forceConflicts: true,
    });
    const { args } = await fake.lastRun();
    expect(args).toEqual(
      expect.arrayContaining(['--wait', '--atomic', '--take-ownership']),
    );
    expect(args).not.toContain('--force-conflicts');
    expect(args).not.toContain('--values');
  });

  it('gives it folders of its own, no other environment, and takes them away', async () => {
    process.env.MESHPLANE_TEST_SECRET = 'do-not-pass-on';
    try {
      const { fake, helm } = await setUp(
        `require('node:fs').mkdirSync(process.env.HELM_CACHE_HOME, {recursive: true});`,
      );
      await helm.template({ release, chart: '/charts/istiod.tgz' });
      const { env, cwd } = await fake.lastRun();
      expect(Object.keys(env).sort()).toEqual(
        expect.arrayContaining(['HELM_CACHE_HOME', 'HOME', 'KUBECONFIG']),
      );
      expect(JSON.stringify(env)).not.toContain('do-not-pass-on');
      expect(env.PATH).toBeUndefined();
      expect(env.HELM_KUBEAPISERVER).toBeUndefined();
      expect(env.KUBECONFIG).toBe('/dev/null');
      expect(env.HELM_CACHE_HOME.startsWith(cwd)).toBe(true);
      expect(existsSync(cwd)).toBe(false);
    } finally {
      delete process.env.MESHPLANE_TEST_SECRET;
    }
  });

  it('reaches the cluster through a relay that is gone afterwards', async () => {
    const { fake, helm } = await setUp(
      `fetch(process.env.HELM_KUBEAPISERVER + '/version').then(r => r.text()).then(t => {
        process.stderr.write('asked ' + process.env.HELM_KUBEAPISERVER + ' ' + t + '\\n');
      });`,
    );
    const lines: string[] = [];
    await helm.uninstall({
      release,
      connection,
      onLine: line => lines.push(line),
    });
    const { env } = await fake.lastRun();
    expect(lines).toEqual([
      expect.stringMatching(
        /^asked http:\/\/127\.0\.0\.1:\d+\/<relay> \{"path":"\/version"\}$/,
      ),
    ]);
    await expect(fetch(`${env.HELM_KUBEAPISERVER}/version`)).rejects.toThrow(
      'fetch failed',
    );
  });

  it('says what Helm said, what it means, and no credential', async () => {
    const { helm } = await setUp(
      `process.stderr.write('level=WARN msg="upgrade failed"\\nError: UPGRADE FAILED: release istiod failed, and has been rolled back due to rollback-on-failure being set: at ' + process.env.HELM_KUBEAPISERVER + ': Bearer abcdef123456: context deadline exceeded\\n');
       process.exit(1);`,
    );
    const error: HelmError = await helm
      .installOrUpgrade({ release, chart: '/c.tgz', connection })
      .then(
        () => {
          throw new Error('It succeeded');
        },
        e => e,
      );
    expect(error.name).toBe('HelmError');
    expect(error.message).toMatch(
      /^UPGRADE FAILED: release istiod failed.*at http:\/\/127\.0\.0\.1:\d+\/<relay>: Bearer <removed>: context deadline exceeded$/,
    );
    expect(error.details).toMatchObject({
      verb: 'upgrade',
      exitCode: 1,
      reason: 'timeout',
      rolledBack: true,
    });
  });

  it.each([
    [
      'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress',
      'release-busy',
    ],
    [
      'Error: INSTALLATION FAILED: unable to continue with install: Namespace "x" exists and cannot be imported into the current release: invalid ownership metadata',
      'ownership',
    ],
    [
      'Error: UPGRADE FAILED: conflict occurred while applying object a/b apps/v1, Kind=Deployment: Apply failed with 1 conflict: conflict with "kubectl" using apps/v1: .spec.replicas',
      'conflict',
    ],
    [
      `Error: values don't meet the specifications of the schema(s) in the following chart(s):`,
      'values-schema',
    ],
    [
      'Error: UPGRADE FAILED: secrets is forbidden: User "u" cannot list',
      'forbidden',
    ],
    ['Error: release: not found', 'not-found'],
  ])('understands %j', async (text, reason) => {
    const { helm } = await setUp(
      `process.stderr.write(${JSON.stringify(text)}); process.exit(1);`,
    );
    await expect(
      helm.rollback({ release, connection, revision: 1 }),
    ).rejects.toMatchObject({ details: { reason, rolledBack: false } });
  });

  it('asks it to end when it is cancelled, and waits for that', async () => {
    const { fake, helm } = await setUp(
      `process.on('SIGTERM', () => { fs.writeFileSync(process.argv[1] + '.ended', 'yes'); process.exit(1); });
       process.stderr.write('ready\\n');
       setInterval(() => {}, 1000);`,
    );
    const controller = new AbortController();
    await expect(
      helm.installOrUpgrade({
        release,
        chart: '/c.tgz',
        connection,
        signal: controller.signal,
        onLine: () => controller.abort(new Error('cancelled by a person')),
      }),
    ).rejects.toThrow('cancelled by a person');
    expect(existsSync(`${fake.path}.ended`)).toBe(true);
  });

  it('kills it when it does not end in time', async () => {
    const { helm } = await setUp(
      `process.on('SIGTERM', () => {});
       process.stderr.write('ready\\n');
       setInterval(() => {}, 1000);`,
      { graceMs: 20 },
    );
    const controller = new AbortController();
    await expect(
      helm.uninstall({
        release,
        connection,
        signal: controller.signal,
        onLine: () => controller.abort(new Error('stop')),
      }),
    ).rejects.toThrow('stop');
  });

  it('starts nothing when it is cancelled before', async () => {
    const { fake, helm } = await setUp('');
    await expect(
      helm.template({
        release,
        chart: '/c.tgz',
        signal: AbortSignal.abort(new Error('too late')),
      }),
    ).rejects.toThrow('too late');
    await expect(fake.lastRun()).rejects.toThrow('ENOENT');
  });

  it('ends a run that writes without end', async () => {
    const { helm } = await setUp(
      `const chunk = 'x'.repeat(1 << 20); const write = () => { while (process.stdout.write(chunk)); process.stdout.once('drain', write); }; write();`,
      { graceMs: 20 },
    );
    await expect(helm.template({ release, chart: '/c.tgz' })).rejects.toThrow(
      '"helm template" was ended because it wrote more than is read of it',
    );
  });

  it('reports what lint found', async () => {
    const { helm } = await setUp(
      `process.stdout.write('==> Linting x\\n[INFO] Chart.yaml: icon is recommended\\n[ERROR] templates/: parse error\\n\\nError: 1 chart(s) linted'); process.exit(1);`,
    );
    expect(await helm.lint('/c.tgz')).toEqual([
      { severity: 'info', text: 'Chart.yaml: icon is recommended' },
      { severity: 'error', text: 'templates/: parse error' },
    ]);
  });

  it.each([
    [{ name: '--kubeconfig', namespace: 'a' }, '/c.tgz', '"--kubeconfig"'],
    [{ name: 'a', namespace: '-x' }, '/c.tgz', '"-x"'],
    [{ name: 'a', namespace: 'b' }, '--post-renderer=/bin/sh', '"--post-rend'],
  ])('takes no flag for an argument: %j %s', async (bad, chart, message) => {
    const { helm } = await setUp('');
    await expect(helm.template({ release: bad, chart })).rejects.toThrow(
      message,
    );
  });

  it('splits long lists of API versions', async () => {
    const { fake, helm } = await setUp('');
    const apiVersions = Array.from(
      { length: 5000 },
      (_, i) => `group-${i}.example.com/v1/Kind`,
    );
    await helm.template({ release, chart: '/c.tgz', apiVersions });
    const { args } = await fake.lastRun();
    const given = args.flatMap((arg, i) =>
      args[i - 1] === '--api-versions' ? arg.split(',') : [],
    );
    expect(given).toEqual(apiVersions);
    expect(Math.max(...args.map(a => a.length))).toBeLessThan(128 * 1024);
  });
});
