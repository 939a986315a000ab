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

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../paths';
import { ClusterLayout } from './layout';
import { ClusterState, serverUrl } from './state';

/** Every daemon of a cluster, in the order in which they start. */
export const DAEMONS = [
  'etcd',
  'apiserver',
  'egress',
  'controller-manager',
  'scheduler',
  'kwok',
] as const;

/** One of {@link DAEMONS}. @public */
export type DaemonName = (typeof DAEMONS)[number];

/**
 * The order in which they stop: first what writes through the API server, so
 * that nothing is cut off half-way, etcd last.
 */
export const STOP_ORDER: readonly DaemonName[] = [
  'scheduler',
  'controller-manager',
  'kwok',
  'apiserver',
  'egress',
  'etcd',
];

/** Addresses of Services, not those of the simulated nodes or pods. */
export const SERVICE_CIDR = '10.96.0.0/16';
/** Pods without a node of ours; those of simulated nodes have ranges of their own. */
export const FALLBACK_POD_CIDR = '10.192.0.0/16';
/** Which nodes are played, since real ones may join beside them. */
export const SIMULATED_NODE_LABEL = { key: 'type', value: 'kwok' } as const;

// At the defaults (20 and 50 requests per second) 2 000 pods take minutes.
const QPS = 1000;
const BURST = 2000;

/** The arguments of one daemon. */
export type ArgumentsOf = (
  layout: ClusterLayout,
  state: ClusterState,
) => string[];

function flags(values: Record<string, string | number | boolean>): string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.');
}

const etcd: ArgumentsOf = (layout, state) => {
  const client = `https://127.0.0.1:${state.ports.etcd}`;
  const peer = `https://127.0.0.1:${state.ports.etcdPeer}`;
  const pki = (file: string) => join(layout.pkiFolder, file);
  return flags({
    name: 'local',
    'data-dir': layout.etcdFolder,
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `local=${peer}`,
    'cert-file': pki('etcd.crt'),
    'key-file': pki('etcd.key'),
    'trusted-ca-file': pki('etcd-ca.crt'),
    'client-cert-auth': true,
    'peer-cert-file': pki('etcd.crt'),
    'peer-key-file': pki('etcd.key'),
    'peer-trusted-ca-file': pki('etcd-ca.crt'),
    'peer-client-cert-auth': true,
    // Survives every end of the process; only a power cut could lose writes.
    'unsafe-no-fsync': true,
    'quota-backend-bytes': 4 * 1024 ** 3,
    'log-level': 'warn',
    // The embedded server's own default would log every request.
    'warning-unary-request-duration': '500ms',
  });
};

const apiserver: ArgumentsOf = (layout, state) => {
  const pki = (file: string) => join(layout.pkiFolder, file);
  return flags({
    'bind-address': state.bindAddress,
    'advertise-address': state.bindAddress,
    // A Service cannot have endpoints on loopback; the attempts would fill the log.
    'endpoint-reconciler-type': isLoopback(state.bindAddress)
      ? 'none'
      : 'lease',
    'secure-port': state.ports.apiserver,
    'etcd-servers': `https://127.0.0.1:${state.ports.etcd}`,
    'etcd-cafile': pki('etcd-ca.crt'),
    'etcd-certfile': pki('etcd-client.crt'),
    'etcd-keyfile': pki('etcd-client.key'),
    'tls-cert-file': pki('apiserver.crt'),
    'tls-private-key-file': pki('apiserver.key'),
    'client-ca-file': pki('ca.crt'),
    'requestheader-client-ca-file': pki('front-proxy-ca.crt'),
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-username-headers': 'X-Remote-User',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'proxy-client-cert-file': pki('front-proxy-client.crt'),
    'proxy-client-key-file': pki('front-proxy-client.key'),
    'kubelet-client-certificate': pki('apiserver-kubelet-client.crt'),
    'kubelet-client-key': pki('apiserver-kubelet-client.key'),
    'kubelet-preferred-address-types': 'InternalIP,Hostname',
    'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    'service-account-signing-key-file': pki('service-accounts.key'),
    'service-account-key-file': pki('service-accounts.pub'),
    'service-cluster-ip-range': SERVICE_CIDR,
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction',
    'enable-bootstrap-token-auth': true,
    'allow-privileged': true,
    profiling: false,
    'egress-selector-config-file': join(layout.configFolder, 'egress.yaml'),
    // A single user's tools share this server with its own daemons.
    'max-requests-inflight': 2000,
    'max-mutating-requests-inflight': 1000,
    // Ends open watches on stop; 0 would mean to wait for them for a minute.
    'shutdown-delay-duration': '0s',
    'shutdown-watch-termination-grace-period': '1s',
  });
};

const controllerManager: ArgumentsOf = (layout, state) => {
  const pki = (file: string) => join(layout.pkiFolder, file);
  const kubeconfig = join(layout.configFolder, 'controller-manager.kubeconfig');
  return flags({
    kubeconfig,
    'authentication-kubeconfig': kubeconfig,
    'authorization-kubeconfig': kubeconfig,
    'bind-address': '127.0.0.1',
    'secure-port': state.ports.controllerManager,
    'tls-cert-file': pki('controllers.crt'),
    'tls-private-key-file': pki('controllers.key'),
    'use-service-account-credentials': true,
    'service-account-private-key-file': pki('service-accounts.key'),
    'root-ca-file': pki('ca.crt'),
    'cluster-signing-cert-file': pki('ca.crt'),
    'cluster-signing-key-file': pki('ca.key'),
    'cluster-name': state.name,
    controllers: '*,bootstrapsigner,tokencleaner',
    // There is one; an election would only delay every start.
    'leader-elect': false,
    'kube-api-qps': QPS,
    'kube-api-burst': BURST,
    'concurrent-deployment-syncs': 20,
    'concurrent-replicaset-syncs': 20,
    'concurrent-statefulset-syncs': 20,
    'concurrent-job-syncs': 20,
    'concurrent-namespace-syncs': 20,
    'concurrent-endpoint-syncs': 20,
    'concurrent-service-endpoint-syncs': 20,
    profiling: false,
  });
};

const scheduler: ArgumentsOf = (layout, state) => {
  const kubeconfig = join(layout.configFolder, 'scheduler.kubeconfig');
  return flags({
    config: join(layout.configFolder, 'scheduler.yaml'),
    'authentication-kubeconfig': kubeconfig,
    'authorization-kubeconfig': kubeconfig,
    'bind-address': '127.0.0.1',
    'secure-port': state.ports.scheduler,
    'tls-cert-file': join(layout.pkiFolder, 'controllers.crt'),
    'tls-private-key-file': join(layout.pkiFolder, 'controllers.key'),
  });
};

const kwok: ArgumentsOf = (layout, state) => [
  ...flags({
    kubeconfig: join(layout.configFolder, 'kwok.kubeconfig'),
    'manage-all-nodes': false,
    'manage-nodes-with-label-selector': `${SIMULATED_NODE_LABEL.key}=${SIMULATED_NODE_LABEL.value}`,
    cidr: FALLBACK_POD_CIDR,
    'node-lease-duration-seconds': 40,
    'server-address': `127.0.0.1:${state.ports.kwok}`,
    config: join(layout.configFolder, 'kwok.yaml'),
  }),
  ...stageFiles().map(file => `--config=${file}`),
];

const egress: ArgumentsOf = (layout, state) =>
  flags({
    socket: egressSocket(layout),
    kubeconfig: join(layout.configFolder, 'egress.kubeconfig'),
    'state-dir': join(layout.folder, 'egress'),
    'healthz-address': `127.0.0.1:${state.ports.egress}`,
  });

/** The files that say how simulated nodes and pods behave. */
function stageFiles(): string[] {
  const folder = join(packageFolder(), 'stages');
  return readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(name => join(folder, name));
}

/** How each daemon is started. */
export const ARGUMENTS: Record<DaemonName, ArgumentsOf> = {
  etcd,
  apiserver,
  egress,
  'controller-manager': controllerManager,
  scheduler,
  kwok,
};

/** Configuration files that daemons read, by name in the config folder. */
export function configFiles(layout: ClusterLayout): Record<string, object> {
  return {
    'egress.yaml': {
      apiVersion: 'apiserver.k8s.io/v1beta1',
      kind: 'EgressSelectorConfiguration',
      // `controlplane` is for webhooks that are registered by URL: those must not reach out of the machine either.
      egressSelections: ['cluster', 'controlplane'].map(name => ({
        name,
        connection: {
          proxyProtocol: 'HTTPConnect',
          transport: { uds: { udsName: egressSocket(layout) } },
        },
      })),
    },
    'scheduler.yaml': {
      apiVersion: 'kubescheduler.config.k8s.io/v1',
      kind: 'KubeSchedulerConfiguration',
      leaderElection: { leaderElect: false },
      clientConnection: {
        kubeconfig: join(layout.configFolder, 'scheduler.kubeconfig'),
        qps: QPS,
        burst: BURST,
      },
    },
    'kwok.yaml': {
      apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
      kind: 'KwokConfiguration',
      metadata: { name: 'kwok' },
      options: {
        podPlayStageParallelism: 32,
        nodePlayStageParallelism: 8,
        nodeLeaseParallelism: 8,
        podsOnNodeSyncParallelism: 8,
      },
    },
  };
}

/** The socket through which the API server reaches services and pods. */
export function egressSocket(layout: ClusterLayout): string {
  return join(layout.socketFolder, 'egress.sock');
}

/** What to ask to learn whether a daemon is ready. */
export function readinessUrl(daemon: DaemonName, state: ClusterState): string {
  switch (daemon) {
    case 'etcd':
      return `https://127.0.0.1:${state.ports.etcd}/readyz`;
    case 'apiserver':
      return `${serverUrl(state)}/readyz`;
    case 'controller-manager':
      return `https://127.0.0.1:${state.ports.controllerManager}/healthz`;
    case 'scheduler':
      return `https://127.0.0.1:${state.ports.scheduler}/readyz`;
    case 'egress':
      return `http://127.0.0.1:${state.ports.egress}/healthz`;
    case 'kwok':
      return `http://127.0.0.1:${state.ports.kwok}/healthz`;
    default:
      throw new Error(`Unknown daemon "${daemon}"`);
  }
}
