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
  type ClusterHandle,
  startTestCluster,
  waitFor,
  withNamespace,
} from '@meshplane/local-cluster';
import {
  applyYaml,
  readToken,
  tokenKubeconfig,
} from '../../../clusters/__testUtils__/systemClusters';
import { features } from '../../../rbac/__testUtils__/roles';
import { generateRbac } from '../../../rbac/generateRbac';
import { RUN_LABEL, runKey, runName } from '../kube/names';
import {
  connectedCluster,
  requestOf,
  settingsWith,
} from './__testUtils__/runner';
import { JobRunner } from './JobRunner';

jest.setTimeout(240_000);

const TIMEOUT_MS = 120_000;
const READER = { name: 'load-reader', namespace: 'load-access' };
const LOADER = { name: 'load-maker', namespace: 'load-access' };
const endpoints = [
  { url: 'http://10.96.0.1/', headers: { authorization: 'Bearer hidden' } },
];

/** Pods are simulated here: they are scheduled and run, and have no logs. */
describe('load with Jobs on a real API server', () => {
  let cluster: ClusterHandle;
  let core: k8s.CoreV1Api;
  let batch: k8s.BatchV1Api;

  beforeAll(async () => {
    cluster = await startTestCluster();
    core = cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
    batch = cluster.kubeConfig().makeApiClient(k8s.BatchV1Api);
    const rules = (performance: boolean) =>
      features({
        features: { workloads: false, lifecycle: false, performance },
      });
    await applyYaml(cluster, generateRbac(rules(false), READER));
    await applyYaml(cluster, generateRbac(rules(true), LOADER));
  }, 600_000);

  async function runnerOf(account: typeof LOADER, change = {}) {
    const token = await readToken(cluster, {
      name: `${account.name}-token`,
      namespace: account.namespace,
    });
    const config = new k8s.KubeConfig();
    config.loadFromString(tokenKubeconfig(cluster, token));
    return new JobRunner({
      clusters: connectedCluster('system', config),
      enabled: true,
      settings: settingsWith({ startTimeoutMs: TIMEOUT_MS, ...change }),
    });
  }

  const choiceIn = (namespace: string, shards = 3) => ({
    type: 'job' as const,
    cluster: 'system',
    namespace,
    shards,
    sidecar: false,
    generator: 'meshplane' as const,
  });

  const podsOf = async (namespace: string, runId: string) =>
    (
      await core.listNamespacedPod({
        namespace,
        labelSelector: `${RUN_LABEL}=${runKey(runId)}`,
      })
    ).items;

  async function untilPods(namespace: string, runId: string, count: number) {
    await waitFor(
      `there are not ${count} pods`,
      async () => (await podsOf(namespace, runId)).length === count,
      { timeoutMs: TIMEOUT_MS },
    );
  }

  async function expectNothingLeft(namespace: string, runId: string) {
    await waitFor(
      'objects of the run are still there',
      async () => {
        const of = {
          namespace,
          labelSelector: `${RUN_LABEL}=${runKey(runId)}`,
        };
        const left = await Promise.all([
          batch.listNamespacedJob(of),
          core.listNamespacedSecret(of),
          core.listNamespacedPod(of),
        ]);
        return left.every(({ items }) => items.length === 0);
      },
      { timeoutMs: TIMEOUT_MS },
    );
  }

  it('makes a pod for every shard with the generated role, and leaves nothing after a cancel', async () => {
    await withNamespace(
      cluster,
      async namespace => {
        const runner = await runnerOf(LOADER);
        const { request, cancel } = requestOf(
          'cancelled',
          { endpoints },
          choiceIn(namespace),
        );
        const running = runner.run(request);
        // Failing before it is looked at is for the end of the test to tell.
        running.catch(() => {});
        await untilPods(namespace, 'cancelled', 3);

        const pods = await podsOf(namespace, 'cancelled');
        expect(
          pods
            .map(
              ({ metadata }) =>
                metadata!.annotations![
                  'batch.kubernetes.io/job-completion-index'
                ],
            )
            .sort(),
        ).toEqual(['0', '1', '2']);
        expect(pods[0].spec).toMatchObject({
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true },
        });
        expect(pods[0].status!.qosClass).toBe('Guaranteed');
        const name = runName('cancelled');
        const job = await batch.readNamespacedJob({ namespace, name });
        expect(JSON.stringify([job, pods])).not.toContain('hidden');
        const secret = await core.readNamespacedSecret({ namespace, name });
        expect(
          Buffer.from(secret.data!['plan.json'], 'base64').toString(),
        ).toContain('hidden');
        expect(secret.metadata!.ownerReferences).toMatchObject([
          { kind: 'Job', uid: job.metadata!.uid },
        ]);

        cancel();
        await expect(running).rejects.toThrow(/cancelled/);
        await expectNothingLeft(namespace, 'cancelled');
      },
      // What the pods ask for is what a restricted namespace lets in.
      { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    );
  });

  it('ends what a backend that is gone has left', async () => {
    await withNamespace(cluster, async namespace => {
      const runner = await runnerOf(LOADER);
      const { request } = requestOf(
        'orphan',
        { endpoints },
        choiceIn(namespace),
      );
      const running = runner.run(request);
      running.catch(() => {});
      await untilPods(namespace, 'orphan', 3);
      await (await runnerOf(LOADER)).cleanUp('orphan', choiceIn(namespace));
      await expectNothingLeft(namespace, 'orphan');
      await expect(running).rejects.toThrow('Shard 0');
      // Nothing is there any more, which is fine.
      await runner.cleanUp('orphan', choiceIn(namespace));
    });
  });

  it('says which right is missing, and which role grants it', async () => {
    await withNamespace(cluster, async namespace => {
      const runner = await runnerOf(READER);
      const { request } = requestOf(
        'refused',
        { endpoints },
        choiceIn(namespace),
      );
      await expect(runner.run(request)).rejects.toThrow(
        /It is not possible to create jobs in namespace ".*" of cluster "system": .*forbidden.*"meshplane\.features\.performance"/,
      );
    });
  });

  it('says what keeps pods from being made', async () => {
    await withNamespace(cluster, async namespace => {
      await core.createNamespacedResourceQuota({
        namespace,
        body: {
          metadata: { name: 'small' },
          spec: { hard: { 'limits.cpu': '1' } },
        },
      });
      const { request } = requestOf(
        'quota',
        { endpoints },
        choiceIn(namespace),
      );
      const runner = await runnerOf(LOADER, { startTimeoutMs: 20_000 });
      await expect(runner.run(request)).rejects.toThrow(
        /exceeded quota: small/,
      );
      await expectNothingLeft(namespace, 'quota');
    });
  });
});
