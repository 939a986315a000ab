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

import * as k8s from '@kubernetes/client-node';
import { stopDaemon } from '../process/daemon';
import { withLock } from '../process/lock';
import { signalProcess } from '../process/pidFile';
import { DaemonName } from './daemons';
import { ClusterLayout } from './layout';
import { startOneDaemon } from './launch';
import { ClusterState, serverUrl } from './state';
import { stopCluster } from './stop';

const LOCK_MS = 3 * 60 * 1000;

/** A running cluster. @public */
export interface ClusterHandle {
  name: string;
  /** A kubeconfig of an administrator; only this user may read it. */
  kubeconfigPath: string;
  /** The API server's URL. */
  server: string;
  /**
   * Whether pods become ready by simulation. Tests that count on it say so
   * when it is false.
   */
  simulatedNodes: boolean;
  /** Whether the cluster is somebody else's: it cannot be stopped from here. */
  external: boolean;
  /** A client configuration of an administrator. */
  kubeConfig(): k8s.KubeConfig;
  /** Stops the whole cluster; with `delete`, its data goes too. */
  stop(options?: { delete?: boolean }): Promise<void>;
  /** Stops one daemon and waits until it is gone. */
  stopComponent(component: DaemonName): Promise<void>;
  /** Starts one daemon, with the same ports and data, and waits until it is ready. */
  startComponent(component: DaemonName): Promise<void>;
  /** {@link ClusterHandle.stopComponent} and {@link ClusterHandle.startComponent}. */
  restart(component: DaemonName): Promise<void>;
  /**
   * Makes a daemon hang: connections stay open, nothing answers.
   * Default: the API server.
   */
  pause(component?: DaemonName): Promise<void>;
  /** Ends {@link ClusterHandle.pause}. */
  resume(component?: DaemonName): Promise<void>;
}

/** Loads a kubeconfig file; `context` overrides its current one. */
export function loadKubeConfig(path: string, context?: string): k8s.KubeConfig {
  const config = new k8s.KubeConfig();
  config.loadFromFile(path);
  if (context) {
    config.setCurrentContext(context);
  }
  return config;
}

/** The handle of a cluster of our own. */
export function localHandle(
  layout: ClusterLayout,
  state: ClusterState,
): ClusterHandle {
  const locked = <T>(work: () => Promise<T>) =>
    withLock(layout.lockFile, { timeoutMs: LOCK_MS }, work);
  const stopOne = (component: DaemonName) =>
    stopDaemon(component, layout.pidFile(component));
  const signal = async (component: DaemonName, name: NodeJS.Signals) => {
    if (!(await signalProcess(layout.pidFile(component), name))) {
      throw new Error(
        `"${component}" of cluster "${layout.name}" does not run`,
      );
    }
  };
  return {
    name: layout.name,
    kubeconfigPath: layout.adminKubeconfig,
    server: serverUrl(state),
    simulatedNodes: true,
    external: false,
    kubeConfig: () => loadKubeConfig(layout.adminKubeconfig),
    stop: options => stopCluster(layout.name, options),
    stopComponent: component => locked(() => stopOne(component)),
    startComponent: component =>
      locked(() => startOneDaemon(layout, state, component)),
    restart: component =>
      locked(async () => {
        await stopOne(component);
        await startOneDaemon(layout, state, component);
      }),
    pause: (component = 'apiserver') => signal(component, 'SIGSTOP'),
    resume: (component = 'apiserver') => signal(component, 'SIGCONT'),
  };
}
