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

import { join } from 'node:path';
import { stringify } from 'yaml';
import { renderKubeconfig } from '../kubeconfig';
import {
  Authority,
  CertificateRequest,
  keptAuthority,
  keptSigningKey,
  writePair,
} from '../pki';
import { makePrivateFolder, writeAtomically } from '../process/files';
import { configFiles } from './daemons';
import { ClusterLayout } from './layout';
import { ClusterState, serverUrl } from './state';

const SERVER_NAMES = [
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
];
/** First address of the Service range, which `kubernetes.default` gets. */
const KUBERNETES_SERVICE_IP = '10.96.0.1';

/** Who signs in with which kubeconfig, by file name in the config folder. */
const USERS: Record<string, CertificateRequest> = {
  'controller-manager.kubeconfig': {
    commonName: 'system:kube-controller-manager',
  },
  'scheduler.kubeconfig': { commonName: 'system:kube-scheduler' },
  // It answers for webhooks of every namespace and fills in their authorities.
  'egress.kubeconfig': {
    commonName: 'meshplane:egress',
    organizations: ['system:masters'],
  },
  // It acts as the kubelet of every simulated node, and evicts like one.
  'kwok.kubeconfig': {
    commonName: 'meshplane:simulated-kubelets',
    organizations: ['system:masters'],
  },
};

const ADMIN: CertificateRequest = {
  commonName: 'kubernetes-admin',
  organizations: ['system:masters'],
};

/**
 * Writes every key, certificate, kubeconfig and configuration file that the
 * daemons read. Authorities and the key for tokens are kept, so that what was
 * signed before a restart stays valid; the rest is made afresh.
 */
export async function writeCredentials(
  layout: ClusterLayout,
  state: ClusterState,
): Promise<void> {
  await makePrivateFolder(layout.socketFolder);
  const pki = layout.pkiFolder;
  const cluster = await keptAuthority(pki, 'ca');
  const etcd = await keptAuthority(pki, 'etcd-ca');
  const frontProxy = await keptAuthority(pki, 'front-proxy-ca');
  await keptSigningKey(pki, 'service-accounts');

  const issue = async (
    authority: Authority,
    name: string,
    request: CertificateRequest,
  ) => writePair(pki, name, await authority.issue(request));
  const loopback = { dnsNames: ['localhost'], ipAddresses: ['127.0.0.1'] };
  await issue(etcd, 'etcd', { commonName: 'etcd', ...loopback });
  await issue(etcd, 'etcd-client', { commonName: 'kube-apiserver' });
  await issue(frontProxy, 'front-proxy-client', {
    commonName: 'front-proxy-client',
  });
  await issue(cluster, 'apiserver', {
    commonName: 'kube-apiserver',
    dnsNames: SERVER_NAMES,
    ipAddresses: [
      ...new Set(['127.0.0.1', state.bindAddress, KUBERNETES_SERVICE_IP]),
    ],
  });
  await issue(cluster, 'apiserver-kubelet-client', {
    commonName: 'kube-apiserver-kubelet-client',
    organizations: ['system:masters'],
  });
  await issue(cluster, 'controllers', {
    commonName: 'controllers',
    ...loopback,
  });

  const kubeconfig = async (name: string, user: CertificateRequest) =>
    renderKubeconfig({
      name,
      server: serverUrl(state),
      authority: cluster.certificate,
      client: await cluster.issue(user),
    });
  for (const [file, user] of Object.entries(USERS)) {
    await writeAtomically(
      join(layout.configFolder, file),
      await kubeconfig(state.name, user),
    );
  }
  for (const [file, content] of Object.entries(configFiles(layout))) {
    await writeAtomically(join(layout.configFolder, file), stringify(content));
  }
  await writeAtomically(
    layout.adminKubeconfig,
    await kubeconfig(state.name, ADMIN),
  );
}
