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

import { randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { promisify } from 'node:util';
import * as k8s from '@kubernetes/client-node';
import { startCluster, type ClusterHandle } from '../index';
import { waitFor } from '../process/waiting';
import { HELLO_IMAGE, importImage, REAL_NODE_LABEL, REAL_NODE_TAINT } from '.';

const run = promisify(execFile);
const name = `node-${randomBytes(3).toString('hex')}`;
const TIMEOUT_MS = 120_000;
/** An image that only the test brings: a file beside the program shows that it is this one. */
const OWN_IMAGE = 'meshplane.test/own:1';

/** Two pods of an image on the real node, and a Service before them. */
function deployment(image: string): k8s.V1Deployment {
  return {
    metadata: { name: 'hello' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'hello' } },
      template: {
        metadata: { labels: { app: 'hello' } },
        spec: {
          nodeSelector: { [REAL_NODE_LABEL.key]: REAL_NODE_LABEL.value },
          tolerations: [{ key: REAL_NODE_TAINT.key, operator: 'Exists' }],
          dnsPolicy: 'Default',
          containers: [
            {
              name: 'hello',
              image,
              imagePullPolicy: 'Never',
              readinessProbe: {
                httpGet: { path: '/', port: 8080 },
                periodSeconds: 1,
              },
            },
          ],
        },
      },
    },
  };
}

describe('a real node', () => {
  let cluster: ClusterHandle;
  let core: k8s.CoreV1Api;

  beforeAll(async () => {
    cluster = await startCluster({ name, nodes: 1, realNode: true });
    core = cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
  }, 600_000);

  afterAll(async () => {
    await cluster?.stop({ delete: true });
  }, TIMEOUT_MS);

  it('refuses the address of a Service that does not exist, rather than let it leave the machine', async () => {
    await expect(refusal('http://10.96.255.254/')).resolves.toMatch(
      /ECONNREFUSED|EHOSTUNREACH/,
    );
  });

  it(
    'answers through its Service, and both pods take part',
    async () => {
      const apps = cluster.kubeConfig().makeApiClient(k8s.AppsV1Api);
      await apps.createNamespacedDeployment({
        namespace: 'default',
        body: deployment(HELLO_IMAGE),
      });
      const service = await core.createNamespacedService({
        namespace: 'default',
        body: {
          metadata: { name: 'hello' },
          spec: {
            selector: { app: 'hello' },
            ports: [{ port: 80, targetPort: 8080 }],
          },
        },
      });
      const url = `http://${service.spec!.clusterIP}/`;

      const answered = new Set<string>();
      await waitFor(
        () => `only ${[...answered].join(', ') || 'no pod'} answered`,
        async () => {
          const answer = await ask(url);
          if (answer !== undefined) answered.add(answer.trim());
          return answered.size === 2;
        },
        { timeoutMs: TIMEOUT_MS / 2 },
      );
      const pods = await core.listNamespacedPod({
        namespace: 'default',
        labelSelector: 'app=hello',
      });
      expect([...answered].sort()).toEqual(
        pods.items.map(pod => pod.metadata!.name).sort(),
      );
      expect(pods.items.map(pod => pod.spec!.nodeName)).toEqual([
        'real-1',
        'real-1',
      ]);
    },
    TIMEOUT_MS,
  );

  it(
    'runs an image that was made from local files, and shows its log through the API server',
    async () => {
      await importImage(name, {
        reference: OWN_IMAGE,
        files: [
          { path: '/greet', from: { file: process.execPath } },
          ...(await libraries(process.execPath)),
        ],
        entrypoint: [
          '/greet',
          '-e',
          'console.log(`made from local files on ${process.env.PLACE}`)',
        ],
        env: { PLACE: 'a real node' },
      });
      await core.createNamespacedPod({
        namespace: 'default',
        body: {
          metadata: { name: 'own' },
          spec: {
            restartPolicy: 'Never',
            nodeName: 'real-1',
            tolerations: [{ operator: 'Exists' }],
            dnsPolicy: 'Default',
            containers: [
              { name: 'own', image: OWN_IMAGE, imagePullPolicy: 'Never' },
            ],
          },
        },
      });
      let phase: string | undefined;
      await waitFor(
        () => `the pod is ${phase}`,
        async () => {
          phase = (
            await core.readNamespacedPod({ namespace: 'default', name: 'own' })
          ).status?.phase;
          return phase === 'Succeeded';
        },
        { timeoutMs: TIMEOUT_MS },
      );
      const log = await core.readNamespacedPodLog({
        namespace: 'default',
        name: 'own',
      });
      expect(log).toBe('made from local files on a real node\n');
    },
    TIMEOUT_MS,
  );

  it('leaves simulated pods to simulated nodes', async () => {
    const nodes = await core.listNode();
    const real = nodes.items.find(
      node =>
        node.metadata!.labels?.[REAL_NODE_LABEL.key] === REAL_NODE_LABEL.value,
    );
    expect(real?.spec?.taints).toEqual(
      expect.arrayContaining([expect.objectContaining(REAL_NODE_TAINT)]),
    );
    expect(nodes.items).toHaveLength(2);
  });

  it(
    'leaves nothing behind: no process, mount, interface or firewall rule',
    async () => {
      const rulesOfOthers = (text: string) =>
        text.split('\n').filter(line => /KUBE|CNI-|meshplane/.test(line));
      await cluster.stop({ delete: true });
      expect(rulesOfOthers((await run('iptables-save')).stdout)).toEqual([]);
      expect((await run('ip', ['-brief', 'link'])).stdout).not.toMatch(
        /^(mp-|veth)/m,
      );
      expect(await readFile('/proc/self/mounts', 'utf8')).not.toContain(
        `/clusters/${name}/`,
      );
      const { stdout } = await run('ps', ['-eo', 'args']);
      expect(
        stdout.split('\n').filter(line => line.includes(`/clusters/${name}/`)),
      ).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

/** One request on a connection of its own, since a Service chooses a pod per connection. */
function ask(url: string): Promise<string | undefined> {
  return new Promise(resolve => {
    const request = http.get(url, { agent: false, timeout: 2000 }, response => {
      readText(response).then(
        text => resolve(response.statusCode === 200 ? text : undefined),
        () => resolve(undefined),
      );
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', () => resolve(undefined));
  });
}

/** Why a request cannot even connect. */
function refusal(url: string): Promise<string | undefined> {
  return new Promise(resolve => {
    const request = http.get(url, { agent: false, timeout: 2000 }, response => {
      response.resume();
      resolve(`answered ${response.statusCode}`);
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code ?? error.message),
    );
  });
}

/** The shared libraries of a program, at the paths where its loader looks for them. */
async function libraries(program: string) {
  const { stdout } = await run('ldd', [program]);
  const paths = stdout.match(/\/\S+(?= \(0x)/g) ?? [];
  return paths.map(path => ({ path, from: { file: path } }));
}
