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
import { workloadCoverageSchema } from '../model/results';
import { codesOf, describeObjects } from '../testing/describe';
import {
  capturedByZtunnel,
  cilium,
  consul,
  istiod,
  istioTag,
  kuma,
  linkerd,
  withConsulProxy,
  withIstioProxy,
  withKumaProxy,
  withLinkerdProxy,
  ztunnel,
} from '../testing/installations';
import { deploymentWithPods, namespace, service } from '../testing/objects';

type Objects = readonly (KubeObject | readonly KubeObject[])[];

function coverageOf(objects: Objects, name = 'cart', unreadable?: string[]) {
  const found = describeObjects(objects, unreadable).workloads.find(
    w => w.workload.name === name,
  );
  if (!found) throw new Error(`No workload "${name}" in the report`);
  return workloadCoverageSchema.parse(found);
}

const injected = namespace('shop', { 'istio-injection': 'enabled' });

describe('which mesh a workload is on', () => {
  it.each<[string, Objects, object]>([
    [
      'Istio',
      [
        istiod(),
        injected,
        deploymentWithPods('shop', 'cart', [withIstioProxy()]),
      ],
      {
        state: 'on-mesh',
        meshes: ['istio~istio-system~default'],
        definition: 'istio',
        mode: 'sidecar',
        revision: 'default',
        proxies: [{ version: '1.30.3', pods: 1, skew: 'in-step' }],
        reasons: [],
      },
    ],
    [
      'Istio ambient',
      [
        istiod({ ambient: true }),
        ztunnel(),
        namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }),
        deploymentWithPods('shop', 'cart', [capturedByZtunnel]),
      ],
      {
        state: 'on-mesh',
        definition: 'istio-ambient',
        mode: 'ambient',
        proxies: [{ version: '1.30.3', pods: 1, skew: 'in-step' }],
        reasons: [],
      },
    ],
    [
      'Linkerd',
      [
        linkerd(),
        namespace('shop', {}, { 'linkerd.io/inject': 'enabled' }),
        deploymentWithPods('shop', 'cart', [withLinkerdProxy()]),
      ],
      {
        state: 'on-mesh',
        meshes: ['linkerd~linkerd'],
        proxies: [{ version: 'edge-26.6.3', pods: 1, skew: 'in-step' }],
        reasons: [],
      },
    ],
    [
      'Kuma',
      [
        kuma(),
        namespace('shop', { 'kuma.io/sidecar-injection': 'enabled' }),
        deploymentWithPods('shop', 'cart', [withKumaProxy]),
      ],
      { state: 'on-mesh', meshes: ['kuma~kuma-system'], reasons: [] },
    ],
    [
      'Consul',
      [
        consul(),
        namespace('shop'),
        deploymentWithPods('shop', 'cart', [withConsulProxy], {
          podAnnotations: { 'consul.hashicorp.com/connect-inject': 'true' },
        }),
      ],
      { state: 'on-mesh', meshes: ['consul~consul'] },
    ],
    [
      'Cilium, by the label of its namespace',
      [
        cilium(),
        namespace('shop', { 'io.cilium/mtls-enabled': 'true' }),
        deploymentWithPods('shop', 'cart', [{}]),
      ],
      {
        state: 'on-mesh',
        meshes: ['cilium~kube-system'],
        mode: 'node',
        reasons: [],
      },
    ],
    [
      'none, although Cilium is the network',
      [cilium(), namespace('shop'), deploymentWithPods('shop', 'cart', [{}])],
      { state: 'off-mesh', meshes: [], definition: undefined },
    ],
  ])('%s', (_name, objects, expected) => {
    expect(coverageOf(objects)).toMatchObject(expected);
  });

  it('takes the most used one first', () => {
    const { meshes, revision } = coverageOf([
      istiod({ revision: 'a' }),
      istiod({ revision: 'b' }),
      namespace('shop', { 'istio.io/rev': 'b' }),
      deploymentWithPods('shop', 'cart', [
        withIstioProxy('1.30.3', 'a'),
        withIstioProxy('1.30.3', 'b'),
        withIstioProxy('1.30.3', 'b'),
      ]),
    ]);
    expect(meshes).toEqual(['istio~istio-system~b', 'istio~istio-system~a']);
    expect(revision).toBe('b');
  });

  it('is not decided by a mark without a proxy, nor by a container of that name', () => {
    const { state, reasons } = coverageOf([
      istiod(),
      namespace('shop'),
      deploymentWithPods('shop', 'cart', [
        { annotations: { 'sidecar.istio.io/status': '{}' } },
        {
          containers: [
            { name: 'istio-proxy', image: 'example.org/reverse-proxy:1' },
          ],
        },
      ]),
    ]);
    expect(state).toBe('off-mesh');
    expect(codesOf({ reasons })).toContain('marker-without-proxy');
  });

  it('lists the services in front of it', () => {
    const objects = [
      namespace('shop'),
      namespace('bank'),
      deploymentWithPods('shop', 'cart', [{}], { podLabels: { tier: 'web' } }),
      service('shop', 'all-web', { tier: 'web' }),
      service('shop', 'cart', { app: 'cart', tier: 'web' }),
      service('shop', 'other', { app: 'other' }),
      service('shop', 'manual'),
      service('bank', 'elsewhere', { app: 'cart' }),
    ];
    expect(coverageOf(objects).services).toEqual(['all-web', 'cart']);
  });
});

describe('why a workload is not on the mesh', () => {
  const textOf = (objects: Objects, code: string) =>
    coverageOf(objects).reasons.find(r => r.code === code)?.text;

  it('was created before its namespace asked for it', () => {
    const mixed = [
      withIstioProxy('1.30.3', 'default', { created: '2026-11-02T00:00:00Z' }),
      { created: '2026-11-01T00:00:00Z' },
      { created: '2026-11-01T00:00:00Z' },
    ];
    const objects = [
      istiod(),
      injected,
      deploymentWithPods('shop', 'cart', mixed),
    ];
    expect(coverageOf(objects)).toMatchObject({
      state: 'partial',
      pods: { total: 3, ready: 3, onMesh: 1 },
    });
    expect(textOf(objects, 'restart-needed')).toBe(
      'namespace label istio-injection=enabled asks for sidecar injection by the default revision, but 2 of 3 pods have no proxy: created before the label, as only newer pods have one; restart the workload',
    );
  });

  it('was created before the control plane', () => {
    const objects = [
      istiod({ created: '2026-11-10T00:00:00Z' }),
      injected,
      deploymentWithPods('shop', 'cart', [{ created: '2026-11-01T00:00:00Z' }]),
    ];
    expect(textOf(objects, 'restart-needed')).toContain(
      'its pod has no proxy: created before the control plane, which is there since 2026-11-10T00:00:00Z',
    );
  });

  it('does not claim more than the times prove', () => {
    const objects = [
      istiod(),
      injected,
      deploymentWithPods('shop', 'cart', [{ created: '2026-11-01T00:00:00Z' }]),
    ];
    expect(coverageOf(objects).state).toBe('off-mesh');
    expect(textOf(objects, 'restart-needed')).toContain(
      'created before the label, or while the injector was away',
    );
  });

  it('opts out itself', () => {
    const objects = [
      istiod(),
      injected,
      deploymentWithPods('shop', 'cart', [{}], {
        podLabels: { 'sidecar.istio.io/inject': 'false' },
      }),
    ];
    expect(coverageOf(objects).state).toBe('opted-out');
    expect(textOf(objects, 'opted-out-pod')).toBe(
      'pod label sidecar.istio.io/inject=false opts out',
    );
  });

  it('is opted out by its namespace', () => {
    const objects = [
      istiod(),
      namespace('shop', { 'istio-injection': 'disabled' }),
      deploymentWithPods('shop', 'cart', [{}]),
    ];
    expect(coverageOf(objects).state).toBe('opted-out');
    expect(textOf(objects, 'opted-out-namespace')).toContain(
      'istio-injection=disabled keeps its pods off the mesh',
    );
  });

  it('uses the host network', () => {
    const objects = [
      istiod(),
      injected,
      deploymentWithPods('shop', 'cart', [{ hostNetwork: true }]),
    ];
    expect(textOf(objects, 'host-network')).toContain(
      'hostNetwork pods bypass the proxy',
    );
    expect(coverageOf(objects).state).toBe('off-mesh');
  });

  it('is asked for by a revision that nobody serves', () => {
    const objects = [
      istiod(),
      namespace('shop', { 'istio.io/rev': 'x' }),
      deploymentWithPods('shop', 'cart', [{}]),
    ];
    expect(textOf(objects, 'revision-missing')).toContain(
      "namespace label istio.io/rev=x points to revision 'x' which has no control plane",
    );
  });

  it('is asked for by the default revision where only others exist', () => {
    const withoutTag = [
      istiod({ revision: 'canary' }),
      injected,
      deploymentWithPods('shop', 'cart', [{}]),
    ];
    expect(codesOf(coverageOf(withoutTag))).toContain('revision-missing');
    expect(
      codesOf(coverageOf([...withoutTag, istioTag('default', 'canary')])),
    ).toEqual(['restart-needed']);
  });

  it('is asked for by a mesh that is not there', () => {
    const objects = [injected, deploymentWithPods('shop', 'cart', [{}])];
    expect(textOf(objects, 'mesh-not-installed')).toContain(
      'Istio (sidecar) was not found in this cluster',
    );
  });

  it('has not been captured yet', () => {
    const objects = [
      istiod({ ambient: true }),
      ztunnel(),
      namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }),
      deploymentWithPods('shop', 'cart', [capturedByZtunnel, { node: 'n7' }]),
    ];
    expect(coverageOf(objects).state).toBe('partial');
    expect(textOf(objects, 'not-captured')).toContain(
      '1 of 2 pods are not captured: look at the node agents on n7',
    );
  });

  it('carries an annotation in the form of a label', () => {
    const objects = [
      linkerd(),
      namespace('shop'),
      deploymentWithPods('shop', 'cart', [{}], {
        podLabels: { 'linkerd.io/inject': 'enabled' },
      }),
    ];
    expect(textOf(objects, 'wrong-form')).toBe(
      'pod label linkerd.io/inject=enabled has no effect: Linkerd reads it as an annotation',
    );
  });

  it('is not asked for', () => {
    const alone = [namespace('shop'), deploymentWithPods('shop', 'cart', [{}])];
    expect(codesOf(coverageOf(alone))).toEqual([]);
    expect(codesOf(coverageOf([...alone, istiod()]))).toEqual(['not-asked']);
  });

  it('cannot be told without namespaces', () => {
    const blind = coverageOf(
      [istiod(), deploymentWithPods('shop', 'cart', [{}])],
      'cart',
      ['Namespace'],
    );
    expect(blind.state).toBe('unknown');
    expect(codesOf(blind)).toEqual(['not-readable']);
  });
});
