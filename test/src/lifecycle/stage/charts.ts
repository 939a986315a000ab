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

/* eslint jest/no-export: off, jest/valid-describe-callback: off, jest/valid-title: off --
   no test itself: it declares the suites of the files beside it, which name them */

import { meshDefinitions } from '@meshplane/meshes';
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** Real charts of the meshes, where they are. */
const CHART_FOLDER = path.resolve(__dirname, '../../../../../shared/charts');

/** Whether the real charts are there. */
export const hasCharts = existsSync(path.join(CHART_FOLDER, 'index.yaml'));

/** Addresses from which the definitions take their charts. */
const UPSTREAM = [
  ...new Set(
    meshDefinitions.flatMap(({ charts }) =>
      charts.map(({ repository }) => repository),
    ),
  ),
];

/** Serves the real charts on loopback, as a mirror of all that the definitions know. */
export async function startCharts() {
  const server = http.createServer(async (request, response) => {
    const name = path.normalize(decodeURIComponent(request.url ?? '/'));
    const file = path.join(CHART_FOLDER, name);
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-length': String(found.size) });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    /** The section `meshplane.charts`: nothing but this server is asked. */
    config: (repository: object = {}) => ({
      onlyConfigured: true,
      repositories: [{ url, mirrorOf: UPSTREAM, ...repository }],
      gatewayApiBundles: `${url}/gateway-api/{channel}-{version}.yaml`,
    }),
    async close() {
      server.closeAllConnections();
      await new Promise(done => {
        server.close(done);
      });
    },
  };
}

/** A server of {@link startCharts}. */
export type Charts = Awaited<ReturnType<typeof startCharts>>;

/** A suite that needs the real charts. A run without them says what it did not look at. */
export function describeWithCharts(name: string, suite: () => void) {
  if (hasCharts) {
    describe(name, suite);
  } else {
    it(`does not look at this, since the real charts are not here: ${name}`, () => {
      expect(hasCharts).toBe(false);
    });
  }
}
