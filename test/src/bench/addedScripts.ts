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
import type { Browser } from 'playwright-core';
import { launchChromium } from '../browser/chromium';
import type { BenchRow } from './types';

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
    const settings = await scriptsOf(browser, origin, '/settings');
    const overview = await scriptsOf(browser, origin, '/mesh');
    const topology = await scriptsOf(
      browser,
      origin,
      '/mesh/clusters/local/topology',
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

/** Paths of the scripts that a fresh visit of a page loads, signed in as guest, with an API that has nothing to say. */
async function scriptsOf(browser: Browser, origin: string, page: string) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const scripts = new Set<string>();
  tab.on('request', request => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.js')) scripts.add(pathname);
  });
  await tab.route(/\/api\//, route => {
    const guest = {
      providerInfo: {},
      profile: { displayName: 'Guest' },
      backstageIdentity: {
        token: 'none',
        expiresInSeconds: 3600,
        identity: {
          type: 'user',
          userEntityRef: 'user:default/guest',
          ownershipEntityRefs: [],
        },
      },
    };
    return route.request().url().includes('/auth/guest/')
      ? route.fulfill({ json: guest })
      : route.fulfill({ status: 404, json: {} });
  });
  await tab.goto(`${origin}${page}`);
  await tab.getByRole('button', { name: 'Enter' }).click();
  await tab.getByRole('navigation').first().waitFor();
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
