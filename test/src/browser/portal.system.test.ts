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

import * as k8s from '@kubernetes/client-node';
import { clusterStatus } from '@meshplane/local-cluster';
import type { Browser, Page } from 'playwright-core';
import { hasCharts, serveCharts, type Charts } from './charts';
import { launchChromium } from './chromium';
import { lifecycleWalk } from './lifecycleWalk';
import { startPortal, type Portal } from './portal';
import { screenshot, sidewaysScrollers } from './screenshots';

/** Screenshots load every page anew, for each theme. */
const TIMEOUT_MS = process.env.MESHPLANE_SCREENSHOTS ? 360_000 : 120_000;
/** A namespace of the scenario whose label asks for Istio's sidecar. */
const NAMESPACE = 'shop';
/** New in each run: a cluster that ran before may still have the one of a run that was broken off. */
const NEW_WORKLOAD = `gift-cards-${Date.now().toString(36)}`;
/** React's advice to the authors of Material UI 4, which every page of a portal in development gives. */
const FOREIGN_ERROR = /^Warning: findDOMNode is deprecated/;

describe('the portal as a newcomer sees it', () => {
  let charts: Charts | undefined;
  let portal: Portal;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    charts = hasCharts ? await serveCharts() : undefined;
    portal = await startPortal(charts?.config);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(30_000);
    page.on('pageerror', error => errors.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error' && !FOREIGN_ERROR.test(message.text()))
        errors.push(`${message.text()} (${page.url()})`);
    });
    await page.goto(portal.url);
    await page.getByRole('button', { name: 'Enter' }).click();
    await page
      .getByRole('table', { name: 'Clusters and their meshes' })
      .waitFor();
  }, 22 * 60_000);

  afterAll(async () => {
    await browser?.close();
    await portal?.stop();
    await charts?.close();
  }, TIMEOUT_MS);

  const open = (path: string) => page.goto(`${portal.url}${path}`);

  it(
    'opens with both clusters and what runs on them',
    async () => {
      const table = page.getByRole('table', {
        name: 'Clusters and their meshes',
      });
      await table.getByRole('rowheader', { name: /local/i }).waitFor();
      await table.getByRole('rowheader', { name: /edge/i }).waitFor();
      for (const product of ['Istio', 'Linkerd', 'Envoy Gateway', '1.30.3'])
        await table.getByText(product).first().waitFor();
      await page.getByLabel('Updates: Live').first().waitFor();
      await screenshot(
        page,
        'overview',
        table.getByText('Envoy Gateway').first(),
      );
      expect(await sidewaysScrollers(page)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'shows a mesh with its evidence',
    async () => {
      await page.getByRole('link', { name: /Istio/ }).first().click();
      await page.waitForURL(/\/mesh\/clusters\/\w+\/meshes\//);
      await page.getByRole('table', { name: 'Components' }).waitFor();
      await page
        .getByText(/istiod/)
        .first()
        .waitFor();
      await page.getByRole('heading', { name: 'Evidence' }).waitFor();
      await page.getByText(/Confidence \d+ %/).waitFor();
      await screenshot(
        page,
        'mesh',
        page.getByRole('table', { name: 'Components' }),
      );
      expect(await sidewaysScrollers(page)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'keeps filters of the coverage in the address and says why in words',
    async () => {
      const address = `/mesh/clusters/local/coverage?namespace=${NAMESPACE}&state=on-mesh`;
      await open(address);
      const table = page.getByRole('table', {
        name: 'Workloads of cluster local',
      });
      await table.getByText('storefront').first().waitFor();
      await page.reload();
      await table.getByText('storefront').first().waitFor();
      expect(page.url()).toBe(`${portal.url}${address}`);
      const shown = await table.innerText();
      // The one is in another namespace, the other in another state.
      expect(shown).not.toContain('ledger');
      expect(shown).not.toContain('edge-cache');
      await page
        .getByRole('button', { name: 'Details of Deployment storefront' })
        .click();
      const reasons = page
        .getByRole('list', { name: /Reasons for the state of/ })
        .first();
      await reasons.waitFor();
      expect(await reasons.innerText()).toMatch(/\b(namespace|pods?|label)\b/i);
      await open('/mesh/clusters/local/coverage');
      await table.getByText('storefront').first().waitFor();
      await screenshot(page, 'coverage', table.getByText('ledger').first());
      expect(await sidewaysScrollers(page)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'shows a new workload without a reload',
    async () => {
      await open(`/mesh/clusters/local/coverage?namespace=${NAMESPACE}`);
      const table = page.getByRole('table', {
        name: 'Workloads of cluster local',
      });
      await table.getByText('storefront').first().waitFor();
      // Gone after a reload.
      await page.evaluate(() => Object.assign(window, { sameDocument: true }));
      const config = new k8s.KubeConfig();
      config.loadFromFile((await clusterStatus('local')).kubeconfigPath!);
      const apps = config.makeApiClient(k8s.AppsV1Api);
      const labels = { app: NEW_WORKLOAD };
      await apps.createNamespacedDeployment({
        namespace: NAMESPACE,
        body: {
          metadata: { name: NEW_WORKLOAD },
          spec: {
            selector: { matchLabels: labels },
            template: {
              metadata: { labels },
              spec: {
                containers: [
                  { name: 'app', image: 'registry.example/gift-cards:1.0' },
                ],
              },
            },
          },
        },
      });
      try {
        await table.getByText(NEW_WORKLOAD).first().waitFor();
      } finally {
        await apps.deleteNamespacedDeployment({
          namespace: NAMESPACE,
          name: NEW_WORKLOAD,
        });
      }
      await table
        .getByText(NEW_WORKLOAD)
        .first()
        .waitFor({ state: 'detached' });
      expect(await table.getByText('storefront').count()).toBeGreaterThan(0);
      expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
    },
    TIMEOUT_MS,
  );

  it(
    'draws the topology',
    async () => {
      await open('/mesh/clusters/local/topology');
      await page.locator('.react-flow__node').first().waitFor();
      await screenshot(
        page,
        'topology',
        page.locator('.react-flow__node').first(),
      );
      expect(await sidewaysScrollers(page)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'explains a connection and what its credentials may do',
    async () => {
      await open('/mesh/connections/local');
      await page
        .getByRole('table', { name: 'Permissions by feature' })
        .waitFor();
      await page.getByRole('button', { name: 'Run the diagnosis' }).click();
      await page
        .getByRole('list', { name: 'Steps of the diagnosis' })
        .waitFor();
      await screenshot(
        page,
        'connection',
        page.getByRole('table', { name: 'Permissions by feature' }),
      );
      await open('/mesh/connections');
      await page.getByRole('table', { name: 'Connections' }).waitFor();
      await screenshot(
        page,
        'connections',
        page.getByRole('table', { name: 'Connections' }),
      );
      expect(await sidewaysScrollers(page)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'says on the page of a component which mesh it is on',
    async () => {
      await open('/catalog/default/component/storefront/mesh');
      await page.getByText(/Istio/).first().waitFor();
      await page.getByText('storefront').first().waitFor();
      await screenshot(
        page,
        'entity',
        page.getByRole('table', { name: /Workloads in/ }).first(),
      );
      expect(await sidewaysScrollers(page)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  // Said by a test of its own, so that a run without the charts tells what it did not look at.
  if (hasCharts)
    it.each(lifecycleWalk({ page: () => page, open }))(
      '%s',
      async (_, run) => {
        await run();
        expect(await sidewaysScrollers(page)).toEqual([]);
      },
      TIMEOUT_MS,
    );
  else
    it('has no charts in ../shared/charts: the lifecycle was not walked', () => {
      expect(hasCharts).toBe(false);
    });

  it('logs and throws no error on the way', () => {
    expect(errors).toEqual([]);
  });
});
