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

import { waitFor } from '@meshplane/local-cluster';
import type { MeshReport, Pod } from '@meshplane/meshes';
import http from 'node:http';
import {
  clusterOf,
  FakeClusterAccess,
  FakeInventory,
  snapshotOf,
} from '../../__testUtils__/fakes';
import type { MeshService } from '../../meshes/MeshService';
import { readMetricsConfig } from '../connections/config';
import { createMetricsConnections } from '../connections/createMetricsConnections';
import type { MetricsConnections } from '../connections/MetricsConnections';
import { createResourceReader } from '../resources/createResourceReader';
import type { MeasuredWindow } from '../resources/ResourceReader';
import { busySeconds, startContainerExporter } from './containerExporter';
import { startProcessTarget } from './processTarget';
import { profileInput } from './profileInput';
import { PROMETHEUS_USER, startPrometheus } from './startPrometheus';

const CLUSTER = 'edge';
const NAMESPACE = 'shop';
/** The pod that two real processes stand for. */
export const POD = 'cart-6d5f-x1';
/** This machine. */
export const NODE = 'worker-1';

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: POD,
    namespace: NAMESPACE,
    labels: { 'pod-template-hash': '6d5f' },
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'cart-6d5f',
        uid: 'u1',
        controller: true,
      },
    ],
  },
  spec: {
    nodeName: NODE,
    containers: [
      { name: 'cart', image: 'cart:1' },
      { name: 'istio-proxy', image: 'istio/proxyv2:1.30.0' },
    ],
  },
  status: { phase: 'Running' },
};

export type PrometheusStage = Awaited<ReturnType<typeof startPrometheusStage>>;

/** A real Prometheus that scrapes a pod of two real processes under load, an application behind a proxy. */
export async function startPrometheusStage() {
  const app = await startProcessTarget({ busyMs: 10, pauseMs: 30 });
  const proxy = await startProcessTarget({
    busyMs: 4,
    pauseMs: 0,
    upstream: app.port,
  });
  const load = startLoad(proxy.port);
  const exporter = await startContainerExporter({
    namespace: NAMESPACE,
    workload: 'cart',
    pod: POD,
    containers: { cart: app, 'istio-proxy': proxy },
    requests: () => load.answered,
    node: NODE,
  });
  const prometheus = await startPrometheus({ cadvisor: exporter.address });

  /** Waits until Prometheus has come so many times more. */
  const scraped = async (times: number) => {
    const goal = exporter.scrapes + times;
    await waitFor(
      () => `${exporter.scrapes} of ${goal} scrapes`,
      () => exporter.scrapes >= goal,
      { timeoutMs: 120_000 },
    );
  };
  const state = async () => ({
    at: Date.now(),
    answered: load.answered,
    app: await app.cpuSeconds(),
    proxy: await proxy.cpuSeconds(),
    node: await busySeconds(),
  });
  await scraped(3);

  return {
    app,
    scraped,
    /** A window of so many scrapes, and what the processes themselves say of it: cores and requests per second. */
    async measure(scrapes: number) {
      const begin = await state();
      await scraped(scrapes);
      const end = await state();
      const seconds = (end.at - begin.at) / 1000;
      const per = (key: 'answered' | 'app' | 'proxy' | 'node') =>
        (end[key] - begin[key]) / seconds;
      const achievedRate = per('answered');
      return {
        window: { from: begin.at, to: end.at, achievedRate },
        achievedRate,
        app: per('app'),
        proxy: per('proxy'),
        node: per('node'),
      };
    },
    /** Connections with this Prometheus as `central`. */
    connect(
      over: { url?: string; password?: string } = {},
    ): MetricsConnections {
      return createMetricsConnections({
        config: readMetricsConfig({
          prometheus: [
            {
              name: 'central',
              url: over.url ?? prometheus.url,
              username: PROMETHEUS_USER.username,
              password: over.password ?? PROMETHEUS_USER.password,
            },
          ],
        }),
        clusters: new FakeClusterAccess([clusterOf(CLUSTER)]),
      });
    },
    async stop() {
      await load.stop();
      await prometheus.stop();
      await exporter.stop();
      await proxy.stop();
      await app.stop();
    },
  };
}

/** Reads what the pod used in a window. */
export async function readWindow(
  connections: MetricsConnections,
  window: MeasuredWindow,
) {
  const meshes = {
    report: () => ({
      report: { meshes: [], namespaces: [], workloads: [] } as MeshReport,
    }),
  } as unknown as MeshService;
  const watch = createResourceReader({
    connections,
    clusters: new FakeClusterAccess([clusterOf(CLUSTER)]),
    inventory: new FakeInventory([snapshotOf(CLUSTER, [pod])]),
    meshes,
    kubeletStats: false,
  }).watch(
    profileInput({
      measured: [{ cluster: CLUSTER, namespace: NAMESPACE, workload: 'cart' }],
    }),
    new AbortController().signal,
  );
  try {
    return await watch.read(window);
  } finally {
    watch.stop();
  }
}

/** Requests one after the other, until it is stopped. */
function startLoad(port: number) {
  let answered = 0;
  let going = true;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      http
        .get({ host: '127.0.0.1', port }, response => {
          response.resume();
          response.on('end', resolve);
        })
        .on('error', reject);
    });
  const loop = (async () => {
    while (going) {
      await one();
      answered += 1;
    }
  })();
  return {
    get answered() {
      return answered;
    },
    stop: () => {
      going = false;
      return loop;
    },
  };
}
