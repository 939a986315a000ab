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

import { createReadStream, existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Topology } from '@meshplane/meshes';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../browser/chromium';
import type { BenchRow } from './types';

const HOUR_S = 3600;

/** Nobody checks its signature here; the app reads the expiry from it. */
const TOKEN = [
  { alg: 'none' },
  {
    sub: 'user:default/guest',
    iat: Math.floor(Date.now() / 1000),
    exp: Math.floor(Date.now() / 1000) + HOUR_S,
  },
]
  .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat('unsigned')
  .join('.');

const GUEST = {
  providerInfo: {},
  profile: { displayName: 'Guest' },
  backstageIdentity: {
    token: TOKEN,
    expiresInSeconds: HOUR_S,
    identity: {
      type: 'user',
      userEntityRef: 'user:default/guest',
      ownershipEntityRefs: [],
    },
  },
};

/** Something to draw: the layout is loaded only then. */
const TOPOLOGY: Topology = {
  nodes: [
    { id: 'cluster', kind: 'cluster', label: 'local' },
    { id: 'shop', kind: 'namespace', label: 'shop', parent: 'cluster' },
    { id: 'cart', kind: 'workload', label: 'cart', parent: 'shop' },
  ],
  edges: [],
  cut: { namespaces: 0, workloads: 0, services: 0, gateways: 0 },
};

/**
 * Gzip size of the scripts that a visit of the Mesh page loads beyond those of the settings page, from the built app.
 *
 * @param root - folder of the repository
 * @throws Error if the app has not been built
 */
export async function addedScripts(root: string): Promise<BenchRow[]> {
  const dist = path.join(root, 'packages/app/dist');
  if (!existsSync(path.join(dist, 'index.html'))) {
    throw new Error('The app is not built: run "npm run build -w app" first');
  }
  const server = await serve(dist);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await launchChromium();
  try {
    const settings = await scriptsOf(
      browser,
      origin,
      '/settings',
      'text=Theme',
    );
    const overview = await scriptsOf(
      browser,
      origin,
      '/mesh',
      'text=Fleet overview',
    );
    const topology = await scriptsOf(
      browser,
      origin,
      '/mesh/clusters/local/topology',
      '.react-flow__node',
    );
    const added = [...overview].filter(name => !settings.has(name));
    const more = [...topology].filter(
      name => !settings.has(name) && !overview.has(name),
    );
    return [
      {
        what: 'scripts that the Mesh page adds, gzip',
        value: await gzipKilobytes(dist, added),
        unit: 'kB',
        goal: 300,
      },
      {
        what: 'scripts that the topology adds to that, gzip',
        value: await gzipKilobytes(dist, more),
        unit: 'kB',
      },
    ];
  } finally {
    await browser.close();
    server.close();
  }
}

/**
 * Paths of the scripts that a fresh visit of a page loads, signed in as guest, with an API that has nothing to say but a
 * small topology.
 *
 * @param shown - selector of what the page shows once it is there
 */
async function scriptsOf(
  browser: Browser,
  origin: string,
  page: string,
  shown: string,
): Promise<Set<string>> {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const scripts = new Set<string>();
  tab.on('request', request => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.js')) scripts.add(pathname);
  });
  tab.on('worker', worker => scripts.add(new URL(worker.url()).pathname));
  await tab.route(/\/api\//, route => {
    const url = route.request().url();
    // The app asks the origin that it was built for, which is not the one that serves it here.
    const headers = {
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers':
        'authorization, content-type, x-requested-with',
    };
    if (route.request().method() === 'OPTIONS') {
      return route.fulfill({ status: 204, headers });
    }
    if (url.includes('/auth/guest/')) {
      return route.fulfill({ headers, json: GUEST });
    }
    if (url.includes('/topology')) {
      return route.fulfill({ headers, json: TOPOLOGY });
    }
    return route.fulfill({ headers, status: 404, json: {} });
  });
  await tab.goto(`${origin}${page}`);
  await tab.getByRole('button', { name: 'Enter' }).click();
  await tab.locator(shown).first().waitFor();
  await tab.waitForLoadState('networkidle');
  await context.close();
  return scripts;
}

async function gzipKilobytes(
  dist: string,
  scripts: readonly string[],
): Promise<number> {
  const sizes = await Promise.all(
    scripts.map(
      async name => gzipSync(await readFile(path.join(dist, name))).length,
    ),
  );
  return sizes.reduce((a, b) => a + b, 0) / 1000;
}

/** Serves the built app; whatever is no file is the app's own page. */
async function serve(dist: string): Promise<http.Server> {
  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const wanted = path.join(dist, path.normalize(pathname));
    const isFile = await stat(wanted).then(
      s => s.isFile(),
      () => false,
    );
    const file = isFile ? wanted : path.join(dist, 'index.html');
    const types: Record<string, string> = {
      '.js': 'text/javascript',
      '.css': 'text/css',
      '.html': 'text/html',
    };
    response.setHeader(
      'content-type',
      types[path.extname(file)] ?? 'application/octet-stream',
    );
    createReadStream(file).pipe(response);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}
