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
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { FakeTiming } from '../__testUtils__/FakeTiming';
import { classifyFailure } from '../failures';
import { systemTiming } from '../timing';
import { createProxyConnection } from './proxyConnection';
import { createKubeconfigConnection } from './kubeconfigConnection';
import { readText } from './readText';

describe('connections over HTTP', () => {
  let server: http.Server;
  let handle: http.RequestListener;
  let sockets = 0;

  beforeEach(async () => {
    sockets = 0;
    server = http.createServer((req, res) => handle(req, res));
    server.on('connection', () => {
      sockets += 1;
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => {
      server.close(resolve);
    });
  });

  const port = () => (server.address() as AddressInfo).port;

  function direct(token = 'secret-token') {
    const kubeConfig = new k8s.KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      {
        name: 'c',
        server: `http://127.0.0.1:${port()}/base`,
        skipTLSVerify: true,
      },
      { name: 'u', token },
    );
    return createKubeconfigConnection(kubeConfig);
  }

  function execKubeConfig(script: string) {
    const kubeConfig = new k8s.KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      { name: 'c', server: `http://127.0.0.1:${port()}`, skipTLSVerify: true },
      {
        name: 'u',
        exec: { command: process.execPath, args: ['-e', script] },
      },
    );
    return kubeConfig;
  }

  function proxied() {
    return createProxyConnection({
      proxyUrl: `http://127.0.0.1:${port()}/api/kubernetes/proxy`,
      cluster: 'prod',
      getToken: async () => 'portal-token',
      timing: systemTiming,
    });
  }

  it('sends the credentials, keeps its socket and serves raw and typed requests alike', async () => {
    const seen: string[] = [];
    handle = (req, res) => {
      seen.push(`${req.method} ${req.url} ${req.headers.authorization}`);
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify({ major: '1', minor: '36', gitVersion: 'v1' }));
    };
    const connection = direct();
    const raw = await connection.request('/version?x=1');
    expect(JSON.parse(await readText(raw.body))).toMatchObject({
      gitVersion: 'v1',
    });
    const typed = await connection.api(k8s.VersionApi).getCode();
    expect(typed.gitVersion).toBe('v1');
    expect(seen).toEqual([
      'GET /base/version?x=1 Bearer secret-token',
      'GET /base/version Bearer secret-token',
    ]);
    expect(sockets).toBe(1);
    connection.close();
  });

  it('gives the errors of typed calls with the status of the cluster', async () => {
    handle = (_, res) => {
      res.writeHead(403, { 'content-type': 'application/json' });
      res.end(
        JSON.stringify({ kind: 'Status', message: 'nodes is forbidden' }),
      );
    };
    const connection = direct();
    const error = await connection
      .api(k8s.CoreV1Api)
      .listNode()
      .catch(e => e);
    expect(classifyFailure(error)).toMatchObject({
      kind: 'forbidden',
      status: 403,
      message: 'nodes is forbidden (HTTP 403)',
    });
    connection.close();
  });

  it('does not follow redirects, which would take the credentials elsewhere', async () => {
    let requests = 0;
    handle = (_, res) => {
      requests += 1;
      res.writeHead(302, { location: '/elsewhere' });
      res.end();
    };
    const connection = direct();
    const response = await connection.request('/version');
    response.body.resume();
    expect(response.status).toBe(302);
    expect(requests).toBe(1);
    connection.close();
  });

  it('refuses a path that leads out of the cluster', async () => {
    const connection = proxied();
    await expect(connection.request('/../../catalog/entities')).rejects.toThrow(
      "Path '/../../catalog/entities' leads out of cluster 'prod' through the Kubernetes plugin",
    );
    connection.close();
  });

  it('ends a request that hangs when its signal says so, before and after the headers', async () => {
    let arrived = () => {};
    handle = (req, res) => {
      if (req.url === '/base/watch') {
        res.writeHead(200);
        res.write('first');
      }
      arrived();
    };
    const connection = direct();
    const hung = new AbortController();
    const reached = new Promise<void>(resolve => {
      arrived = resolve;
    });
    const request = connection.request('/hang', { signal: hung.signal });
    await reached;
    hung.abort(new Error('enough'));
    await expect(request).rejects.toThrow('enough');

    const watching = new AbortController();
    const { body } = await connection.request('/watch', {
      signal: watching.signal,
    });
    const reading = readText(body);
    watching.abort(new Error('enough'));
    await expect(reading).rejects.toThrow();
    connection.close();
  });

  it('ends the watches under way when it is closed', async () => {
    handle = (_, res) => {
      res.writeHead(200);
      res.write('first');
    };
    const connection = direct();
    const { body } = await connection.request('/watch');
    const reading = readText(body);
    connection.close();
    await expect(reading).rejects.toThrow('aborted');
  });

  it('says in words that nothing listens, and names the address without credentials', async () => {
    const kubeConfig = new k8s.KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      {
        name: 'c',
        server: 'http://me:secret@127.0.0.1:1',
        skipTLSVerify: true,
      },
      { name: 'u' },
    );
    const connection = createKubeconfigConnection(kubeConfig);
    const failure = classifyFailure(
      await connection.request('/version').catch(e => e),
    );
    expect(failure).toMatchObject({
      kind: 'refused',
      message:
        'Cannot reach http://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1',
    });
  });

  it('says which certificate problem a TLS server has', async () => {
    const kubeConfig = new k8s.KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      {
        name: 'c',
        server: `https://127.0.0.1:${port()}`,
        skipTLSVerify: false,
      },
      { name: 'u' },
    );
    const connection = createKubeconfigConnection(kubeConfig);
    const failure = classifyFailure(
      await connection.request('/version').catch(e => e),
    );
    expect(failure.kind).toBe('tls');
    connection.close();
  });

  it('gives up on a server that takes connections and never finishes the handshake', async () => {
    const silent = net.createServer();
    await new Promise<void>(resolve => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    const accepted = new Promise<net.Socket>(resolve => {
      silent.once('connection', resolve);
    });
    const timing = new FakeTiming();
    const kubeConfig = new k8s.KubeConfig();
    const { port: silentPort } = silent.address() as AddressInfo;
    kubeConfig.loadFromClusterAndUser(
      {
        name: 'c',
        server: `https://127.0.0.1:${silentPort}`,
        skipTLSVerify: false,
      },
      { name: 'u' },
    );
    const connection = createKubeconfigConnection(kubeConfig, timing);
    const request = connection.request('/version').catch(e => e);
    const socket = await accepted;
    await timing.advance(8_000);
    expect(classifyFailure(await request)).toMatchObject({
      kind: 'timeout',
      message: `Cannot reach https://127.0.0.1:${silentPort}: no connection within 8 s`,
    });
    socket.destroy();
    silent.close();
  });

  it('asks a credential plugin, keeps its answer for a while, and asks again after a refusal', async () => {
    const seen: (string | undefined)[] = [];
    let status = 200;
    handle = (req, res) => {
      seen.push(req.headers.authorization);
      res.writeHead(status);
      res.end('{}');
    };
    const timing = new FakeTiming();
    const connection = createKubeconfigConnection(
      execKubeConfig(
        'console.log(JSON.stringify({ status: { token: "t" + process.pid } }))',
      ),
      timing,
    );
    const ask = async () => readText((await connection.request('/x')).body);
    await ask();
    await ask();
    expect(seen[0]).toMatch(/^Bearer t\d+$/);
    expect(seen[1]).toBe(seen[0]);
    status = 401;
    await ask();
    await ask();
    expect(seen[2]).toBe(seen[0]);
    expect(seen[3]).not.toBe(seen[0]);
    connection.close();
  });

  it('says why a credential plugin fails', async () => {
    const connection = createKubeconfigConnection(
      execKubeConfig('console.error("please log in"); process.exit(1)'),
    );
    const failure = classifyFailure(
      await connection.request('/x').catch(e => e),
    );
    expect(failure.kind).toBe('credentials');
    expect(failure.message).toMatch(
      /^Cannot get the credentials for http:.*: please log in$/,
    );
  });

  it('names the cluster to the proxy and tells its errors from those of the cluster', async () => {
    const seen: http.IncomingHttpHeaders[] = [];
    let status = 200;
    let answer: object = { gitVersion: 'v1' };
    handle = (req, res) => {
      seen.push(req.headers);
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(JSON.stringify(answer));
    };
    const connection = proxied();
    const fine = await connection.request('/version');
    await readText(fine.body);
    expect(seen[0]).toMatchObject({
      authorization: 'Bearer portal-token',
      'backstage-kubernetes-cluster': 'prod',
    });

    status = 401;
    answer = { kind: 'Status', message: 'Unauthorized' };
    const refused = await connection.request('/version');
    expect(refused.status).toBe(401);
    expect(await readText(refused.body)).toContain('Unauthorized');

    answer = { error: { name: 'AuthenticationError', message: 'Missing' } };
    const ofPortal = await connection.request('/version').catch(e => e);
    expect(classifyFailure(ofPortal).kind).toBe('portal');

    status = 500;
    answer = {
      error: {
        name: 'Error',
        message:
          "Cluster 'prod' request error; caused by Error: connect ECONNREFUSED 127.0.0.1:6443",
      },
    };
    const ofNetwork = await connection.request('/version').catch(e => e);
    expect(classifyFailure(ofNetwork).kind).toBe('refused');
    connection.close();
  });
});
