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

import type { CniFacts, ObjectReader } from '@meshplane/meshes';

/** DaemonSets by which network plugins are recognised, in their own namespaces' usual names. */
const PLUGINS: readonly { plugin: string; daemonSet: string }[] = [
  { plugin: 'cilium', daemonSet: 'cilium' },
  { plugin: 'calico', daemonSet: 'calico-node' },
  { plugin: 'amazon-vpc-cni', daemonSet: 'aws-node' },
  { plugin: 'flannel', daemonSet: 'kube-flannel-ds' },
  { plugin: 'weave', daemonSet: 'weave-net' },
  { plugin: 'azure-cni', daemonSet: 'azure-cns' },
];

/** DaemonSets of meshes that chain onto the network plugin. */
const CHAINED = [
  'istio-cni-node',
  'linkerd-cni',
  'kuma-cni-node',
  'consul-cni',
];

/** The network plugin, as far as its DaemonSet tells. */
export function cniOf(snapshot: ObjectReader): CniFacts {
  const daemonSets = snapshot.list('DaemonSet.apps');
  const plugin = PLUGINS.find(({ daemonSet }) =>
    daemonSets.some(({ metadata }) => metadata.name === daemonSet),
  )?.plugin;
  const ciliumConfig = snapshot.get(
    'ConfigMap',
    'kube-system',
    'cilium-config',
  )?.data;
  return {
    ...(plugin && { plugin }),
    ...(plugin === 'cilium' && ciliumConfig && { ciliumConfig }),
    chained: daemonSets
      .filter(({ metadata }) => CHAINED.includes(metadata.name))
      .map(({ metadata, status }) => ({
        name: metadata.name,
        desired: status?.desiredNumberScheduled ?? 0,
        ready: status?.numberReady ?? 0,
      })),
  };
}
