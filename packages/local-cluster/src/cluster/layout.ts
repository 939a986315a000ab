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
import { clustersFolder, socketFolder } from '../paths';

const NAME = /^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/;

/**
 * Checks a cluster's name.
 *
 * @throws Error with the name and the rule
 */
export function checkClusterName(name: string): string {
  if (!NAME.test(name)) {
    throw new Error(
      `"${name}" is not a cluster name: use 1 to 40 lower-case letters, digits and "-", starting and ending with a letter or digit`,
    );
  }
  return name;
}

/** Where everything of one cluster is. */
export interface ClusterLayout {
  name: string;
  folder: string;
  /** Held while the cluster is started, stopped or deleted. */
  lockFile: string;
  /** What is remembered over restarts. */
  stateFile: string;
  pkiFolder: string;
  configFolder: string;
  etcdFolder: string;
  adminKubeconfig: string;
  /** For Unix sockets; short, since their paths are limited. */
  socketFolder: string;
  pidFile(daemon: string): string;
  logFile(daemon: string): string;
}

/** The layout of the cluster of that name; touches nothing. */
export function clusterLayout(name: string): ClusterLayout {
  const folder = join(clustersFolder(), checkClusterName(name));
  return {
    name,
    folder,
    // Beside the folder, so that it can be held while the folder is removed.
    lockFile: `${folder}.lock`,
    stateFile: join(folder, 'cluster.json'),
    pkiFolder: join(folder, 'pki'),
    configFolder: join(folder, 'config'),
    etcdFolder: join(folder, 'etcd'),
    adminKubeconfig: join(folder, 'kubeconfig'),
    socketFolder: socketFolder(folder),
    pidFile: daemon => join(folder, 'run', `${daemon}.pid`),
    logFile: daemon => join(folder, 'logs', `${daemon}.log`),
  };
}
