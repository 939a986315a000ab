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

import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  type ClusterHandle,
  resolveHelm,
  startTestCluster,
} from '@meshplane/local-cluster';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startWebServer } from '../charts/__testUtils__/webServer';
import type { ChartRepositories } from '../charts/ChartRepositories';
import { readChartsConfig } from '../charts/config';
import { DefaultChartRepositories } from '../charts/DefaultChartRepositories';
import { createKubeconfigConnection } from '../clusters/connections/kubeconfigConnection';
import { CliHelmExecutor } from './CliHelmExecutor';
import { KubeReleaseReader } from './releases/KubeReleaseReader';

jest.setTimeout(10 * 60_000);

/** Charts of upstream; not part of this repository. Where they are, they lie beside it. */
const CHARTS = resolve(__dirname, '../../../../../shared/charts');

// Stated as a test of its own, so that a run without the charts says what it did not look at.
if (existsSync(CHARTS)) {
  describe('the charts of Istio', () => {
    const system = 'istio-system';
    /** They bring cluster-wide objects, which suites would take from each other in a common cluster. */
    let own: ClusterHandle;
    let ownConnection: ClusterConnection;
    let helm: CliHelmExecutor;
    let server: Awaited<ReturnType<typeof startWebServer>>;
    let charts: ChartRepositories;
    const cache = createMockDirectory();
    const reader = new KubeReleaseReader();

    beforeAll(async () => {
      own = await startTestCluster({ own: true, name: 'test-helm' });
      ownConnection = createKubeconfigConnection(own.kubeConfig());
      helm = new CliHelmExecutor({ config: { binary: await resolveHelm() } });
      server = await startWebServer(
        Object.fromEntries(
          readdirSync(CHARTS)
            .filter(name => /\.(tgz|yaml)$/.test(name))
            .map(name => [
              `/${name}`,
              () => ({ body: readFileSync(join(CHARTS, name)) }),
            ]),
        ),
      );
      charts = new DefaultChartRepositories({
        config: readChartsConfig({ cacheDirectory: cache.path }),
        checkProvenance: (path, keyring, options) =>
          helm.verify(path, keyring, options),
      });
    });

    afterAll(async () => {
      ownConnection?.close?.();
      await server?.close();
      await own?.stop({ delete: true });
    });

    const base = { name: 'istio-base', namespace: system };
    const istiod = { name: 'istiod', namespace: system };

    it('are installed, upgraded, rolled back after a failure and uninstalled', async () => {
      const apply = async (
        release: typeof base,
        name: string,
        version: string,
        values?: string,
        timeoutSeconds = 60,
      ) =>
        helm.installOrUpgrade({
          release,
          chart: (await charts.fetch({ repository: server.url, name }, version))
            .path,
          connection: ownConnection,
          values,
          createNamespace: true,
          timeoutSeconds,
        });
      try {
        await apply(base, 'base', '1.29.6');
        await apply(istiod, 'istiod', '1.29.6');
        await apply(base, 'base', '1.30.3');
        await expect(
          apply(
            istiod,
            'istiod',
            '1.30.3',
            'pilot:\n  nodeSelector: { nowhere: "true" }\n',
            4,
          ),
        ).rejects.toMatchObject({ details: { rolledBack: true } });
        expect((await reader.read(ownConnection, istiod))?.chart.version).toBe(
          '1.29.6',
        );
        expect(await apply(istiod, 'istiod', '1.30.3')).toMatchObject({
          status: 'deployed',
        });
        expect((await reader.read(ownConnection, istiod))?.chart.version).toBe(
          '1.30.3',
        );
      } finally {
        await helm.uninstall({ release: istiod, connection: ownConnection });
        await helm.uninstall({ release: base, connection: ownConnection });
      }
      expect(
        (await reader.list(ownConnection, { namespace: system })).filter(r =>
          [base.name, istiod.name].includes(r.name),
        ),
      ).toEqual([]);
    });
  });
} else {
  it('says that the charts of Istio are not beside the repository', () => {
    expect(existsSync(CHARTS)).toBe(false);
  });
}
