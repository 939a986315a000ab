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
import {
  seedCluster,
  startTestCluster,
  waitFor,
  type ClusterHandle,
} from '@meshplane/local-cluster';
import { meshDefinitions } from '@meshplane/meshes';
import { KubeManifests } from '../../manifests/KubeManifests';
import { workloadExecutors, workloadPlanners } from './index';
import { LiveCluster } from './__testUtils__/LiveCluster';
import { OperationRunner } from './__testUtils__/OperationRunner';

jest.setTimeout(5 * 60_000);

const ISTIO = 'istio~istio-system~default';
const LINKERD = 'linkerd~linkerd';
const KUMA = 'kuma~kuma-system';

let handle: ClusterHandle;
let live: LiveCluster;
let runner: OperationRunner;

beforeAll(async () => {
  handle = await startTestCluster({
    own: true,
    name: 'test-workloads',
    nodes: 2,
  });
  for (const scenario of ['two-meshes', 'zoo']) {
    await seedCluster({ kubeConfig: handle.kubeConfig(), scenario });
  }
  live = new LiveCluster(handle);
  const manifests = new KubeManifests();
  runner = new OperationRunner({
    planners: workloadPlanners({
      reports: live.reports,
      definitions: meshDefinitions,
      manifests,
      gitOps: { tool: 'flux' },
    }),
    executors: workloadExecutors({
      reports: live.reports,
      inventory: live.inventory,
      manifests,
    }),
    connection: live.connection,
    cluster: live.name,
  });
  await live.reported(({ report }) =>
    [ISTIO, LINKERD, KUMA].every(id =>
      report.meshes.some(mesh => mesh.id === id && mesh.health === 'healthy'),
    ),
  );
});

afterAll(async () => {
  await live?.stop();
  await handle?.stop({ delete: !process.env.KEEP });
});

const states = (ran: { step: string; state: string }[]) =>
  ran.map(({ step, state }) => `${step}: ${state}`);

describe('onboarding and off-boarding of a namespace', () => {
  it.each([
    ['istio', ISTIO, 'istio-proxy'],
    ['linkerd', LINKERD, 'linkerd-proxy'],
    ['kuma', KUMA, 'kuma-sidecar'],
  ])('puts it onto %s and takes it off again', async (name, mesh, proxy) => {
    const namespace = `onboard-${name}`;
    await live.namespace(namespace);
    await live.deployment(namespace, 'web', { replicas: 2 });
    await live.deployment(namespace, 'api');
    await live.settled(namespace, 2);
    const before = (await live.core.readNamespace({ name: namespace }))
      .metadata!;

    const onto = await runner.plan('workload.onboard', { mesh, namespace });
    for (const st of onto.steps)
      if (st.type === 'verify-coverage') (st.params as any).timeoutSeconds = 8;
    expect(onto.findings.filter(one => one.severity === 'blocking')).toEqual(
      [],
    );
    expect(onto.restarts.sort()).toEqual([
      `Deployment ${namespace}/api`,
      `Deployment ${namespace}/web`,
    ]);
    const ran = await runner.run(`on-${name}`, onto);
    expect(states(ran)).toEqual([
      'mark: done',
      'restart: done',
      'verify: done',
    ]);
    expect(ran[2].outcome?.result).toEqual([
      expect.objectContaining({ state: 'passed' }),
      expect.objectContaining({ state: 'passed' }),
    ]);
    expect(
      (await live.containers(namespace)).filter(one => one === proxy),
    ).toHaveLength(3);

    const off = await runner.plan('workload.offboard', { mesh, namespace });
    expect(states(await runner.run(`off-${name}`, off))).toEqual([
      'mark: done',
      'restart: done',
      'verify: done',
    ]);
    const after = (await live.core.readNamespace({ name: namespace }))
      .metadata!;
    expect(after.labels).toEqual(before.labels);
    expect(after.annotations).toEqual(before.annotations);
    expect(await live.containers(namespace)).not.toContain(proxy);
  });
});
