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

import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import {
  type ClusterHandle,
  resolveHelm,
  startTestCluster,
  withNamespace,
} from '@meshplane/local-cluster';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeconfigConnection } from '../clusters/connections/kubeconfigConnection';
import { asAppliedByHelm } from '../manifests/helmOwnership';
import { KubeManifests } from '../manifests/KubeManifests';
import { splitManifests } from '../manifests/splitManifests';
import {
  processesAndFilesOfHelm,
  workspaces,
} from './__testUtils__/processesOfHelm';
import { readCapabilities } from './capabilities';
import { CliHelmExecutor } from './CliHelmExecutor';
import type { HelmError } from './HelmExecutor';
import { DefaultReleaseRecovery } from './releases/DefaultReleaseRecovery';
import { KubeReleaseReader } from './releases/KubeReleaseReader';

jest.setTimeout(10 * 60_000);

let cluster: ClusterHandle;
let connection: ClusterConnection;
let helm: CliHelmExecutor;
/** Written for the test: one Deployment or ConfigMap per release, so that suites do not meet in cluster-wide objects. */
let ownChart: string;
const reader = new KubeReleaseReader();
const manifests = new KubeManifests();

beforeAll(async () => {
  cluster = await startTestCluster();
  connection = createKubeconfigConnection(cluster.kubeConfig());
  helm = new CliHelmExecutor({ config: { binary: await resolveHelm() } });
  ownChart = await writeChart();
});

afterAll(async () => {
  connection?.close?.();
  if (ownChart) await rm(ownChart, { recursive: true, force: true });
});

async function writeChart(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'chart-'));
  await mkdir(join(folder, 'templates'));
  await writeFile(
    join(folder, 'Chart.yaml'),
    'apiVersion: v2\nname: sample\nversion: 1.0.0\n',
  );
  await writeFile(join(folder, 'values.yaml'), 'text: one\nhook: false\n');
  await writeFile(
    join(folder, 'templates/all.yaml'),
    `apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }} }
data: { text: {{ .Values.text | quote }} }
{{- if .Values.hook }}
---
apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-hook
  annotations: { helm.sh/hook: "pre-install,pre-upgrade" }
spec:
  nodeSelector: { nowhere: "true" }
  restartPolicy: Never
  containers: [{ name: main, image: example.com/none:1 }]
{{- end }}
`,
  );
  return folder;
}

/** Secrets of the cluster's administrator: its key, in both forms in which it could leak. */
function credentialsOf(config: KubeConfig): string[] {
  const user = config.getCurrentUser();
  const key = user?.keyData
    ? Buffer.from(user.keyData, 'base64').toString()
    : user?.keyFile && readFileSync(user.keyFile, 'utf8');
  const found = [user?.token, user?.keyData, key && key.split('\n')[1]].filter(
    Boolean,
  ) as string[];
  expect(found.length).toBeGreaterThan(0);
  return found;
}

describe('provenance files', () => {
  const fixture = (name: string) => join(__dirname, '__fixtures__', name);

  it('are checked by Helm', async () => {
    await expect(
      helm.verify(fixture('signed-1.0.0.tgz'), fixture('keys.gpg')),
    ).resolves.toBeUndefined();
  });

  it('are refused for a package that was changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'forged-'));
    try {
      const path = join(folder, 'signed-1.0.0.tgz');
      await writeFile(path, 'another package');
      await writeFile(
        `${path}.prov`,
        readFileSync(fixture('signed-1.0.0.tgz.prov')),
      );
      await expect(
        helm.verify(path, fixture('keys.gpg')),
      ).rejects.toMatchObject({
        name: 'HelmError',
        message: expect.stringContaining('sha256 sum'),
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('Helm on a real API server', () => {
  it('is found and its version is supported', async () => {
    expect(await helm.health()).toMatchObject({ state: 'ok' });
  });

  it('installs, upgrades, shows its releases, rolls back and uninstalls', () =>
    withNamespace(cluster, async namespace => {
      const release = { name: 'sample', namespace };
      const apply = (values?: string) =>
        helm.installOrUpgrade({ release, chart: ownChart, connection, values });
      expect(await apply()).toMatchObject({ revision: 1, status: 'deployed' });
      expect(await apply('text: two\n')).toMatchObject({ revision: 2 });

      const read = await reader.read(connection, release);
      expect(read).toMatchObject({
        revision: 2,
        status: 'deployed',
        chart: { name: 'sample', version: '1.0.0' },
        values: { text: 'two' },
      });
      expect(read?.manifest).toContain('text: "two"');
      expect(
        (await reader.history(connection, release)).map(r => [
          r.revision,
          r.status,
        ]),
      ).toEqual([
        [2, 'deployed'],
        [1, 'superseded'],
      ]);
      expect(
        (await reader.list(connection, { namespace })).map(r => r.name),
      ).toEqual(['sample']);
      expect(await reader.stuck(connection, { namespace })).toEqual([]);

      await helm.rollback({ release, connection, revision: 1 });
      const ref = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace,
        name: 'sample',
      };
      expect((await manifests.get(connection, ref))?.data).toEqual({
        text: 'one',
      });
      await helm.uninstall({ release, connection });
      expect(await manifests.get(connection, ref)).toBeUndefined();
      expect(await reader.history(connection, release)).toEqual([]);
      await helm.uninstall({ release, connection });
    }));

  it('finds what an upgrade would change, and nothing where nothing changes', () =>
    withNamespace(cluster, async namespace => {
      const release = { name: 'sample', namespace };
      await helm.installOrUpgrade({ release, chart: ownChart, connection });
      const diff = async (values: string) => {
        const text = await helm.template({
          release,
          chart: ownChart,
          values,
          isUpgrade: true,
          ...(await readCapabilities(connection, manifests.servedKinds)),
        });
        return manifests.diff(
          connection,
          asAppliedByHelm(splitManifests(text), release),
          { fieldManager: 'helm', defaultNamespace: namespace },
        );
      };
      expect((await diff('')).map(d => d.action)).toEqual(['unchanged']);
      const [changed] = await diff('text: two\n');
      expect(changed).toMatchObject({ action: 'update', conflicts: [] });
      expect(changed.diff).toContain('-  text: one\n+  text: two\n');
    }));

  it('goes back when an upgrade fails, and says so', () =>
    withNamespace(cluster, async namespace => {
      const release = { name: 'sample', namespace };
      await helm.installOrUpgrade({ release, chart: ownChart, connection });
      const lines: string[] = [];
      const error: HelmError = await helm
        .installOrUpgrade({
          release,
          chart: ownChart,
          connection,
          values: 'text: two\nhook: true\n',
          timeoutSeconds: 2,
          onLine: line => lines.push(line),
        })
        .then(
          () => {
            throw new Error('The upgrade did not fail');
          },
          e => e,
        );
      expect(error.details).toMatchObject({
        rolledBack: true,
        reason: 'timeout',
      });
      expect(lines.join('\n')).toContain('Error: UPGRADE FAILED');
      expect(
        (await reader.history(connection, release)).map(r => r.status),
      ).toEqual(['deployed', 'failed', 'superseded']);
      expect(await reader.read(connection, release)).toMatchObject({
        revision: 3,
        manifest: expect.stringContaining('text: "one"'),
      });
    }));

  it('goes back when it is cancelled in the middle', () =>
    withNamespace(cluster, async namespace => {
      const release = { name: 'sample', namespace };
      await helm.installOrUpgrade({ release, chart: ownChart, connection });
      const controller = new AbortController();
      const watching: ClusterConnection = {
        address: connection.address,
        api: type => connection.api(type),
        request: async (path, options) => {
          const response = await connection.request(path, options);
          // Its hook has begun and will never end.
          if (path.includes('/pods') && path.includes('watch=')) {
            controller.abort(new Error('cancelled by a person'));
          }
          return response;
        },
      };
      await expect(
        helm.installOrUpgrade({
          release,
          chart: ownChart,
          connection: watching,
          values: 'hook: true\n',
          signal: controller.signal,
        }),
      ).rejects.toThrow('cancelled by a person');
      const [newest] = await reader.history(connection, release);
      expect(newest).toMatchObject({ revision: 3, status: 'deployed' });
    }));

  it.each(['rollback', 'delete-pending'] as const)(
    'recovers a release that was cut off: %s',
    way =>
      withNamespace(cluster, async namespace => {
        const release = { name: 'sample', namespace };
        await helm.installOrUpgrade({ release, chart: ownChart, connection });
        let cut = false;
        const breaking: ClusterConnection = {
          address: connection.address,
          api: type => connection.api(type),
          request: async (path, options) => {
            // Its record is written, its hook begins: from now on, it reaches nothing.
            cut ||= path.includes('/pods') && options?.method !== 'GET';
            if (cut) throw new Error('The cluster is gone');
            return connection.request(path, options);
          },
        };
        await expect(
          helm.installOrUpgrade({
            release,
            chart: ownChart,
            connection: breaking,
            values: 'hook: true\n',
            timeoutSeconds: 5,
          }),
        ).rejects.toMatchObject({ name: 'HelmError' });

        const [stuck] = await reader.stuck(connection, { namespace });
        expect(stuck).toMatchObject({
          problem: 'pending',
          latest: { revision: 2, status: 'pending-upgrade' },
          lastGood: { revision: 1 },
        });
        await expect(
          helm.installOrUpgrade({ release, chart: ownChart, connection }),
        ).rejects.toMatchObject({ details: { reason: 'release-busy' } });

        const recovery = new DefaultReleaseRecovery(reader, helm);
        await recovery.recover(connection, release, way, { revision: 2 });
        expect(await reader.stuck(connection, { namespace })).toEqual([]);
        await helm.installOrUpgrade({ release, chart: ownChart, connection });
      }),
  );

  it('shows no credential of the cluster to Helm: not in arguments, environment or files', () =>
    withNamespace(cluster, async namespace => {
      const config = cluster.kubeConfig();
      const { status } = await config
        .makeApiClient(CoreV1Api)
        .createNamespacedServiceAccountToken({
          name: 'default',
          namespace,
          body: { spec: { audiences: [], expirationSeconds: 600 } },
        });
      const secrets = credentialsOf(config);
      const seen: string[] = [];
      const lines: string[] = [];
      let looked = false;
      // Of processes that were killed, perhaps.
      const left = workspaces();
      const looking: ClusterConnection = {
        address: connection.address,
        api: type => connection.api(type),
        request: (path, options) => {
          // Helm is at work at this moment: look at it.
          if (!looked && path.includes('/secrets')) {
            looked = true;
            seen.push(...processesAndFilesOfHelm());
          }
          return connection.request(path, options);
        },
      };
      const release = { name: 'sample', namespace };
      const password = `pw-${randomBytes(12).toString('hex')}`;
      await helm.installOrUpgrade({
        release,
        chart: ownChart,
        connection: looking,
        values: `text: one\npassword: ${password}\n`,
        onLine: line => lines.push(line),
      });
      expect(looked).toBe(true);
      const all = [...seen, ...lines].join('\n');
      expect(all).toContain('HELM_KUBEAPISERVER=http://127.0.0.1:');
      for (const secret of [...secrets, status?.token ?? '', password]) {
        expect(secret).not.toBe('');
        expect(all).not.toContain(secret);
      }
      expect(workspaces().filter(one => !left.includes(one))).toEqual([]);
    }));
});
