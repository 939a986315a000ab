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
import { stat } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize, resolve } from 'node:path';

/** Real charts of the meshes, where they are. */
export const CHART_FOLDER = resolve(
  __dirname,
  '../../../../../../shared/charts',
);

/** Whether {@link CHART_FOLDER} is there. */
export const hasCharts = existsSync(join(CHART_FOLDER, 'index.yaml'));

/** Serves {@link CHART_FOLDER} on loopback as a chart repository, with the Gateway API bundles below `gateway-api/`. */
export async function startChartServer() {
  const requests: string[] = [];
  const server = http.createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(request.url ?? '/'));
    requests.push(path);
    const file = join(CHART_FOLDER, path);
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-length': String(found.size) });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    requests,
    gatewayApiBundles: `${url}/gateway-api/{channel}-{version}.yaml`,
    async close() {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
    },
  };
}
