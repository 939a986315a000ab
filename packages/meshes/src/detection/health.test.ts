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

import { codesOf, describeObjects } from '../testing/describe';
import { controller, istiod, ztunnel } from '../testing/installations';
import { service, webhook, workload } from '../testing/objects';

describe('health', () => {
  const istioWith = (...args: Parameters<typeof istiod>) =>
    describeObjects([istiod(...args)]).meshes[0];

  it('is healthy when everything answers', () => {
    expect(istioWith().health).toBe('healthy');
  });

  it('sees that a dead injector with failurePolicy Fail blocks deployments', () => {
    const mesh = istioWith({ ready: 0 });
    expect(mesh.health).toBe('unhealthy');
    expect(mesh.reasons).toContainEqual(
      expect.objectContaining({
        code: 'dead-injector',
        severity: 'error',
        text: expect.stringMatching(/^A dead injector blocks deployments: /),
      }),
    );
  });

  it('does not say so when the webhook may be skipped', () => {
    const mesh = istioWith({ ready: 0, failurePolicy: 'Ignore' });
    expect(codesOf(mesh)).not.toContain('dead-injector');
    expect(codesOf(mesh)).toContain('webhook-unanswered');
  });

  it('sees a webhook without service and one without caBundle', () => {
    expect(codesOf(istioWith({ withoutService: true }))).toEqual(
      expect.arrayContaining(['webhook-service-missing', 'dead-injector']),
    );
    const untrusted = istioWith({ hasCaBundle: false });
    expect(codesOf(untrusted)).toContain('webhook-ca-missing');
    expect(untrusted.health).toBe('degraded');
  });

  it.each([
    [
      'some pods are not ready',
      { replicas: 3, ready: 2 },
      'degraded',
      'not-ready',
    ],
    ['no pod is ready', { replicas: 2, ready: 0 }, 'unhealthy', 'not-ready'],
    ['it is scaled to zero', { replicas: 0 }, 'unhealthy', 'scaled-to-zero'],
    [
      'the last change is not observed',
      { generation: 3, observedGeneration: 2 },
      'degraded',
      'not-observed',
    ],
  ])('of the control plane when %s', (_name, options, health, code) => {
    const [mesh] = describeObjects([
      controller(
        'kuma-system',
        'kuma-control-plane',
        { app: 'kuma-control-plane', 'app.kubernetes.io/name': 'kuma' },
        'docker.io/kumahq/kuma-cp:2.14.3',
        options,
      ),
    ]).meshes;
    expect(mesh.health).toBe(health);
    expect(codesOf(mesh)).toContain(code);
  });

  it('is unknown while a workload has no status', () => {
    const [mesh] = describeObjects([
      controller(
        'kuma-system',
        'kuma-control-plane',
        { app: 'kuma-control-plane', 'app.kubernetes.io/name': 'kuma' },
        'docker.io/kumahq/kuma-cp:2.14.3',
        { ready: null },
      ),
    ]).meshes;
    expect(mesh.health).toBe('unknown');
  });

  it('only degrades for a part beside the control plane', () => {
    const broken = ztunnel().map(o =>
      o.kind === 'DaemonSet' && o.metadata.name === 'ztunnel'
        ? workload('DaemonSet', 'istio-system', 'ztunnel', {
            labels: { app: 'ztunnel' },
            containers: [
              { name: 'istio-proxy', image: 'istio/ztunnel:1.30.3' },
            ],
            replicas: 3,
            ready: 0,
          })
        : o,
    );
    const [mesh] = describeObjects([istiod({ ambient: true }), broken]).meshes;
    expect(mesh.health).toBe('degraded');
  });

  it('reports an injector that was left behind and blocks pods', () => {
    const { meshes, reasons } = describeObjects([
      istiod().filter(o => o.kind !== 'Deployment'),
    ]);
    expect(meshes).toEqual([]);
    expect(reasons).toContainEqual(
      expect.objectContaining({
        code: 'leftover-dead-injector',
        severity: 'error',
      }),
    );
  });
});

it('keeps webhooks of one control plane away from another', () => {
  const { meshes } = describeObjects([
    istiod(),
    istiod({ ns: 'istio-b', ready: 0 }),
    service('istio-b', 'unrelated'),
    webhook('unrelated', [{ name: 'pods.example.org' }]),
  ]);
  expect(meshes.map(m => [m.namespace, m.health])).toEqual([
    ['istio-b', 'unhealthy'],
    ['istio-system', 'healthy'],
  ]);
});
