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

import type { KubeObject } from '../model/objects';
import { codesOf, describeObjects } from '../testing/describe';
import {
  capturedByZtunnel,
  controller,
  istiod,
  linkerd,
  withIstioProxy,
  withLinkerdProxy,
  ztunnel,
} from '../testing/installations';
import { deploymentWithPods, namespace } from '../testing/objects';

type Objects = readonly (KubeObject | readonly KubeObject[])[];

const injected = namespace('shop', { 'istio-injection': 'enabled' });

function reasonsOf(objects: Objects, name = 'cart') {
  const found = describeObjects(objects).workloads.find(
    w => w.workload.name === name,
  );
  return Object.fromEntries((found?.reasons ?? []).map(r => [r.code, r]));
}

describe('what is worth knowing about pods on a mesh', () => {
  it('their proxy is older than the skew allows, behind, or ahead', () => {
    const reasons = reasonsOf([
      istiod(),
      injected,
      deploymentWithPods('shop', 'cart', [
        withIstioProxy('1.27.0'),
        withIstioProxy('1.29.6'),
        withIstioProxy('1.31.0'),
      ]),
    ]);
    expect(reasons['proxy-too-old']).toMatchObject({
      severity: 'warning',
      text: '1 of 3 pods use proxy version 1.27.0, older than the control plane supports: restart to update it (control plane 1.30.3)',
    });
    expect(reasons['proxy-behind'].severity).toBe('info');
    expect(reasons['proxy-ahead'].text).toContain('1.31.0');
  });

  it('two meshes share a pod', () => {
    const { labels, annotations, containers } = withIstioProxy();
    const both = {
      labels: { ...labels, 'linkerd.io/control-plane-ns': 'linkerd' },
      annotations,
      containers: [
        ...(containers ?? []),
        { name: 'linkerd-proxy', image: 'cr.l5d.io/linkerd/proxy:edge-26.6.3' },
      ],
    };
    const reasons = reasonsOf([
      istiod(),
      linkerd(),
      injected,
      deploymentWithPods('shop', 'cart', [both]),
    ]);
    expect(reasons['two-meshes']).toMatchObject({
      severity: 'error',
      text: 'its pod is on several meshes at once: Istio (sidecar) and Linkerd',
    });
  });

  it('ambient and sidecar meet on one pod', () => {
    const { annotations, ...sidecar } = withIstioProxy();
    const reasons = reasonsOf([
      istiod({ ambient: true }),
      ztunnel(),
      injected,
      deploymentWithPods('shop', 'cart', [
        {
          ...sidecar,
          annotations: { ...annotations, ...capturedByZtunnel.annotations },
        },
      ]),
    ]);
    expect(reasons['ambient-and-sidecar'].severity).toBe('error');
  });

  it('they keep a sidecar where the namespace moved to ambient', () => {
    const reasons = reasonsOf([
      istiod({ ambient: true }),
      ztunnel(),
      namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }),
      deploymentWithPods('shop', 'cart', [withIstioProxy()]),
    ]);
    expect(reasons['ambient-and-sidecar']).toMatchObject({
      severity: 'warning',
      text: expect.stringContaining('keep their sidecar and are not captured'),
    });
    expect(reasons['leaves-on-restart']).toMatchObject({ severity: 'info' });
  });

  it('they are on another mesh than the namespace asks for', () => {
    const reasons = reasonsOf([
      istiod(),
      linkerd(),
      injected,
      deploymentWithPods('shop', 'cart', [withLinkerdProxy()]),
    ]);
    expect(reasons['other-mesh'].text).toContain('is on Linkerd');
  });

  it('a container runs as the user of the proxy', () => {
    const reasons = reasonsOf([
      istiod(),
      injected,
      deploymentWithPods('shop', 'cart', [
        withIstioProxy('1.30.3', 'default', {
          containers: [
            {
              name: 'app',
              image: 'example.org/app:1',
              securityContext: { runAsUser: 1337 },
            },
          ],
        }),
      ]),
    ]);
    expect(reasons['bypass-uid'].text).toBe(
      'container app of its pod runs as UID 1337, the user of the proxy: its traffic bypasses the proxy',
    );
  });

  it('does not take a waypoint for a pod with a sidecar', () => {
    const waypoint = deploymentWithPods('shop', 'waypoint', [
      {
        ...withIstioProxy('1.30.3'),
        labels: { 'gateway.istio.io/managed': 'istio.io-mesh-controller' },
      },
    ]);
    const { workloads, meshes } = describeObjects([
      istiod(),
      namespace('shop'),
      waypoint,
    ]);
    expect(
      workloads.find(w => w.workload.name === 'waypoint')?.definition,
    ).toBeUndefined();
    expect(meshes.flatMap(mesh => mesh.dataPlane.pods)).toEqual([0]);
  });

  it('the proxy is a native sidecar', () => {
    const objects = [
      linkerd(),
      namespace('shop', {}, { 'linkerd.io/inject': 'enabled' }),
      deploymentWithPods('shop', 'cart', [
        withLinkerdProxy('edge-26.6.3', { native: true }),
      ]),
    ];
    expect(Object.keys(reasonsOf(objects))).toEqual(['native-sidecar']);
  });

  it('their control plane is gone', () => {
    const cart = deploymentWithPods('shop', 'cart', [
      withIstioProxy('1.29.6', 'old'),
    ]);
    expect(reasonsOf([istiod(), injected, cart])).toHaveProperty(
      'proxy-revision-gone.severity',
      'error',
    );
    expect(reasonsOf([injected, cart])).toHaveProperty(
      'control-plane-not-found',
    );
  });

  it('they were injected by another revision than the namespace asks for', () => {
    const reasons = reasonsOf([
      istiod({ revision: 'old', version: '1.29.6' }),
      istiod({ revision: 'new' }),
      namespace('shop', { 'istio.io/rev': 'new' }),
      deploymentWithPods('shop', 'cart', [withIstioProxy('1.29.6', 'old')]),
    ]);
    expect(reasons['restart-for-revision'].text).toBe(
      "its pod runs a proxy of revision 'old', but label istio.io/rev=new asks for 'new': restart the workload",
    );
  });

  it('nothing asks for their proxy any more', () => {
    const cart = (podLabels = {}) =>
      deploymentWithPods('shop', 'cart', [withIstioProxy()], { podLabels });
    const gone = reasonsOf([istiod(), namespace('shop'), cart()]);
    expect(gone['leaves-on-restart'].text).toContain('nothing asks for');
    const optedOut = reasonsOf([
      istiod(),
      injected,
      cart({ 'sidecar.istio.io/inject': 'false' }),
    ]);
    expect(optedOut['leaves-on-restart'].text).toContain(
      'pod label sidecar.istio.io/inject=false switches injection off',
    );
  });

  it('says nothing of that where the proxy stands in the template', () => {
    const proxied = withIstioProxy();
    const reasons = reasonsOf([
      istiod(),
      namespace('shop'),
      deploymentWithPods('shop', 'cart', [proxied], {
        containers: proxied.containers,
      }),
    ]);
    expect(reasons).not.toHaveProperty('leaves-on-restart');
  });
});

describe('who is not an application', () => {
  const codes = (objects: Objects, name: string) => {
    const found = describeObjects(objects).workloads.find(
      w => w.workload.name === name,
    );
    return found ? codesOf(found) : [];
  };

  it('control planes and what runs beside them', () => {
    const objects = [
      istiod(),
      namespace('istio-system'),
      deploymentWithPods('istio-system', 'kiali', [{}]),
    ];
    expect(codes(objects, 'istiod')).toEqual(
      expect.arrayContaining(['control-plane-namespace', 'mesh-component']),
    );
    expect(codes(objects, 'kiali')).toEqual(['control-plane-namespace']);
  });

  it('Kubernetes itself', () => {
    expect(
      codes([deploymentWithPods('kube-system', 'coredns', [{}])], 'coredns'),
    ).toEqual(['system-namespace']);
  });

  it('a gateway among applications does not hide them', () => {
    const labels = {
      'app.kubernetes.io/name': 'traefik',
      'app.kubernetes.io/instance': 'edge',
    };
    const [traefik, ...rest] = deploymentWithPods(
      'shop',
      'edge',
      [{ labels }],
      { podLabels: labels },
    );
    const objects = [
      controller('shop', 'edge', labels, 'docker.io/traefik:v3.7.11', {
        podLabels: labels,
      }),
      rest.map(o =>
        o.kind === 'ReplicaSet'
          ? {
              ...o,
              metadata: {
                ...o.metadata,
                ownerReferences: [
                  {
                    apiVersion: 'apps/v1',
                    kind: 'Deployment',
                    name: traefik.metadata.name,
                    uid: 'Deployment-shop-edge',
                    controller: true,
                  },
                ],
              },
            }
          : o,
      ),
      istiod(),
      injected,
      deploymentWithPods('shop', 'cart', [withIstioProxy()]),
    ];
    expect(codes(objects, 'edge')).toEqual(
      expect.arrayContaining(['gateway-proxy', 'mesh-component']),
    );
    expect(codes(objects, 'cart')).toEqual([]);
    const { namespaces, meshes } = describeObjects(objects);
    expect(namespaces.find(n => n.namespace === 'shop')?.state).toBe('on-mesh');
    expect(meshes.find(m => m.definition === 'traefik')?.dataPlane.pods).toBe(
      1,
    );
  });
});
