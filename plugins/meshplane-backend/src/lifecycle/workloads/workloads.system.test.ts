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
import { waitFor } from '@meshplane/local-cluster';
import { joinAmbient } from './__testUtils__/ambientCases';
import { leaveEndedMesh, leaveSidecars } from './__testUtils__/migrationCases';
import {
  AMBIENT,
  blocking,
  impatient,
  ISTIO,
  KUMA,
  LINKERD,
  marksOf,
  states,
  verdicts,
} from './__testUtils__/reading';
import { openStage, type LifecycleStage } from './__testUtils__/LifecycleStage';

jest.setTimeout(5 * 60_000);

// Tests of this file work in namespaces of their own and wait a lot, so they run side by side; that starts them before
// hooks have run, so each asks for its cluster.
let sidecars: Promise<LifecycleStage> | undefined;
let ambient: Promise<LifecycleStage> | undefined;

const withAmbient = () =>
  (ambient ??= openStage('test-workloads-ambient', ['ambient'], [AMBIENT]));
const withSidecars = () => {
  // The other cluster starts meanwhile.
  withAmbient().catch(() => {});
  sidecars ??= openStage(
    'test-workloads',
    ['two-meshes', 'zoo', 'legacy'],
    [ISTIO, LINKERD, KUMA],
  );
  return sidecars;
};

afterAll(async () => {
  await Promise.all([
    sidecars?.then(stage => stage.stop()),
    ambient?.then(stage => stage.stop()),
  ]);
});

describe('namespaces', () => {
  it.concurrent.each([
    ['istio', ISTIO, 'istio-proxy'],
    ['linkerd', LINKERD, 'linkerd-proxy'],
    ['kuma', KUMA, 'kuma-sidecar'],
  ])('are brought onto %s and taken off again', async (name, mesh, proxy) => {
    const stage = await withSidecars();
    const { live, runner } = stage;
    const namespace = `onboard-${name}`;
    await live.namespace(namespace);
    await live.deployment(namespace, 'web', { replicas: 2 });
    await live.deployment(namespace, 'api');
    await live.settled(namespace, 2);
    const before = await marksOf(stage, namespace);

    const onto = await runner.plan('workload.onboard', { mesh, namespace });
    expect(blocking(onto)).toEqual([]);
    expect([...onto.restarts].sort()).toEqual([
      `Deployment ${namespace}/api`,
      `Deployment ${namespace}/web`,
    ]);
    expect(onto.changes[0]).toMatchObject({
      step: 'mark',
      action: 'update',
      diff: expect.stringMatching(/^\+ +.*inject.*enabled$/m),
    });
    const ran = await runner.run(`on-${name}`, onto);
    expect(states(ran)).toEqual([
      'mark: done',
      'restart: done',
      'verify: done',
    ]);
    expect(verdicts(ran)).toEqual([
      `passed: 1 of 1 pods are on "${mesh}"`,
      `passed: 2 of 2 pods are on "${mesh}"`,
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
    expect(await marksOf(stage, namespace)).toEqual(before);
    expect(await live.containers(namespace)).not.toContain(proxy);
  });

  it.concurrent(
    'are as before after a roll back, and nothing is restarted twice by a resume',
    async () => {
      const stage = await withSidecars();
      const { live, runner } = stage;
      const namespace = 'rolled-back';
      await live.namespace(namespace, { 'istio-injection': 'disabled' });
      await live.deployment(namespace, 'web');
      await live.settled(namespace, 1);
      const before = await marksOf(stage, namespace);

      const plan = await runner.plan('workload.onboard', {
        mesh: ISTIO,
        namespace,
      });
      await runner.run('first', plan);
      expect(await live.containers(namespace)).toContain('istio-proxy');
      const pods = await live.podUids(namespace);
      expect(states(await runner.run('first', plan))).toEqual([
        'mark: skipped',
        'restart: skipped',
        'verify: done',
      ]);
      expect(await live.podUids(namespace)).toEqual(pods);

      await runner.undo('first', plan);
      expect(await marksOf(stage, namespace)).toEqual(before);
      expect(await live.containers(namespace)).not.toContain('istio-proxy');
    },
  );

  it.concurrent(
    'that Argo CD keeps are refused, and written as files',
    async () => {
      const { live, runner } = await withSidecars();
      const namespace = 'kept-by-argo';
      await live.namespace(
        namespace,
        {},
        { 'argocd.argoproj.io/tracking-id': `shop:/Namespace:${namespace}/x` },
      );
      const input = { mesh: LINKERD, namespace };
      const direct = await runner.plan('workload.onboard', input);
      expect(blocking(direct)).toEqual(['namespace-owner']);
      expect(direct.findings[0].evidence).toEqual([
        'Argo CD application "shop"',
      ]);
      const files = await runner.plan('workload.onboard', input, 'gitops');
      expect(blocking(files)).toEqual([]);
      expect(files.files?.files[0]).toEqual({
        path: `patches/namespace-${namespace}.yaml`,
        content: expect.stringContaining('linkerd.io/inject: enabled'),
      });
    },
  );

  it.concurrent('that ask for another mesh are refused', async () => {
    const { live, runner } = await withSidecars();
    const namespace = 'on-kuma';
    await live.namespace(namespace, { 'kuma.io/sidecar-injection': 'enabled' });
    const plan = await runner.plan('workload.onboard', {
      mesh: ISTIO,
      namespace,
    });
    expect(blocking(plan)).toEqual(['other-mesh']);
    const before = await runner.fingerprint('workload.onboard', {
      mesh: ISTIO,
      namespace,
    });
    expect(before).toBe(plan.fingerprint);
    await live.core.deleteNamespace({ name: namespace });
    await expect(
      runner.plan('workload.onboard', { mesh: 'no-mesh', namespace }),
    ).rejects.toThrow('has no mesh "no-mesh"; it has ');
  });
});

describe('single workloads', () => {
  it.concurrent('leave the mesh of their namespace', async () => {
    const { live, runner } = await withSidecars();
    const namespace = 'one-leaves';
    await live.namespace(namespace, { 'istio-injection': 'enabled' });
    await live.deployment(namespace, 'stays');
    await live.deployment(namespace, 'leaves');
    await live.settled(namespace, 2);
    const plan = await runner.plan('workload.offboard', {
      mesh: ISTIO,
      namespace,
      workload: { kind: 'Deployment', name: 'leaves' },
    });
    expect(plan.restarts).toEqual([`Deployment ${namespace}/leaves`]);
    expect(states(await runner.run('leave', plan))).toEqual([
      'restart: done',
      'verify: done',
    ]);
    const { spec } = await live.apps.readNamespacedDeployment({
      namespace,
      name: 'leaves',
    });
    expect(spec?.template.metadata?.labels).toMatchObject({
      'sidecar.istio.io/inject': 'false',
    });
    await runner.undo('leave', plan);
    expect(
      (await live.containers(namespace)).filter(one => one === 'istio-proxy'),
    ).toHaveLength(2);
  });
});

describe('restarts', () => {
  it.concurrent('heed disruption budgets', async () => {
    const { live, runner } = await withSidecars();
    const namespace = 'budgets';
    await live.namespace(namespace);
    await live.deployment(namespace, 'web', {
      replicas: 2,
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: 1, maxSurge: 0 },
      },
    });
    await live.settled(namespace, 1);
    const input = {
      namespace,
      workloads: [{ kind: 'Deployment' as const, name: 'web' }],
    };
    const early = await runner.plan('workload.restart', input);
    expect(blocking(early)).toEqual([]);

    const policy = live.objects;
    await policy.create({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web', namespace },
      spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } } },
    } as k8s.KubernetesObject);
    await waitFor(
      'the budget is not counted',
      async () => {
        const found = (await policy.read({
          apiVersion: 'policy/v1',
          kind: 'PodDisruptionBudget',
          metadata: { name: 'web', namespace },
        })) as k8s.V1PodDisruptionBudget;
        return found.status?.currentHealthy === 2;
      },
      { timeoutMs: 30_000 },
    );
    expect(blocking(await runner.plan('workload.restart', input))).toEqual([
      'disruption-budget',
    ]);
    // Planned before the budget was there: the run finds it.
    const pods = await live.podUids(namespace);
    const [step] = await runner.run('budget', impatient(early));
    expect(step.error?.message).toContain(
      'PodDisruptionBudget "web" allowed no disruption for 3 s (2 pods are healthy, 2 have to be)',
    );
    expect(await live.podUids(namespace)).toEqual(pods);
  });

  it.concurrent(
    'stop at the first workload that does not become ready',
    async () => {
      const { live, runner } = await withSidecars();
      const namespace = 'stopped';
      await live.namespace(namespace);
      await live.deployment(namespace, 'broken', {
        podAnnotations: { 'local-cluster.meshplane.dev/hold': 'pending' },
      });
      await live.deployment(namespace, 'fine');
      await live.settled(namespace, 1);
      const plan = await runner.plan('workload.restart', {
        namespace,
        workloads: [
          { kind: 'Deployment', name: 'broken' },
          { kind: 'Deployment', name: 'fine' },
        ],
      });
      const [step] = await runner.run('stop', impatient(plan));
      expect(step.error?.message).toMatch(
        /^Deployment stopped\/broken did not become ready: .* after 3 s; pod broken-.* is pending.*; not started: Deployment\/fine$/,
      );
      const { spec } = await live.apps.readNamespacedDeployment({
        namespace,
        name: 'fine',
      });
      expect(spec?.template.metadata?.annotations).toBeUndefined();
    },
  );
});

describe('sample applications', () => {
  it.concurrent(
    'are installed on a mesh and removed with their namespace',
    async () => {
      const { live, runner } = await withSidecars();
      const namespace = 'friends';
      const input = { sample: 'two-friends', namespace };
      const install = await runner.plan('sample.install', {
        ...input,
        mesh: ISTIO,
      });
      expect(blocking(install)).toEqual([]);
      expect(install.changes.map(({ action }) => action)).toEqual(
        install.changes.map(() => 'create'),
      );
      const ran = await runner.run('install', install);
      expect(states(ran)).toEqual(['apply: done', 'verify: done']);
      expect(verdicts(ran)).toEqual([
        `passed: 2 of 2 pods are on "${ISTIO}"`,
        `passed: 1 of 1 pods are on "${ISTIO}"`,
      ]);

      await live.core.createNamespacedService({
        namespace,
        body: {
          metadata: { name: 'somebody-elses' },
          spec: { ports: [{ port: 80 }] },
        },
      });
      const cautious = await runner.plan('sample.remove', input);
      expect(cautious.findings).toMatchObject([
        {
          id: 'namespace-stays',
          evidence: [`Service ${namespace}/somebody-elses`],
        },
      ]);
      await live.core.deleteNamespacedService({
        namespace,
        name: 'somebody-elses',
      });
      const remove = await runner.plan('sample.remove', input);
      expect(states(await runner.run('remove', remove))).toEqual([
        'delete: done',
      ]);
      await expect(
        live.core.readNamespace({ name: namespace }),
      ).rejects.toThrow('not found');
      await expect(runner.plan('sample.remove', input)).rejects.toThrow(
        'Sample "two-friends" is not installed in namespace "friends"',
      );
    },
  );

  it.concurrent('leave alone what is not theirs', async () => {
    const { live, runner } = await withSidecars();
    const namespace = 'taken';
    await live.namespace(namespace);
    await live.deployment(namespace, 'listener');
    const plan = await runner.plan('sample.install', {
      sample: 'two-friends',
      namespace,
    });
    expect(blocking(plan)).toContain('name-taken');
    const [step] = await runner.run('taken', plan);
    expect(step.error?.message).toBe(
      'Deployment taken/listener exists and is not part of the sample "two-friends": it is left alone',
    );
    expect(
      (await live.core.listNamespacedConfigMap({ namespace })).items.map(
        ({ metadata }) => metadata?.name,
      ),
    ).not.toContain('listener');
  });
});

describe('migrations', () => {
  it.concurrent(
    'lead from a mesh that has ended to one that has not',
    async () => {
      await expect(
        leaveEndedMesh(await withSidecars()),
      ).resolves.toBeUndefined();
    },
  );

  it.concurrent('lead from sidecars to ambient mode and back', async () => {
    await expect(leaveSidecars(await withAmbient())).resolves.toBeUndefined();
  });
});

describe('ambient mode', () => {
  it.concurrent(
    'takes a namespace without a restart, with a waypoint',
    async () => {
      await expect(joinAmbient(await withAmbient())).resolves.toBeUndefined();
    },
  );
});
