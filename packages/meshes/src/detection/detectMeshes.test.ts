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
  cilium,
  consul,
  controller,
  gatewayApiCrds,
  istiod,
  istioCrds,
  istioTag,
  kuma,
  linkerd,
  withIstioProxy,
  ztunnel,
} from '../testing/installations';
import {
  configMap,
  crd,
  deploymentWithPods,
  namespace,
  pod,
  workload,
} from '../testing/objects';

type Objects = readonly (KubeObject | readonly KubeObject[])[];

const idsOf = (objects: Objects, unreadable: string[] = []) =>
  describeObjects(objects, unreadable).meshes.map(m => m.id);

describe('which installation is found', () => {
  const scenarios: [string, Objects, string[]][] = [
    ['an empty cluster', [], []],
    ['Istio', [istiod(), istioCrds], ['istio~istio-system~default']],
    [
      'two revisions of Istio',
      [istiod(), istiod({ revision: '1-31', version: '1.31.0' }), istioCrds],
      ['istio~istio-system~1-31', 'istio~istio-system~default'],
    ],
    [
      'Istio in two namespaces',
      [istiod(), istiod({ ns: 'istio-b' }), istioCrds],
      ['istio~istio-b~default', 'istio~istio-system~default'],
    ],
    [
      'ambient alone gives one mesh although istiod could inject as well',
      [istiod({ ambient: true }), ztunnel(), istioCrds],
      ['istio-ambient~istio-system~default'],
    ],
    [
      'ambient beside pods with a sidecar gives both modes',
      [
        istiod({ ambient: true }),
        ztunnel(),
        istioCrds,
        namespace('shop'),
        deploymentWithPods('shop', 'cart', [withIstioProxy()]),
      ],
      ['istio-ambient~istio-system~default', 'istio~istio-system~default'],
    ],
    [
      'ambient beside a namespace that asks for sidecars gives both modes',
      [
        istiod({ ambient: true }),
        ztunnel(),
        namespace('shop', { 'istio-injection': 'enabled' }),
      ],
      ['istio-ambient~istio-system~default', 'istio~istio-system~default'],
    ],
    ['Linkerd', [linkerd()], ['linkerd~linkerd']],
    ['Cilium', [cilium()], ['cilium~kube-system']],
    ['Kuma', [kuma()], ['kuma~kuma-system']],
    ['Consul', [consul()], ['consul~consul']],
    [
      'Istio and Linkerd side by side',
      [istiod(), istioCrds, linkerd()],
      ['istio~istio-system~default', 'linkerd~linkerd'],
    ],
    ['Gateway API', [gatewayApiCrds()], ['gateway-api']],
    [
      'Envoy Gateway',
      [
        controller(
          'envoy-gateway-system',
          'eg',
          { 'control-plane': 'envoy-gateway' },
          'docker.io/envoyproxy/gateway:v1.9.0',
          { container: 'envoy-gateway' },
        ),
        gatewayApiCrds('v1.6.1'),
      ],
      ['envoy-gateway~envoy-gateway-system', 'gateway-api'],
    ],
    [
      'kgateway',
      [
        controller(
          'kgateway-system',
          'kgateway',
          { kgateway: 'kgateway' },
          'cr.kgateway.dev/kgateway-dev/kgateway:v2.3.0',
        ),
      ],
      ['kgateway~kgateway-system'],
    ],
    [
      'NGINX Gateway Fabric',
      [
        controller(
          'nginx-gateway',
          'ngf',
          { 'app.kubernetes.io/name': 'nginx-gateway-fabric' },
          'ghcr.io/nginx/nginx-gateway-fabric:2.6.7',
        ),
      ],
      ['nginx-gateway-fabric~nginx-gateway'],
    ],
    [
      'Traefik',
      [
        controller(
          'edge',
          'traefik',
          { 'app.kubernetes.io/name': 'traefik' },
          'docker.io/traefik:v3.7.11',
        ),
      ],
      ['traefik~edge'],
    ],
    [
      'Open Service Mesh, of which only CRDs are left',
      [crd('config.openservicemesh.io', 'MeshConfig')],
      ['open-service-mesh'],
    ],
    [
      'AWS App Mesh, of which only CRDs are left',
      [crd('appmesh.k8s.aws', 'Mesh')],
      ['aws-app-mesh'],
    ],
    [
      'NGINX Service Mesh, of which only CRDs are left',
      [crd('nsm.nginx.com', 'RateLimit')],
      ['nginx-service-mesh'],
    ],
    [
      'Traefik Mesh, which has no CRDs of its own',
      [
        controller(
          'traefik-mesh',
          'controller',
          { app: 'maesh', component: 'controller' },
          'traefik/mesh:v1.4.8',
        ),
      ],
      ['traefik-mesh~traefik-mesh'],
    ],
    [
      'leftover CRDs of Istio',
      [istioCrds, configMap('istio-system', 'istio')],
      [],
    ],
    [
      'leftover CRDs and webhooks of Istio',
      [istioCrds, istiod().filter(o => o.kind !== 'Deployment')],
      [],
    ],
    [
      'a Deployment that is only called istiod',
      [workload('Deployment', 'istio-system', 'istiod'), istioCrds],
      [],
    ],
    [
      'a Deployment with the label of istiod and another image',
      [
        controller(
          'demo',
          'istiod',
          { app: 'istiod' },
          'example.org/my-pilot-service:1.0',
        ),
        istioCrds,
      ],
      [],
    ],
    [
      "a Deployment that runs Istio's image for something else",
      [
        controller(
          'demo',
          'copy',
          { app: 'copy' },
          'docker.io/istio/pilot:1.30.3',
        ),
        istioCrds,
      ],
      [],
    ],
    [
      'Consul servers without the injector are a registry, not a mesh',
      [consul().filter(o => o.metadata.name !== 'consul-connect-injector')],
      [],
    ],
  ];
  it.each(scenarios)('%s', (_name, objects, expected) => {
    expect(idsOf(objects)).toEqual(expected);
  });
});

describe('what is said about an installation', () => {
  it('names the facts, their objects and a capped confidence', () => {
    const [mesh] = describeObjects([istiod(), istioCrds]).meshes;
    expect(mesh.version).toBe('1.30.3');
    expect(mesh.confidence).toBeGreaterThan(0.9);
    expect(mesh.confidence).toBeLessThanOrEqual(1);
    expect(mesh.evidence[0]).toEqual({
      fact: 'workload',
      text: expect.stringContaining(
        'Deployment istio-system/istiod carries app=istiod and runs the image registry.istio.io/release/pilot:1.30.3-distroless',
      ),
      object: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'istio-system',
        name: 'istiod',
      },
      weight: 0.6,
    });
    expect(mesh.evidence.map(e => e.text)).toContain(
      '2 custom resource definitions of networking.istio.io',
    );
    expect(mesh.evidence.map(e => e.fact)).toEqual(
      expect.arrayContaining(['webhook', 'config-map', 'port']),
    );
  });

  it('counts each rule once, however many objects prove it', () => {
    const fabric = (proxies: number) => [
      controller(
        'nginx-gateway',
        'ngf',
        { 'app.kubernetes.io/name': 'nginx-gateway-fabric' },
        'ghcr.io/nginx/nginx-gateway-fabric:2.6.7',
      ),
      Array.from({ length: proxies }, (_, i) =>
        controller(
          'nginx-gateway',
          `web-${i}`,
          { 'gateway.networking.k8s.io/gateway-name': `web-${i}` },
          'ghcr.io/nginx/nginx-gateway-fabric/nginx:2.6.7',
        ),
      ),
    ];
    const [one] = describeObjects(fabric(1)).meshes;
    const [three] = describeObjects(fabric(3)).meshes;
    expect(three.components).toHaveLength(4);
    expect(three.confidence).toBe(one.confidence);
    expect(three.confidence).toBeGreaterThan(
      describeObjects(fabric(0)).meshes[0].confidence,
    );
  });

  it('gives a revision tag to the revision that it points to', () => {
    const { meshes } = describeObjects([
      istiod({ revision: '1-30' }),
      istiod({ revision: '1-31', version: '1.31.0' }),
      istioTag('prod', '1-30'),
      istioTag('default', '1-31'),
    ]);
    expect(meshes.map(m => [m.revision, m.version, m.tags])).toEqual([
      ['1-30', '1.30.3', ['prod']],
      ['1-31', '1.31.0', ['default']],
    ]);
  });

  it('lists node agents with every revision', () => {
    const { meshes } = describeObjects([
      istiod({ ambient: true, revision: 'a' }),
      istiod({ ambient: true, revision: 'b' }),
      ztunnel(),
    ]);
    for (const mesh of meshes)
      expect(mesh.components.map(c => c.object.name)).toContain('ztunnel');
    expect(meshes).toHaveLength(2);
  });

  it('gives a gateway that names no revision to the default one', () => {
    const { meshes } = describeObjects([
      istiod(),
      istiod({ revision: 'canary' }),
      controller(
        'istio-ingress',
        'ingress',
        { 'app.kubernetes.io/part-of': 'istio', istio: 'ingress' },
        'auto',
      ),
    ]);
    expect(
      meshes.map(m => [
        m.revision,
        m.components.some(c => c.object.name === 'ingress'),
      ]),
    ).toEqual([
      ['canary', false],
      ['default', true],
    ]);
  });

  it('says that two modes share a control plane', () => {
    const { meshes } = describeObjects([
      istiod({ ambient: true }),
      ztunnel(),
      namespace('shop', { 'istio-injection': 'enabled' }),
      namespace('bank', { 'istio.io/dataplane-mode': 'ambient' }),
      pod('bank', 'teller', capturedByZtunnel),
    ]);
    for (const mesh of meshes)
      expect(codesOf(mesh)).toContain('shared-control-plane');
  });

  it('shows the end of life of a product that has ended, with the way out', () => {
    const [mesh] = describeObjects([crd('appmesh.k8s.aws', 'Mesh')]).meshes;
    expect(mesh.support.state).toBe('ended');
    expect(mesh.support.wayOut).toMatch(/VPC Lattice/);
    expect(codesOf(mesh)).toContain('product-ended');
    expect(mesh.health).toBe('unknown');
  });

  it('counts proxies and their skew', () => {
    const { meshes } = describeObjects([
      istiod(),
      namespace('shop', { 'istio-injection': 'enabled' }),
      deploymentWithPods('shop', 'cart', [
        withIstioProxy('1.30.3'),
        withIstioProxy('1.30.3'),
        withIstioProxy('1.29.6'),
        withIstioProxy('1.27.0'),
      ]),
    ]);
    expect(meshes[0].dataPlane).toEqual({
      pods: 4,
      workloads: 1,
      namespaces: ['shop'],
      versions: [
        { version: '1.30.3', pods: 2, skew: 'in-step' },
        { version: '1.27.0', pods: 1, skew: 'too-old' },
        { version: '1.29.6', pods: 1, skew: 'behind' },
      ],
    });
    expect(codesOf(meshes[0])).toContain('proxies-too-old');
  });
});
