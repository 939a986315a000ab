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
import type { Locator, Page } from 'playwright-core';
import { screenshot, sidewaysScrollers } from './screenshots';

const TIMEOUT_MS = 120_000;
const CLUSTER = 'edge';
const VERSION = '2.14.3';
/** New in each run, and empty: what is shown is the mark, not how long pods take. */
const NAMESPACE = `walk-${Date.now().toString(36)}`;

/** What the walk needs of the test around it; the page is there once the tests run. */
export interface Walk {
  page(): Page;
  open(path: string): Promise<unknown>;
}

/** Approves the plan that is shown and waits for its good end. */
async function approveAndWait(page: Page, running?: () => Promise<void>) {
  await page.getByRole('button', { name: 'Approve and run' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Approve and run' })
    .click();
  await running?.();
  await page
    .getByRole('tab', { name: 'Run and result' })
    .waitFor({ timeout: TIMEOUT_MS });
  await page.getByText('Succeeded').first().waitFor();
}

async function plan(page: Page) {
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await page.waitForURL(/\/mesh\/operations\//);
  await page.getByRole('tab', { name: 'Plan' }).waitFor();
}

function shot(page: Page, name: string, ready: Locator) {
  return screenshot(page, name, ready);
}

/**
 * Title and body of tests that install a mesh, use it and remove it, each through the pages that a newcomer would take.
 * They build on each other.
 */
export function lifecycleWalk({
  page: current,
  open,
}: Walk): Array<[string, () => Promise<void>]> {
  const next = (page: Page) =>
    page.getByRole('button', { name: 'Next' }).click();
  let operation = '';

  return [
    [
      'installs a mesh: target, version, values, checks, changes, approval, run',
      async () => {
        const page = current();
        await open('/mesh');
        await page.getByRole('button', { name: 'Install a mesh' }).click();
        await page.getByRole('checkbox', { name: /edge/ }).check();
        await page.getByRole('radio', { name: 'Kuma' }).check();
        await shot(
          page,
          'plan-target',
          page.getByRole('radio', { name: 'Kuma' }),
        );
        await next(page);
        await page.getByRole('radio', { name: /^2\.14\.3/ }).check();
        await shot(
          page,
          'plan-version',
          page.getByRole('heading', { name: 'Version of Kuma' }),
        );
        await next(page);
        const settings = page.getByLabel('Search settings');
        await settings.waitFor();
        await shot(page, 'plan-values', settings);
        await page.getByRole('tab', { name: 'YAML' }).click();
        const editor = page.getByLabel('Values as YAML');
        await editor.fill('controlPlane:\n  replicas: [1');
        await page
          .getByRole('list', { name: 'Problems of the values' })
          .getByText(/Line \d+, column \d+/)
          .first()
          .waitFor();
        await editor.fill('controlPlane:\n  replicas: 1\n');
        await page
          .getByRole('list', { name: 'Problems of the values' })
          .waitFor({ state: 'detached' });
        await shot(page, 'plan-yaml', editor);
        await next(page);
        await plan(page);
        operation = new URL(page.url()).pathname;
        await shot(page, 'operation-plan', page.getByText('Charts, in order'));
        await page.getByRole('tab', { name: /^Checks/ }).click();
        await shot(
          page,
          'operation-checks',
          page.getByText('Checks before the run'),
        );
        await page.getByRole('tab', { name: /^Changes/ }).click();
        const diff = page.getByRole('figure', { name: /^Diff of/ });
        await diff.waitFor();
        expect(await diff.innerText()).toContain('kind: Namespace');
        await shot(page, 'operation-changes', diff);
        expect(await sidewaysScrollers(page)).toEqual([]);
        await approveAndWait(page, async () => {
          const log = page.getByRole('log', { name: 'Log of the operation' });
          await log.getByText('[kuma-crds]').first().waitFor();
          await shot(page, 'operation-live', log);
        });
        const result = page.getByRole('table', {
          name: 'Result of the operation',
        });
        await result.getByText(`It runs ${VERSION}`).waitFor();
        await shot(page, 'operation-result', result);
      },
    ],

    [
      'shows it in the overview and brings a namespace onto it',
      async () => {
        const page = current();
        const config = new k8s.KubeConfig();
        config.loadFromFile((await clusterStatus(CLUSTER)).kubeconfigPath!);
        const core = config.makeApiClient(k8s.CoreV1Api);
        await core.createNamespace({ body: { metadata: { name: NAMESPACE } } });
        try {
          await open('/mesh');
          await page.getByRole('link', { name: 'Kuma' }).first().click();
          await page.getByText('No namespace is on this mesh').waitFor();
          await page
            .getByRole('button', { name: 'Onboard a namespace' })
            .click();
          await page.getByLabel('Namespace', { exact: true }).click();
          await page.getByRole('option', { name: NAMESPACE }).click();
          await page.getByText('No workload here would change').waitFor();
          await next(page);
          await plan(page);
          await approveAndWait(page);
          const { metadata } = await core.readNamespace({ name: NAMESPACE });
          expect(metadata?.labels).toMatchObject({
            'kuma.io/sidecar-injection': 'enabled',
          });
        } finally {
          await core.deleteNamespace({ name: NAMESPACE });
        }
      },
    ],

    [
      'keeps what was done: history, permanent address, Helm releases, samples',
      async () => {
        const page = current();
        await open('/mesh/operations');
        const table = page.getByRole('table', { name: 'Operations' });
        await table.getByText(`onto Kuma`).waitFor();
        await shot(page, 'operations', table);
        await open(operation);
        await page
          .getByRole('heading', { name: `Install Kuma ${VERSION}` })
          .waitFor();
        await open(`/mesh/clusters/${CLUSTER}/lifecycle`);
        const offers = page.getByRole('list', { name: 'Service meshes' });
        await offers.waitFor();
        await shot(page, 'lifecycle', offers);
        await open(`/mesh/clusters/${CLUSTER}/releases`);
        const releases = page.getByRole('table', { name: /^Helm releases/ });
        await releases.getByText(`kuma ${VERSION}`).waitFor();
        await shot(page, 'lifecycle-releases', releases);
        await open('/mesh/clusters/local/migrations');
        const migrations = page.getByRole('table', { name: /^Namespaces of/ });
        await migrations.first().waitFor();
        await shot(page, 'lifecycle-migrations', migrations.first());
        await open(`/mesh/clusters/${CLUSTER}/samples`);
        const samples = page.getByRole('list', { name: 'Samples' });
        await samples.waitFor();
        await shot(page, 'lifecycle-samples', samples);
        await samples.getByRole('link').first().click();
        const guide = page.getByRole('heading', { name: 'Guide' });
        await guide.waitFor();
        await page
          .getByRole('link', { name: 'Install', exact: true })
          .or(page.getByRole('button', { name: 'Install', exact: true }))
          .and(page.locator('[href]'))
          .waitFor();
        await shot(page, 'lifecycle-sample', guide);
        expect(await sidewaysScrollers(page)).toEqual([]);
      },
    ],

    [
      'removes it with its custom resource definitions',
      async () => {
        const page = current();
        await open('/mesh');
        await page.getByRole('link', { name: 'Kuma' }).first().click();
        await page.getByRole('button', { name: 'Remove', exact: true }).click();
        await page.getByRole('radio', { name: /^Remove them/ }).check();
        await page.getByRole('radio', { name: /^Remove it/ }).check();
        await next(page);
        await plan(page);
        await page
          .getByText(/Remove \d+ custom resource definitions/)
          .waitFor();
        await shot(page, 'operation-remove', page.getByText(/^Steps/).first());
        await approveAndWait(page);
        await open('/mesh');
        const fleet = page.getByRole('table', {
          name: 'Clusters and their meshes',
        });
        await fleet.getByText('Envoy Gateway').first().waitFor();
        expect(await fleet.getByText('Kuma').count()).toBe(0);
      },
    ],
  ];
}
