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

import { mockServices } from '@backstage/backend-test-utils';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemTiming } from '../timing';
import { KubernetesPluginSource } from './KubernetesPluginSource';

describe('KubernetesPluginSource', () => {
  let server: http.Server;
  let status = 200;
  let answer: object = {};
  let authorization: string | undefined;

  beforeAll(async () => {
    server = http.createServer((req, res) => {
      authorization = req.headers.authorization;
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(JSON.stringify(answer));
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  function list() {
    const { port } = server.address() as AddressInfo;
    const discovery = mockServices.discovery.mock({
      getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
    });
    return new KubernetesPluginSource({
      discovery,
      auth: mockServices.auth(),
      timing: systemTiming,
    }).list(new AbortController().signal);
  }

  it("lists the plugin's clusters and asks with a token of this plugin", async () => {
    status = 200;
    answer = {
      items: [{ name: 'prod', title: 'Production', authProvider: 'aws' }],
    };
    await expect(list()).resolves.toEqual([
      expect.objectContaining({
        name: 'prod',
        title: 'Production',
        state: 'ready',
      }),
    ]);
    expect(authorization).toMatch(/^Bearer mock-service-token/);
  });

  it.each(['google', 'oidc', 'aks'])(
    'explains why a cluster with the auth provider %s cannot be shown',
    async authProvider => {
      status = 200;
      answer = { items: [{ name: 'prod', authProvider }] };
      const [cluster] = await list();
      expect(cluster.state).toBe('misconfigured');
      expect(cluster.message).toContain(
        `with the auth provider '${authProvider}', which needs the token of a signed-in user`,
      );
      expect(cluster.connect).toBeUndefined();
    },
  );

  it('says what to do if the plugin is not there', async () => {
    status = 404;
    answer = {};
    await expect(list()).rejects.toThrow(
      "add '@backstage/plugin-kubernetes-backend' to the backend",
    );
  });
});
