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

import type { Proxy } from '../documents';

type Container = Record<string, unknown> & { name: string; image: string };

/** What a mesh's injector adds to a pod template. */
export type ProxyParts = {
  initContainers: Container[];
  containers: Container[];
  labels: Record<string, string>;
  annotations: Record<string, string>;
};

type Pod = { name: string; version: string };

/** A native sidecar is an init container that never ends; older proxies are plain containers. */
function place(sidecar: Container, native: boolean, init: Container[]) {
  return native
    ? {
        initContainers: [...init, { ...sidecar, restartPolicy: 'Always' }],
        containers: [],
      }
    : { initContainers: init, containers: [sidecar] };
}

function istio(proxy: Proxy, pod: Pod): ProxyParts {
  const image = `docker.io/istio/proxyv2:${proxy.version}`;
  const parts = place(
    {
      name: 'istio-proxy',
      image,
      args: [
        'proxy',
        'sidecar',
        '--domain',
        '$(POD_NAMESPACE).svc.cluster.local',
      ],
      env: [
        {
          name: 'POD_NAMESPACE',
          valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } },
        },
        { name: 'ISTIO_META_MESH_ID', value: 'cluster.local' },
      ],
      ports: [
        { name: 'http-envoy-prom', containerPort: 15090, protocol: 'TCP' },
      ],
    },
    proxy.native,
    [
      {
        name: 'istio-init',
        image,
        args: ['istio-iptables', '-p', '15001', '-z', '15006', '-u', '1337'],
      },
    ],
  );
  const status = {
    initContainers: parts.initContainers.map(container => container.name),
    containers: parts.containers.length
      ? parts.containers.map(container => container.name)
      : null,
    volumes: [
      'istio-envoy',
      'istio-data',
      'istio-podinfo',
      'istio-token',
      'istiod-ca-cert',
    ],
    imagePullSecrets: null,
    revision: proxy.revision,
  };
  return {
    ...parts,
    labels: {
      'security.istio.io/tlsMode': 'istio',
      'service.istio.io/canonical-name': pod.name,
      'service.istio.io/canonical-revision': pod.version,
    },
    annotations: {
      'istio.io/rev': proxy.revision,
      'kubectl.kubernetes.io/default-container': pod.name,
      'prometheus.io/path': '/stats/prometheus',
      'prometheus.io/port': '15020',
      'prometheus.io/scrape': 'true',
      'sidecar.istio.io/status': JSON.stringify(status),
    },
  };
}

/** sha256 of the PEM text in the seeded ConfigMap linkerd-identity-trust-roots. */
export const LINKERD_TRUST_ROOT_SHA256 =
  '0e5aa1a6176a5fcd512218b96638907acb55ebc52cc824c2ac2113f04d124c48';

function linkerd(proxy: Proxy, pod: Pod): ProxyParts {
  const image = `cr.l5d.io/linkerd/proxy:${proxy.version}`;
  return {
    ...place(
      {
        name: 'linkerd-proxy',
        image,
        ports: [
          { name: 'linkerd-proxy', containerPort: 4143 },
          { name: 'linkerd-admin', containerPort: 4191 },
        ],
      },
      proxy.native,
      [
        {
          name: 'linkerd-init',
          image,
          command: ['/usr/lib/linkerd/linkerd2-proxy-init'],
        },
      ],
    ),
    labels: {
      'linkerd.io/control-plane-ns': 'linkerd',
      'linkerd.io/proxy-deployment': pod.name,
    },
    annotations: {
      'linkerd.io/created-by': `linkerd/proxy-injector ${proxy.version}`,
      'linkerd.io/proxy-version': proxy.version,
      'linkerd.io/trust-root-sha256': LINKERD_TRUST_ROOT_SHA256,
    },
  };
}

function kuma(proxy: Proxy): ProxyParts {
  return {
    ...place(
      {
        name: 'kuma-sidecar',
        image: `docker.io/kumahq/kuma-dp:${proxy.version}`,
        args: ['run', '--log-level=info'],
      },
      proxy.native,
      [
        {
          name: 'kuma-init',
          image: `docker.io/kumahq/kuma-init:${proxy.version}`,
        },
      ],
    ),
    labels: { 'kuma.io/mesh': 'default' },
    annotations: {
      'kuma.io/mesh': 'default',
      'kuma.io/sidecar-injected': 'true',
      'kuma.io/sidecar-uid': '5678',
    },
  };
}

function consul(proxy: Proxy): ProxyParts {
  return {
    ...place(
      {
        name: 'consul-dataplane',
        image: `hashicorp/consul-dataplane:${proxy.version}`,
        args: ['-addresses', 'consul-server.consul.svc', '-grpc-port=8502'],
      },
      proxy.native,
      [
        {
          name: 'consul-connect-inject-init',
          image: `hashicorp/consul-k8s-control-plane:${proxy.version}`,
        },
      ],
    ),
    labels: { 'consul.hashicorp.com/connect-inject-status': 'injected' },
    annotations: {
      'consul.hashicorp.com/connect-inject-status': 'injected',
      'consul.hashicorp.com/consul-k8s-version': proxy.version,
      'consul.hashicorp.com/transparent-proxy-status': 'enabled',
    },
  };
}

/** Envoy of the ended meshes, which never used native sidecars. */
function plainEnvoy(
  image: string,
  init: Container,
  labels: Record<string, string> = {},
): ProxyParts {
  return {
    ...place({ name: 'envoy', image }, false, [init]),
    labels,
    annotations: {},
  };
}

/** Proxy containers, labels and annotations for a pod of the named service. */
export function proxyParts(proxy: Proxy, pod: Pod): ProxyParts {
  switch (proxy.mesh) {
    case 'istio':
      return istio(proxy, pod);
    case 'linkerd':
      return linkerd(proxy, pod);
    case 'kuma':
      return kuma(proxy);
    case 'consul':
      return consul(proxy);
    case 'app-mesh':
      return plainEnvoy(
        `public.ecr.aws/appmesh/aws-appmesh-envoy:${proxy.version}`,
        {
          name: 'proxyinit',
          image:
            'public.ecr.aws/appmesh/aws-appmesh-proxy-route-manager:v7-prod',
        },
      );
    case 'osm':
      return plainEnvoy(
        `envoyproxy/envoy:${proxy.version}`,
        { name: 'osm-init', image: 'openservicemesh/init:v1.2.4' },
        // The real one differs from pod to pod; a template can hold only one.
        { 'osm-proxy-uuid': '5b6f0a3e-2f4c-4c1e-9d1b-7a60c1f0e2aa' },
      );
    default:
      throw new Error(`No proxy is known for the mesh "${String(proxy.mesh)}"`);
  }
}
