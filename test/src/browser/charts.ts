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
import { mkdtemp, rm, stat } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { meshDefinitions } from '@meshplane/meshes';

const FOLDER = path.resolve(__dirname, '../../../../shared/charts');

/** Whether the real charts of the meshes lie beside the project. */
export const hasCharts = existsSync(path.join(FOLDER, 'index.yaml'));

/** Real charts on loopback. */
export interface Charts {
  /** The section `meshplane.charts` of a portal that reads these charts and nothing else. */
  config: object;
  close(): Promise<void>;
}

/** Serves the charts in place of every repository that the definitions of meshes name. */
export async function serveCharts(): Promise<Charts> {
  const cacheDirectory = await mkdtemp(path.join(tmpdir(), 'meshplane-walk-'));
  const server = http.createServer(async (request, response) => {
    const file = path.join(
      FOLDER,
      path.normalize(decodeURIComponent(request.url ?? '/')),
    );
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-length': String(found.size) });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const upstream = meshDefinitions.flatMap(({ charts }) =>
    charts.map(({ repository }) => repository),
  );
  return {
    config: {
      repositories: [{ url, mirrorOf: [...new Set(upstream)] }],
      onlyConfigured: true,
      cacheDirectory,
      gatewayApiBundles: `${url}/gateway-api/{channel}-{version}.yaml`,
    },
    async close() {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
      await rm(cacheDirectory, { recursive: true, force: true });
    },
  };
}
