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
import type { ClusterResponse } from '@meshplane/plugin-meshplane-node';
import { Readable } from 'node:stream';
import {
  connectedCluster,
  requestOf,
  settingsWith,
} from '../job/__testUtils__/runner';
import { runName } from '../kube/names';
import { K6OperatorRunner } from './K6OperatorRunner';

jest.setTimeout(240_000);

const TIMEOUT_MS = 120_000;
/** The kind with as much of its schema as matters here; the operator itself is played by the test. */
const CRD = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: testruns.k6.io }
spec:
  group: k6.io
  scope: Namespaced
  names: { kind: TestRun, listKind: TestRunList, plural: testruns, singular: testrun }
  versions:
    - name: v1alpha1
      served: true
      storage: true
      subresources: { status: {} }
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [parallelism, script]
              x-kubernetes-preserve-unknown-fields: true
              properties:
                parallelism: { type: integer, format: int32 }
                script:
                  type: object
                  x-kubernetes-preserve-unknown-fields: true
                  properties:
                    configMap:
                      type: object
                      required: [name]
                      properties:
                        name: { type: string }
                        file: { type: string }
            status:
              type: object
              x-kubernetes-preserve-unknown-fields: true
              properties:
                stage:
                  type: string
                  enum: [initialization, initialized, created, started, stopped, finished, error]
`;
const SUMMARY = JSON.stringify({
  root_group: { name: '', path: '', groups: [], checks: [] },
  state: { testRunDurationMs: 4000 },
  metrics: {
    http_reqs: {
      type: 'counter',
      contains: 'default',
      values: { count: 240, rate: 60 },
    },
    http_req_failed: {
      type: 'rate',
      contains: 'default',
      values: { rate: 0, passes: 0, fails: 240 },
    },
    http_req_duration: {
      type: 'trend',
      contains: 'time',
      values: {
        avg: 2,
        min: 1,
        med: 2,
        max: 9,
        'p(50)': 2,
        'p(90)': 4,
        'p(99)': 8,
        count: 240,
      },
    },
  },
});

describe('load with the k6-operator on a real API server', () => {
  let cluster: ClusterHandle;
  let core: k8s.CoreV1Api;
  let objects: k8s.CustomObjectsApi;

  beforeAll(async () => {
    cluster = await startTestCluster();
    core = cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
    objects = cluster.kubeConfig().makeApiClient(k8s.CustomObjectsApi);
    // Raw, because the typed client drops what begins with "x-".
    const { connection } = connectedCluster('system', cluster.kubeConfig()).get(
      'system',
    );
    const { status, body } = await connection!.request(
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      {
        method: 'POST',
        headers: { 'content-type': 'application/yaml' },
        body: CRD,
      },
    );
    body.resume();
    if (status !== 201 && status !== 409)
      throw new Error(`The kind was refused with status ${status}`);
  }, 600_000);

  afterAll(async () => {
    await cluster
      .kubeConfig()
      .makeApiClient(k8s.ApiextensionsV1Api)
      .deleteCustomResourceDefinition({ name: 'testruns.k6.io' });
  });

  /** Simulated pods have no logs: these two lines stand for them. */
  function runnerWith(log: string) {
    const clusters = connectedCluster('system', cluster.kubeConfig());
    const { connection } = clusters.get('system');
    const request = connection!.request.bind(connection);
    connection!.request = async (path, options): Promise<ClusterResponse> =>
      /\/pods\/[^/]+\/log\?/.test(path)
        ? { status: 200, headers: {}, body: Readable.from([Buffer.from(log)]) }
        : request(path, options);
    return new K6OperatorRunner({
      clusters,
      enabled: true,
      settings: settingsWith({ startTimeoutMs: TIMEOUT_MS }),
    });
  }

  const placeOf = (namespace: string, runId: string) => ({
    group: 'k6.io',
    version: 'v1alpha1',
    plural: 'testruns',
    namespace,
    name: runName(runId),
  });

  async function stage(
    failed: Promise<void>,
    namespace: string,
    runId: string,
    status: object,
  ) {
    const place = placeOf(namespace, runId);
    const made = waitFor(
      'there is no TestRun',
      () =>
        objects.getNamespacedCustomObject(place).catch(error => {
          if (error instanceof k8s.ApiException && error.code === 404)
            return undefined;
          throw error;
        }),
      { timeoutMs: TIMEOUT_MS },
    );
    // A run that fails before it comes so far says why.
    await Promise.race([made, failed]);
    await objects.patchNamespacedCustomObjectStatus(
      { ...place, body: { status } },
      k8s.setHeaderOptions('Content-Type', k8s.PatchStrategy.MergePatch),
    );
  }

  const choiceIn = (namespace: string) => ({
    type: 'k6-operator' as const,
    cluster: 'system',
    namespace,
    parallelism: 1,
  });
  const endpoints = [
    { url: 'http://10.96.0.1/', headers: { authorization: 'Bearer hidden' } },
  ];

  async function expectNothingLeft(namespace: string, runId: string) {
    const { name: _, ...place } = placeOf(namespace, runId);
    await waitFor(
      'objects of the run are still there',
      async () => {
        const names = [
          ...(
            (await objects.listNamespacedCustomObject(place)) as {
              items: { metadata: { name: string } }[];
            }
          ).items,
          ...(await core.listNamespacedConfigMap({ namespace })).items,
          ...(await core.listNamespacedSecret({ namespace })).items,
        ].map(({ metadata }) => metadata!.name);
        return !names.includes(runName(runId));
      },
      { timeoutMs: TIMEOUT_MS },
    );
  }

  it('is offered where the kind is served', async () => {
    const offer = await waitFor(
      'the kind is not served',
      async () => {
        const [first] = await runnerWith('').offers();
        return first.available ? first : undefined;
      },
      { timeoutMs: TIMEOUT_MS },
    );
    expect(offer).toMatchObject({ generator: 'k6', cluster: 'system' });
  });

  it('follows a TestRun to its end, reads the summary and removes everything', async () => {
    await withNamespace(cluster, async namespace => {
      const { request, told } = requestOf(
        'fine',
        { endpoints },
        choiceIn(namespace),
      );
      const running = runnerWith(
        `time="…" level=info msg="x"\n${SUMMARY}\n`,
      ).run(request);
      const failed = running.then(() => undefined);
      failed.catch(() => {});
      await stage(failed, namespace, 'fine', { stage: 'created' });
      const name = runName('fine');
      const script = await core.readNamespacedConfigMap({ namespace, name });
      expect(script.data!['load.js']).toContain('http://10.96.0.1/');
      expect(script.data!['load.js']).not.toContain('hidden');
      await core.createNamespacedPod({
        namespace,
        body: {
          metadata: {
            name: `${name}-1`,
            labels: { app: 'k6', k6_cr: name, runner: 'true' },
          },
          spec: { containers: [{ name: 'k6', image: 'example.test/k6:1' }] },
        },
      });
      await stage(failed, namespace, 'fine', { stage: 'started' });
      await waitFor(
        'the start was not noticed',
        async () => told.messages.length > 0,
        { timeoutMs: TIMEOUT_MS },
      );
      await stage(failed, namespace, 'fine', { stage: 'finished' });

      const { result } = await running;
      expect(result).toMatchObject({
        id: 'fine',
        generator: { name: 'k6' },
        counts: { sent: 240, ok: 240 },
        targetRate: 60,
      });
      expect(told.messages).toEqual([
        'The k6-operator has started the runners',
      ]);
      await expectNothingLeft(namespace, 'fine');
    });
  });

  it('says what the operator says, and removes everything', async () => {
    await withNamespace(cluster, async namespace => {
      const { request } = requestOf('bad', { endpoints }, choiceIn(namespace));
      const running = runnerWith('').run(request);
      const failed = running.then(() => undefined);
      failed.catch(() => {});
      await stage(failed, namespace, 'bad', {
        stage: 'error',
        conditions: [
          {
            type: 'TestRunRunning',
            status: 'False',
            message: 'the script does not parse',
          },
        ],
      });
      await expect(running).rejects.toThrow(
        'The k6-operator reports an error: the script does not parse',
      );
      await expectNothingLeft(namespace, 'bad');
    });
  });

  it('removes everything after a cancel', async () => {
    await withNamespace(cluster, async namespace => {
      const { request, cancel } = requestOf(
        'stop',
        { endpoints },
        choiceIn(namespace),
      );
      const running = runnerWith('').run(request);
      const failed = running.then(() => undefined);
      failed.catch(() => {});
      await stage(failed, namespace, 'stop', { stage: 'initialization' });
      cancel();
      await expect(running).rejects.toThrow('It was cancelled');
      await expectNothingLeft(namespace, 'stop');
    });
  });
});
