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

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import * as k8s from '@kubernetes/client-node';
import {
  type ClusterHandle,
  HELLO_IMAGE,
  importImage,
  REAL_NODE_LABEL,
  REAL_NODE_TAINT,
  startCluster,
  waitFor,
} from '@meshplane/local-cluster';
import { RUN_LABEL, runKey } from '../kube/names';
import {
  connectedCluster,
  requestOf,
  settingsWith,
} from './__testUtils__/runner';
import { JobRunner } from './JobRunner';

const run = promisify(execFile);
const name = `load-${randomBytes(3).toString('hex')}`;
const IMAGE = 'meshplane.test/load-generator:1';
const NAMESPACE = 'default';
const TIMEOUT_MS = 120_000;
const ROOT = path.resolve(__dirname, '../../../../../..');

const onRealNode = {
  nodeSelector: { [REAL_NODE_LABEL.key]: REAL_NODE_LABEL.value },
  tolerations: [{ key: REAL_NODE_TAINT.key, operator: 'Exists' as const }],
};
const choice = {
  type: 'job' as const,
  cluster: 'real',
  namespace: NAMESPACE,
  shards: 3,
  sidecar: false,
  generator: 'meshplane' as const,
};

describe('load made by real pods', () => {
  let cluster: ClusterHandle;
  let core: k8s.CoreV1Api;
  let batch: k8s.BatchV1Api;
  let url: string;
  let runner: JobRunner;

  beforeAll(async () => {
    cluster = await startCluster({ name, nodes: 1, realNode: true });
    core = cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
    batch = cluster.kubeConfig().makeApiClient(k8s.BatchV1Api);
    await importGenerator();
    url = await serveHello(cluster, core);
    runner = new JobRunner({
      clusters: connectedCluster('real', cluster.kubeConfig()),
      enabled: true,
      settings: settingsWith({
        image: IMAGE,
        cpu: '500m',
        startTimeoutMs: TIMEOUT_MS,
        ...onRealNode,
      }),
    });
  }, 600_000);

  afterAll(async () => {
    await cluster?.stop({ delete: true });
  }, TIMEOUT_MS);

  it(
    'begins in three pods together, and puts their results together exactly',
    async () => {
      const { request, told } = requestOf(
        'three',
        { endpoints: [{ url }] },
        choice,
      );
      const { result, hosts, window, generatorUse } = await runner.run(request);

      expect(result).toMatchObject({
        id: 'three',
        end: 'complete',
        precision: 'exact',
        targetRate: 60,
        measuredSeconds: 4,
        counts: { scheduled: 240, sent: 240, ok: 240, errors: {} },
        latency: { response: { count: 240 }, lag: { count: 240 } },
        generator: {
          name: 'meshplane',
          threads: 3,
          caveats: ['Made by 3 pods that began together'],
        },
      });
      // One schedule: a third of every second from each.
      expect(result.slices.map(({ scheduled }) => scheduled)).toEqual([
        60, 60, 60, 60,
      ]);
      expect(told.messages).toEqual([
        expect.stringMatching(/^3 shards begin together at /),
      ]);
      expect(told.live.length).toBeGreaterThan(0);
      expect(hosts).toEqual(['real-1']);
      expect(window.to - window.from).toBe(4000);
      expect(generatorUse!.cpuMean).toBeGreaterThan(0);
      expect(generatorUse!.memoryMax).toBeGreaterThan(1024 * 1024);

      const use = await useOfTarget(cluster);
      expect(use).toHaveLength(2);
      for (const { cpu, memory } of use) {
        expect(cpu).toBeGreaterThan(0);
        expect(memory).toBeGreaterThan(0);
      }
      await expectNothingLeft('three');
    },
    TIMEOUT_MS,
  );

  it(
    'keeps what was measured until a cancel, and removes the pods',
    async () => {
      const { request, told, cancel, whenLive } = requestOf(
        'cancelled',
        {
          endpoints: [{ url }],
          load: { model: 'open', stages: [{ seconds: 600, from: 30, to: 30 }] },
        },
        choice,
      );
      whenLive(live => {
        if (live.sent > 0) cancel();
      });
      const { result } = await runner.run(request);
      expect(result.end).toBe('cancelled');
      expect(result.counts.sent).toBeGreaterThan(0);
      expect(result.latency.response!.count).toBe(result.counts.ok);
      expect(told.live.at(-1)!.plannedSeconds).toBe(600);
      await expectNothingLeft('cancelled');
    },
    TIMEOUT_MS,
  );

  async function expectNothingLeft(runId: string) {
    const labelSelector = `${RUN_LABEL}=${runKey(runId)}`;
    await waitFor(
      'objects of the run are still there',
      async () => {
        const of = { namespace: NAMESPACE, labelSelector };
        const left = await Promise.all([
          batch.listNamespacedJob(of),
          core.listNamespacedSecret(of),
          core.listNamespacedPod(of),
        ]);
        return left.every(({ items }) => items.length === 0);
      },
      { timeoutMs: TIMEOUT_MS / 2 },
    );
  }
});

/** The image as its Dockerfile makes it, of the Node.js that runs this test. */
async function importGenerator() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'meshplane-generator-'));
  try {
    const bundle = path.join(folder, 'load-generator.cjs');
    await run(
      process.execPath,
      [
        path.join(ROOT, 'node_modules/tsx/dist/cli.mjs'),
        'packages/cli/scripts/bundleShard.ts',
        bundle,
      ],
      { cwd: ROOT },
    );
    const { stdout } = await run('ldd', [process.execPath]);
    const libraries = stdout.match(/\/\S+(?= \(0x)/g) ?? [];
    await importImage(name, {
      reference: IMAGE,
      files: [
        { path: '/node', from: { file: process.execPath } },
        { path: '/load-generator.cjs', from: { file: bundle }, mode: 0o644 },
        ...libraries.map(file => ({ path: file, from: { file } })),
      ],
      entrypoint: ['/node', '/load-generator.cjs'],
      user: '65532',
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Two pods behind a Service. @returns its URL, when both are ready */
async function serveHello(cluster: ClusterHandle, core: k8s.CoreV1Api) {
  const apps = cluster.kubeConfig().makeApiClient(k8s.AppsV1Api);
  await apps.createNamespacedDeployment({
    namespace: NAMESPACE,
    body: {
      metadata: { name: 'hello' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'hello' } },
        template: {
          metadata: { labels: { app: 'hello' } },
          spec: {
            ...onRealNode,
            containers: [
              {
                name: 'hello',
                image: HELLO_IMAGE,
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
    },
  });
  const service = await core.createNamespacedService({
    namespace: NAMESPACE,
    body: {
      metadata: { name: 'hello' },
      spec: {
        selector: { app: 'hello' },
        ports: [{ port: 80, targetPort: 8080 }],
      },
    },
  });
  await waitFor(
    'the target is not ready',
    async () =>
      (
        await apps.readNamespacedDeployment({
          namespace: NAMESPACE,
          name: 'hello',
        })
      ).status?.readyReplicas === 2,
    { timeoutMs: TIMEOUT_MS },
  );
  return `http://${service.spec!.clusterIP}/`;
}

/** CPU (nanoseconds so far) and memory of the target's containers, as the node's kubelet tells: there is no metrics server. */
async function useOfTarget(cluster: ClusterHandle) {
  const core = cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
  return waitFor(
    'kubelet tells nothing of the target',
    async () => {
      const text = (await core.connectGetNodeProxyWithPath({
        name: 'real-1',
        path: 'stats/summary',
      })) as unknown;
      const summary = (typeof text === 'string' ? JSON.parse(text) : text) as {
        pods: {
          podRef: { name: string };
          containers?: {
            cpu?: { usageCoreNanoSeconds?: number };
            memory?: { workingSetBytes?: number };
          }[];
        }[];
      };
      const use = summary.pods
        .filter(({ podRef }) => podRef.name.startsWith('hello-'))
        .flatMap(({ containers }) => containers ?? [])
        .map(({ cpu, memory }) => ({
          cpu: cpu?.usageCoreNanoSeconds ?? 0,
          memory: memory?.workingSetBytes ?? 0,
        }));
      return use.length === 2 && use.every(({ cpu }) => cpu > 0)
        ? use
        : undefined;
    },
    { timeoutMs: TIMEOUT_MS / 2 },
  );
}
