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

import type { KubeObject } from '../../model/objects';
import { codesOf, describeObjects } from '../../testing/describe';
import {
  capturedByZtunnel,
  cilium,
  consul,
  istiod,
  kuma,
  linkerd,
  withConsulProxy,
  withIstioProxy,
  withKumaProxy,
  withLinkerdProxy,
  ztunnel,
} from '../../testing/installations';
import {
  custom,
  deploymentWithPods,
  namespace,
  service,
} from '../../testing/objects';

type Objects = readonly (KubeObject | readonly KubeObject[])[];

function cartOf(objects: Objects, unreadable: string[] = []) {
  const report = describeObjects(objects, unreadable);
  const cart = report.workloads.find(w => w.workload.name === 'cart');
  const shop = report.namespaces.find(n => n.namespace === 'shop');
  if (!cart || !shop) throw new Error('The report lacks shop/cart');
  return { ...cart, ofNamespace: shop.mtls };
}

const modeOf = (objects: Objects, unreadable?: string[]) =>
  cartOf(objects, unreadable).mtls.mode;

const peerAuthentication = (
  ns: string,
  name: string,
  mode: string,
  app?: string,
  more = {},
) =>
  custom('security.istio.io/v1', 'PeerAuthentication', ns, name, {
    mtls: { mode },
    ...(app ? { selector: { matchLabels: { app } } } : {}),
    ...more,
  });

describe('Istio', () => {
  const cart = [
    namespace('shop', { 'istio-injection': 'enabled' }),
    deploymentWithPods('shop', 'cart', [withIstioProxy()]),
    service('shop', 'cart', { app: 'cart' }),
  ];
  const sidecar: Objects = [istiod(), ...cart];

  it.each<[string, KubeObject[], string]>([
    ['nothing: permissive by default', [], 'permissive'],
    [
      'the root namespace',
      [peerAuthentication('istio-system', 'default', 'STRICT')],
      'strict',
    ],
    [
      'the namespace over the root namespace',
      [
        peerAuthentication('istio-system', 'default', 'STRICT'),
        peerAuthentication('shop', 'default', 'DISABLE'),
      ],
      'disabled',
    ],
    [
      'the workload over the namespace',
      [
        peerAuthentication('shop', 'default', 'STRICT'),
        peerAuthentication('shop', 'cart', 'PERMISSIVE', 'cart'),
      ],
      'permissive',
    ],
    [
      'what is not for this workload',
      [
        peerAuthentication('shop', 'web', 'STRICT', 'web'),
        peerAuthentication('bank', 'default', 'STRICT'),
      ],
      'permissive',
    ],
    [
      'UNSET, which inherits',
      [
        peerAuthentication('istio-system', 'default', 'STRICT'),
        peerAuthentication('shop', 'default', 'UNSET'),
      ],
      'strict',
    ],
  ])('follows %s', (_name, policies, mode) => {
    expect(modeOf([...sidecar, policies])).toBe(mode);
  });

  it('gives the namespace its own mode and names the source', () => {
    const { mtls, ofNamespace } = cartOf([
      ...sidecar,
      peerAuthentication('shop', 'default', 'STRICT'),
      peerAuthentication('shop', 'cart', 'DISABLE', 'cart', {
        portLevelMtls: { 8080: { mode: 'STRICT' } },
      }),
    ]);
    expect(mtls).toMatchObject({
      mode: 'disabled',
      source: { kind: 'PeerAuthentication', namespace: 'shop', name: 'cart' },
    });
    expect(mtls.text).toContain('ports that differ: 8080 STRICT');
    expect(ofNamespace.mode).toBe('strict');
  });

  it('reads another root namespace and enableAutoMtls from the mesh configuration', () => {
    const { mtls, reasons } = cartOf([
      istiod({
        meshConfig: 'rootNamespace: policies\nenableAutoMtls: false\n',
      }),
      ...cart,
      peerAuthentication('policies', 'default', 'STRICT'),
    ]);
    expect(mtls.mode).toBe('strict');
    expect(codesOf({ reasons })).toContain('auto-mtls-off');
  });

  it.each([
    ['cart', 'shop', true],
    ['cart.shop.svc.cluster.local', 'other', true],
    ['*.shop.svc.cluster.local', 'other', true],
    ['*', 'other', true],
    ['cart', 'other', false],
    ['web', 'shop', false],
  ])('notes a DestinationRule without TLS for %s in %s', (host, ns, noted) => {
    const { reasons } = cartOf([
      ...sidecar,
      custom('networking.istio.io/v1', 'DestinationRule', ns, 'plain', {
        host,
        trafficPolicy: { tls: { mode: 'DISABLE' } },
      }),
    ]);
    expect(codesOf({ reasons }).includes('destination-rule-disables-tls')).toBe(
      noted,
    );
  });

  it('says that it does not know when policies could not be read', () => {
    expect(modeOf(sidecar, ['PeerAuthentication.security.istio.io'])).toBe(
      'unknown',
    );
  });

  it.each([
    [undefined, 'automatic'],
    ['STRICT', 'strict'],
    ['DISABLE', 'automatic'],
  ])('in ambient mode, %s is %s', (declared, mode) => {
    expect(
      modeOf([
        istiod({ ambient: true }),
        ztunnel(),
        namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }),
        deploymentWithPods('shop', 'cart', [capturedByZtunnel]),
        declared ? [peerAuthentication('shop', 'default', declared)] : [],
      ]),
    ).toBe(mode);
  });
});

describe('Linkerd', () => {
  const policy = 'config.linkerd.io/default-inbound-policy';
  const cart = (
    onNamespace: Record<string, string> = {},
    onPod: Record<string, string> = {},
    values = '',
  ): Objects => [
    linkerd('edge-26.6.3', 'linkerd', values),
    namespace('shop', {}, { 'linkerd.io/inject': 'enabled', ...onNamespace }),
    deploymentWithPods('shop', 'cart', [withLinkerdProxy()], {
      podAnnotations: onPod,
    }),
  ];

  it.each<[string, Objects, string]>([
    ['nothing', cart(), 'automatic'],
    ['the namespace', cart({ [policy]: 'cluster-authenticated' }), 'strict'],
    [
      'the pod over the namespace',
      cart(
        { [policy]: 'all-authenticated' },
        { [policy]: 'all-unauthenticated' },
      ),
      'automatic',
    ],
    [
      'the default of the control plane',
      cart({}, {}, 'proxy:\n  defaultInboundPolicy: all-authenticated\n'),
      'strict',
    ],
    [
      'a Server for its pods',
      [
        ...cart(),
        custom('policy.linkerd.io/v1beta3', 'Server', 'shop', 'http', {
          podSelector: { matchLabels: { app: 'cart' } },
          port: 8080,
          accessPolicy: 'all-authenticated',
        }),
      ],
      'strict',
    ],
    [
      'a Server for other pods',
      [
        ...cart(),
        custom('policy.linkerd.io/v1beta3', 'Server', 'shop', 'http', {
          podSelector: { matchLabels: { app: 'web' } },
          port: 8080,
          accessPolicy: 'all-authenticated',
        }),
      ],
      'automatic',
    ],
  ])('follows %s', (_name, objects, mode) => {
    expect(modeOf(objects)).toBe(mode);
  });
});

describe('Kuma', () => {
  const cart = (version = '2.14.3'): Objects => [
    kuma(version),
    namespace('shop', { 'kuma.io/sidecar-injection': 'enabled' }),
    deploymentWithPods('shop', 'cart', [withKumaProxy]),
  ];
  const mesh = (backend?: object) =>
    custom(
      'kuma.io/v1alpha1',
      'Mesh',
      undefined,
      'default',
      backend ? { mtls: { enabledBackend: 'ca-1', backends: [backend] } } : {},
    );
  const strict = mesh({ name: 'ca-1', type: 'builtin' });
  const meshTls = (mode: string, targetRef: object = { kind: 'Mesh' }) =>
    custom(
      'kuma.io/v1alpha1',
      'MeshTLS',
      'kuma-system',
      'tls',
      { targetRef, rules: [{ default: { mode } }] },
      { labels: { 'kuma.io/mesh': 'default' } },
    );
  const identity = custom(
    'kuma.io/v1alpha1',
    'MeshIdentity',
    'kuma-system',
    'identity',
    {},
    { labels: { 'kuma.io/mesh': 'default' } },
  );

  it.each<[string, Objects, string]>([
    ['no mtls section', [...cart(), mesh()], 'disabled'],
    ['an enabled backend', [...cart(), strict], 'strict'],
    [
      'a permissive backend',
      [...cart(), mesh({ name: 'ca-1', mode: 'PERMISSIVE' })],
      'permissive',
    ],
    [
      'MeshTLS over the backend',
      [...cart(), strict, meshTls('Permissive')],
      'permissive',
    ],
    [
      'MeshTLS for other workloads',
      [
        ...cart(),
        strict,
        meshTls('Permissive', { kind: 'Dataplane', labels: { app: 'web' } }),
      ],
      'strict',
    ],
    ['an identity', [...cart(), mesh(), identity], 'automatic'],
    [
      'version 3, which ignores the mtls section',
      [...cart('3.0.0'), strict],
      'disabled',
    ],
    [
      'version 3 with identity and MeshTLS',
      [...cart('3.0.0'), strict, identity, meshTls('Strict')],
      'strict',
    ],
    ['a Mesh that is not there', cart(), 'unknown'],
  ])('follows %s', (_name, objects, mode) => {
    expect(modeOf(objects)).toBe(mode);
  });
});

describe('Consul', () => {
  const cart: Objects = [
    consul(),
    namespace('shop'),
    deploymentWithPods('shop', 'cart', [withConsulProxy]),
    service('shop', 'cart', { app: 'cart' }),
  ];
  it('is on by default and permissive where a service says so', () => {
    expect(modeOf(cart)).toBe('automatic');
    expect(
      modeOf([
        ...cart,
        custom(
          'consul.hashicorp.com/v1alpha1',
          'ServiceDefaults',
          'shop',
          'cart',
          { mutualTLSMode: 'permissive' },
        ),
      ]),
    ).toBe('permissive');
  });
});

describe('Cilium', () => {
  const cart = (data?: Record<string, string>): Objects => [
    cilium(data),
    namespace('shop', { 'io.cilium/mtls-enabled': 'true' }),
    deploymentWithPods('shop', 'cart', [{}]),
  ];
  it.each<[string, Record<string, string> | undefined, string]>([
    ['ztunnel', { 'enable-ztunnel': 'true' }, 'automatic'],
    ['WireGuard', { 'enable-wireguard': 'true' }, 'automatic'],
    ['nothing enabled', {}, 'none'],
    ['settings that are not kept', undefined, 'unknown'],
  ])('follows %s', (_name, data, mode) => {
    expect(modeOf(cart(data))).toBe(mode);
  });
});

it('is none for a workload that is on no mesh', () => {
  expect(
    cartOf([
      istiod(),
      namespace('shop'),
      deploymentWithPods('shop', 'cart', [{}]),
    ]).mtls,
  ).toEqual({ mode: 'none', text: 'not on a mesh' });
});
