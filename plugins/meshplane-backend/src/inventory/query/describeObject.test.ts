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

import type { KindId, KubeObject } from '@meshplane/meshes';
import { describeObject } from './describeObject';

const describeOf = (kind: KindId, fields: object) =>
  describeObject(kind, {
    apiVersion: 'v1',
    kind: kind.split('.')[0],
    metadata: { name: 'x' },
    ...fields,
  } as KubeObject);

describe('describeObject', () => {
  it.each<[string, KindId, object, string, string]>([
    [
      'a pod that runs',
      'Pod',
      {
        spec: { containers: [{ name: 'a' }, { name: 'b' }] },
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True' }],
          containerStatuses: [
            { name: 'a', ready: true, restartCount: 2, state: 'running' },
            { name: 'b', ready: true, state: 'running' },
          ],
        },
      },
      'healthy',
      'Running, 2 of 2 containers ready, 2 restarts',
    ],
    [
      'a pod that crashes',
      'Pod',
      {
        spec: { containers: [{ name: 'a' }] },
        status: {
          phase: 'Running',
          containerStatuses: [
            {
              name: 'a',
              ready: false,
              restartCount: 1,
              state: 'CrashLoopBackOff',
            },
          ],
        },
      },
      'unhealthy',
      'Running, 0 of 1 containers ready, a: CrashLoopBackOff, 1 restart',
    ],
    [
      'a pod that starts',
      'Pod',
      {
        spec: { containers: [{ name: 'a' }] },
        status: {
          phase: 'Pending',
          containerStatuses: [
            { name: 'a', ready: false, state: 'ContainerCreating' },
          ],
        },
      },
      'degraded',
      'Pending, 0 of 1 containers ready',
    ],
    [
      'a pod that has ended',
      'Pod',
      { spec: { containers: [] }, status: { phase: 'Succeeded' } },
      'healthy',
      'Succeeded',
    ],
    [
      'a DaemonSet',
      'DaemonSet.apps',
      {
        spec: { template: {} },
        status: {
          desiredNumberScheduled: 3,
          numberReady: 3,
          updatedNumberScheduled: 3,
        },
      },
      'healthy',
      '3 of 3 ready',
    ],
    [
      'a rollout under way',
      'Deployment.apps',
      {
        spec: { replicas: 2, template: {} },
        status: { readyReplicas: 2, updatedReplicas: 1 },
      },
      'degraded',
      '2 of 2 ready, 1 updated',
    ],
    [
      'a Deployment that is down',
      'Deployment.apps',
      { spec: { replicas: 2, template: {} } },
      'unhealthy',
      '0 of 2 ready',
    ],
    [
      'a Deployment at zero',
      'Deployment.apps',
      { spec: { replicas: 0, template: {} } },
      'healthy',
      'Scaled to zero',
    ],
    [
      'a failed Job',
      'Job.batch',
      {
        spec: { template: {} },
        status: {
          failed: 1,
          conditions: [
            { type: 'Failed', status: 'True', message: 'too often' },
          ],
        },
      },
      'unhealthy',
      'Failed: too often',
    ],
    [
      'a headless Service',
      'Service',
      {
        spec: {
          clusterIP: 'None',
          selector: { a: 'b' },
          ports: [{ port: 1 }, { port: 2 }],
        },
      },
      'healthy',
      'ClusterIP, headless, 2 ports',
    ],
    [
      'a node that is gone',
      'Node',
      {
        spec: { unschedulable: true },
        status: {
          conditions: [
            { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' },
          ],
          nodeInfo: { kubeletVersion: 'v1.36.3' },
        },
      },
      'unhealthy',
      'Not ready, kubelet v1.36.3, closed for new pods, NodeStatusUnknown',
    ],
    [
      'a failed Helm release',
      'Secret',
      {
        metadata: {
          name: 'x',
          labels: { name: 'istiod', version: '3', status: 'failed' },
        },
      },
      'unhealthy',
      'Helm release istiod, revision 3, failed',
    ],
    [
      'a webhook without CA',
      'MutatingWebhookConfiguration.admissionregistration.k8s.io',
      { webhooks: [{ name: 'a', failurePolicy: 'Fail', hasCaBundle: false }] },
      'degraded',
      '1 webhook, 1 refuse requests when they fail, 1 without a CA bundle',
    ],
    [
      'a resource without status',
      'VirtualService.networking.istio.io',
      { spec: {} },
      'unknown',
      'Reports no state',
    ],
    [
      'a Gateway',
      'Gateway.gateway.networking.k8s.io',
      {
        status: {
          conditions: [
            { type: 'Accepted', status: 'True' },
            { type: 'Programmed', status: 'True' },
          ],
        },
      },
      'healthy',
      'Programmed, Accepted',
    ],
    [
      'a route that one parent refuses',
      'HTTPRoute.gateway.networking.k8s.io',
      {
        status: {
          parents: [
            { conditions: [{ type: 'Accepted', status: 'True' }] },
            {
              conditions: [
                {
                  type: 'Accepted',
                  status: 'False',
                  reason: 'NoMatchingParent',
                },
              ],
            },
          ],
        },
      },
      'unhealthy',
      'Accepted is false: NoMatchingParent',
    ],
    [
      'anything that is being deleted',
      'ServiceAccount',
      { metadata: { name: 'x', deletionTimestamp: '2026-01-01T00:00:00Z' } },
      'degraded',
      'Being deleted',
    ],
  ])('describes %s', (_what, kind, fields, health, summary) => {
    expect(describeOf(kind, fields)).toEqual({ health, summary });
  });
});
