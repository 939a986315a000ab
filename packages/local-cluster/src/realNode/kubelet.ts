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

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ClusterLayout } from '../cluster/layout';
import { serverUrl, type ClusterState } from '../cluster/state';
import { renderKubeconfig } from '../kubeconfig';
import { keptAuthority, writePair, type CertificateRequest } from '../pki';
import { choosePorts } from '../ports';
import { startDaemon } from '../process/daemon';
import { writeAtomically } from '../process/files';
import {
  NODE_ADDRESS,
  REAL_NODE_LABEL,
  REAL_NODE_TAINT,
  REAL_POD_CIDR,
  type RealNodeLayout,
} from './layout';

/** Starts kubelet and kube-proxy; does not wait for the node to become ready. */
export async function startNodeDaemons(
  cluster: ClusterLayout,
  state: ClusterState,
  layout: RealNodeLayout,
  nodeBinary: string,
): Promise<void> {
  await mkdir(layout.kubeletFolder, { recursive: true, mode: 0o700 });
  const authority = await keptAuthority(cluster.pkiFolder, 'ca');
  const kubeconfig = async (name: string, user: CertificateRequest) => {
    const path = join(layout.folder, `${name}.kubeconfig`);
    const client = await authority.issue(user);
    await writeAtomically(
      path,
      renderKubeconfig({
        name: state.name,
        server: serverUrl(state),
        authority: authority.certificate,
        client,
      }),
    );
    return path;
  };
  await writePair(
    layout.folder,
    'kubelet',
    await authority.issue({
      commonName: layout.nodeName,
      dnsNames: [layout.nodeName],
      ipAddresses: [NODE_ADDRESS],
    }),
  );
  const config = join(layout.folder, 'kubelet.yaml');
  await writeAtomically(config, stringify(kubeletConfig(cluster, layout)));
  await startDaemon({
    name: 'kubelet',
    command: [
      nodeBinary,
      'kubelet',
      `--config=${config}`,
      `--kubeconfig=${await kubeconfig('kubelet', {
        commonName: `system:node:${layout.nodeName}`,
        organizations: ['system:nodes'],
      })}`,
      `--root-dir=${layout.kubeletFolder}`,
      `--hostname-override=${layout.nodeName}`,
      `--node-ip=${NODE_ADDRESS}`,
      `--node-labels=${REAL_NODE_LABEL.key}=${REAL_NODE_LABEL.value}`,
    ],
    pidFile: cluster.pidFile('kubelet'),
    logFile: cluster.logFile('kubelet'),
  });
  const ports = await choosePorts(['metrics', 'health']);
  await startDaemon({
    name: 'kube-proxy',
    command: [
      nodeBinary,
      'kube-proxy',
      `--kubeconfig=${await kubeconfig('kube-proxy', {
        commonName: 'system:kube-proxy',
      })}`,
      '--proxy-mode=iptables',
      `--cluster-cidr=${REAL_POD_CIDR}`,
      `--hostname-override=${layout.nodeName}`,
      // Small set of rules: what a change needs is applied at once.
      '--iptables-min-sync-period=100ms',
      // Would open loopback addresses of the machine to routing, by a rule that nobody takes away.
      '--iptables-localhost-nodeports=false',
      `--metrics-bind-address=127.0.0.1:${ports.metrics}`,
      `--healthz-bind-address=127.0.0.1:${ports.health}`,
      // The limit of the whole machine is not this node's to change.
      '--conntrack-max-per-core=0',
      '--conntrack-tcp-timeout-established=0s',
      '--conntrack-tcp-timeout-close-wait=0s',
    ],
    pidFile: cluster.pidFile('kube-proxy'),
    logFile: cluster.logFile('kube-proxy'),
  });
}

function kubeletConfig(cluster: ClusterLayout, layout: RealNodeLayout) {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: NODE_ADDRESS,
    healthzBindAddress: '127.0.0.1',
    healthzPort: 0,
    readOnlyPort: 0,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(cluster.pkiFolder, 'ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: join(layout.folder, 'kubelet.crt'),
    tlsPrivateKeyFile: join(layout.folder, 'kubelet.key'),
    containerRuntimeEndpoint: `unix://${layout.containerdSocket}`,
    cgroupDriver: 'cgroupfs',
    failCgroupV1: false,
    failSwapOn: false,
    // The node shares the machine with everything else on it: it neither fences itself off nor evicts early.
    enforceNodeAllocatable: [],
    evictionHard: {
      'memory.available': '100Mi',
      'nodefs.available': '1%',
      'imagefs.available': '1%',
    },
    imageGCHighThresholdPercent: 100,
    registerWithTaints: [REAL_NODE_TAINT],
    // kube-proxy brings the rules that are needed and takes them away again; kubelet's own would stay behind.
    makeIPTablesUtilChains: false,
    // There is no cluster DNS; pods use names in /etc/hosts or addresses.
    resolvConf: '',
  };
}
