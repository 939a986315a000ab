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
import {
  configMap,
  crd,
  pod,
  service,
  webhook,
  workload,
  type PodOptions,
  type WorkloadOptions,
} from './objects';

/** What real installations leave in a cluster, reduced to what identifies them. */

export interface IstioOptions {
  ns?: string;
  version?: string;
  revision?: string;
  ambient?: boolean;
  ready?: number;
  failurePolicy?: string;
  hasCaBundle?: boolean;
  withoutService?: boolean;
  annotations?: Record<string, string>;
  labels?: Record<string, string>;
  meshConfig?: string;
  created?: string;
}

export function istiod({
  ns = 'istio-system',
  version = '1.30.3',
  revision = 'default',
  ambient = false,
  ready = 1,
  failurePolicy = 'Fail',
  hasCaBundle = true,
  withoutService = false,
  annotations,
  labels,
  meshConfig = '',
  created,
}: IstioOptions = {}): KubeObject[] {
  const suffix = revision === 'default' ? '' : `-${revision}`;
  const podLabels = { app: 'istiod', 'istio.io/rev': revision };
  const sharedService = { namespace: ns, name: `istiod${suffix}` };
  return [
    workload('Deployment', ns, `istiod${suffix}`, {
      labels: { ...podLabels, ...labels },
      podLabels,
      annotations,
      ready,
      created,
      containers: [
        {
          name: 'discovery',
          image: `registry.istio.io/release/pilot:${version}-distroless`,
          env: ambient ? [{ name: 'PILOT_ENABLE_AMBIENT', value: 'true' }] : [],
          ports: [{ containerPort: 15012 }],
        },
      ],
    }),
    ...(withoutService ? [] : [service(ns, `istiod${suffix}`, podLabels)]),
    configMap(ns, `istio${suffix}`, { mesh: meshConfig }),
    configMap(ns, `istio-sidecar-injector${suffix}`),
    webhook(
      `istio-sidecar-injector${suffix}${ns === 'istio-system' ? '' : `-${ns}`}`,
      [
        {
          name: 'rev.namespace.sidecar-injector.istio.io',
          failurePolicy,
          hasCaBundle,
          service: sharedService,
        },
      ],
      { 'istio.io/rev': revision },
    ),
  ];
}

export const istioCrds = [
  crd('networking.istio.io', 'VirtualService'),
  crd('networking.istio.io', 'DestinationRule'),
  crd('security.istio.io', 'PeerAuthentication'),
  crd('telemetry.istio.io', 'Telemetry'),
  crd('extensions.istio.io', 'WasmPlugin'),
];

export function istioTag(tag: string, revision: string, ns = 'istio-system') {
  return webhook(
    `istio-revision-tag-${tag}`,
    [
      {
        name: 'rev.namespace.sidecar-injector.istio.io',
        failurePolicy: 'Fail',
        hasCaBundle: true,
        service: { namespace: ns, name: `istiod-${revision}` },
      },
    ],
    { 'istio.io/rev': revision, 'istio.io/tag': tag },
  );
}

/** Options of a pod with an Istio sidecar. */
export function withIstioProxy(
  version = '1.30.3',
  revision = 'default',
  more: PodOptions = {},
): PodOptions {
  return {
    ...more,
    labels: {
      'security.istio.io/tlsMode': 'istio',
      'istio.io/rev': revision,
      ...more.labels,
    },
    annotations: { 'sidecar.istio.io/status': '{}', ...more.annotations },
    containers: [
      ...(more.containers ?? [{ name: 'app', image: 'example.org/app:1.0' }]),
      {
        name: 'istio-proxy',
        image: `registry.istio.io/release/proxyv2:${version}`,
      },
    ],
  };
}

export function ztunnel(version = '1.30.3', ns = 'istio-system'): KubeObject[] {
  const image = `registry.istio.io/release/ztunnel:${version}`;
  const daemonSet = workload('DaemonSet', ns, 'ztunnel', {
    labels: { app: 'ztunnel' },
    podLabels: { app: 'ztunnel' },
    containers: [{ name: 'istio-proxy', image }],
  });
  return [
    daemonSet,
    pod(ns, 'ztunnel-node-1', {
      owner: daemonSet,
      labels: { app: 'ztunnel' },
      containers: [{ name: 'istio-proxy', image }],
    }),
    workload('DaemonSet', ns, 'istio-cni-node', {
      labels: { 'k8s-app': 'istio-cni-node' },
      containers: [
        {
          name: 'install-cni',
          image: `registry.istio.io/release/install-cni:${version}`,
        },
      ],
    }),
  ];
}

export const capturedByZtunnel: PodOptions = {
  annotations: { 'ambient.istio.io/redirection': 'enabled' },
};

export function linkerd(
  version = 'edge-26.6.3',
  ns = 'linkerd',
  values = '',
): KubeObject[] {
  const part = (name: string): KubeObject =>
    workload('Deployment', ns, `linkerd-${name}`, {
      labels: {
        'linkerd.io/control-plane-component': name,
        'linkerd.io/control-plane-ns': ns,
      },
      podLabels: {
        'linkerd.io/control-plane-component': name,
        'linkerd.io/control-plane-ns': ns,
      },
      containers: [
        {
          name,
          image: `cr.l5d.io/linkerd/controller:${version}`,
        },
      ],
    });
  return [
    part('destination'),
    part('identity'),
    part('proxy-injector'),
    crd('policy.linkerd.io', 'Server'),
    crd('linkerd.io', 'ServiceProfile'),
    configMap(ns, 'linkerd-config', { values }),
    service(ns, 'linkerd-proxy-injector', {
      'linkerd.io/control-plane-component': 'proxy-injector',
    }),
    webhook('linkerd-proxy-injector-webhook-config', [
      {
        name: 'linkerd-proxy-injector.linkerd.io',
        failurePolicy: 'Ignore',
        hasCaBundle: true,
        service: { namespace: ns, name: 'linkerd-proxy-injector' },
      },
    ]),
  ];
}

/** Options of a pod with a Linkerd proxy. */
export function withLinkerdProxy(
  version = 'edge-26.6.3',
  { native = false, ns = 'linkerd' } = {},
): PodOptions {
  const proxy = {
    name: 'linkerd-proxy',
    image: `cr.l5d.io/linkerd/proxy:${version}`,
  };
  const app = { name: 'app', image: 'example.org/app:1.0' };
  return {
    labels: { 'linkerd.io/control-plane-ns': ns },
    annotations: { 'linkerd.io/proxy-version': version },
    containers: native ? [app] : [app, proxy],
    initContainers: native ? [{ ...proxy, restartPolicy: 'Always' }] : [],
  };
}

export function cilium(data?: Record<string, string>): KubeObject[] {
  return [
    workload('DaemonSet', 'kube-system', 'cilium', {
      labels: { 'k8s-app': 'cilium' },
      containers: [
        { name: 'cilium-agent', image: 'quay.io/cilium/cilium:v1.20.0' },
      ],
    }),
    workload('Deployment', 'kube-system', 'cilium-operator', {
      labels: { 'io.cilium/app': 'operator' },
      containers: [
        {
          name: 'cilium-operator',
          image: 'quay.io/cilium/operator-generic:v1.20.0',
        },
      ],
    }),
    crd('cilium.io', 'CiliumNetworkPolicy'),
    configMap('kube-system', 'cilium-config', data),
  ];
}

export function kuma(version = '2.14.3'): KubeObject[] {
  return [
    workload('Deployment', 'kuma-system', 'kuma-control-plane', {
      labels: { app: 'kuma-control-plane', 'app.kubernetes.io/name': 'kuma' },
      containers: [
        { name: 'control-plane', image: `docker.io/kumahq/kuma-cp:${version}` },
      ],
    }),
    crd('kuma.io', 'Mesh'),
  ];
}

export const withKumaProxy: PodOptions = {
  annotations: { 'kuma.io/sidecar-injected': 'true' },
  containers: [
    { name: 'app', image: 'example.org/app:1.0' },
    { name: 'kuma-sidecar', image: 'docker.io/kumahq/kuma-dp:2.14.3' },
  ],
};

export function consul(version = '2.0.3'): KubeObject[] {
  return [
    workload('Deployment', 'consul', 'consul-connect-injector', {
      labels: { app: 'consul', component: 'connect-injector' },
      containers: [
        {
          name: 'sidecar-injector',
          image: `hashicorp/consul-k8s-control-plane:${version}`,
        },
      ],
    }),
    workload('StatefulSet', 'consul', 'consul-server', {
      labels: { app: 'consul', component: 'server' },
      containers: [{ name: 'consul', image: 'hashicorp/consul:2.0.0' }],
    }),
    crd('consul.hashicorp.com', 'ServiceDefaults'),
  ];
}

export const withConsulProxy: PodOptions = {
  labels: { 'consul.hashicorp.com/connect-inject-status': 'injected' },
  containers: [
    { name: 'app', image: 'example.org/app:1.0' },
    { name: 'consul-dataplane', image: 'hashicorp/consul-dataplane:2.0.0' },
  ],
};

const BUNDLE_KINDS = ['GatewayClass', 'Gateway', 'HTTPRoute', 'GRPCRoute'];

export function gatewayApiCrds(
  version = 'v1.5.1',
  channel = 'standard',
  kinds: readonly string[] = BUNDLE_KINDS,
) {
  return kinds.map(kind =>
    crd('gateway.networking.k8s.io', kind, {
      annotations: {
        'gateway.networking.k8s.io/bundle-version': version,
        'gateway.networking.k8s.io/channel': channel,
      },
    }),
  );
}

/** One Deployment with the given labels and image, for gateways and ended products. */
export function controller(
  ns: string,
  name: string,
  labels: Record<string, string>,
  image: string,
  options: WorkloadOptions & { container?: string } = {},
) {
  return workload('Deployment', ns, name, {
    labels,
    podLabels: labels,
    containers: [{ name: options.container ?? 'controller', image }],
    ...options,
  });
}
