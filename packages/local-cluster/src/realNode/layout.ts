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

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ClusterLayout } from '../cluster/layout';

/** Addresses of pods on the real node; apart from those of simulated pods and of Services. */
export const REAL_POD_CIDR = '10.244.0.0/16';
/** Address of the bridge: the node's own, and the one at which its pods reach the API server. */
export const NODE_ADDRESS = '10.244.0.1';
/** Tells the real node from simulated ones; pods that want it select it and tolerate its taint. */
export const REAL_NODE_LABEL = {
  key: 'meshplane.io/node',
  value: 'real',
} as const;
/** Keeps pods that are content with simulation off the real node. */
export const REAL_NODE_TAINT = {
  key: 'meshplane.io/real',
  value: 'true',
  effect: 'NoSchedule',
} as const;

/** Where everything of a cluster's real node is. */
export interface RealNodeLayout {
  nodeName: string;
  folder: string;
  kubeletFolder: string;
  containerdRoot: string;
  containerdState: string;
  containerdSocket: string;
  cniConfigFolder: string;
  cniStateFolder: string;
  imageFolder: string;
  /** A link with the name that containerd expects of an OCI runtime. */
  runcLink: string;
  bridge: string;
}

/** The layout of the real node of a cluster; touches nothing. */
export function realNodeLayout(cluster: ClusterLayout): RealNodeLayout {
  const folder = join(cluster.folder, 'real-node');
  // Interface names have at most 15 characters.
  const digest = createHash('sha256')
    .update(cluster.folder)
    .digest('hex')
    .slice(0, 8);
  return {
    nodeName: 'real-1',
    folder,
    kubeletFolder: join(folder, 'kubelet'),
    containerdRoot: join(folder, 'containerd'),
    // Paths of Unix sockets are short by law, so they are not in the cluster's folder.
    containerdState: join(cluster.socketFolder, 'containerd'),
    containerdSocket: join(cluster.socketFolder, 'containerd.sock'),
    cniConfigFolder: join(folder, 'cni'),
    cniStateFolder: join(folder, 'cni-state'),
    imageFolder: join(folder, 'images'),
    runcLink: join(folder, 'runc'),
    bridge: `mp-${digest}`,
  };
}
