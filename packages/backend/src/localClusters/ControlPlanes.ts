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

import {
  clusterStatus,
  resolveBinaries,
  seedCluster,
  startCluster,
  stopCluster,
  type ClusterHandle,
  type OnProgress,
  type SeedProgress,
} from '@meshplane/local-cluster';
import { createKubeconfigConnection } from '@meshplane/plugin-meshplane-backend';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { readSeeded, writeSeeded } from './seedMarker';

/** A control plane that answers. */
export interface RunningControlPlane {
  /** Differs from start to start, as the credentials do. */
  fingerprint: string;
  connect(): Promise<ClusterConnection>;
  /** Applies a scenario, unless that has been done before. */
  seed(scenario: string, onPercent: (percent: number) => void): Promise<void>;
}

/** Starts and stops control planes by name. */
export interface ControlPlanes {
  isRunning(name: string): Promise<boolean>;
  /** @param onProgress - words for a person, and percent (0..100) of the present step */
  start(
    name: string,
    signal: AbortSignal,
    onProgress: (words: string, percent: number) => void,
  ): Promise<RunningControlPlane>;
  stop(name: string): Promise<void>;
}

/** The first start builds the programs of all clusters; every cluster shows how far that is. */
class SharedBuild {
  readonly #listeners = new Set<OnProgress>();
  #running?: Promise<unknown>;

  async finished(onProgress: OnProgress) {
    this.#listeners.add(onProgress);
    this.#running ??= resolveBinaries(progress => {
      for (const listener of this.#listeners) listener(progress);
    }).finally(() => {
      this.#running = undefined;
      this.#listeners.clear();
    });
    await this.#running;
  }
}

let starts = 0;

function running(handle: ClusterHandle): RunningControlPlane {
  starts += 1;
  const connect = async () => createKubeconfigConnection(handle.kubeConfig());
  return {
    fingerprint: `${handle.server} start ${starts}`,
    connect,
    async seed(scenario, onPercent) {
      const connection = await connect();
      try {
        if ((await readSeeded(connection)) === scenario) return;
        await seedCluster({
          kubeConfig: handle.kubeConfig(),
          scenario,
          onProgress: progress => onPercent(percentOf(progress)),
        });
        await writeSeeded(connection, scenario);
      } finally {
        connection.close?.();
      }
    },
  };
}

/** Percent at which a phase begins: a rough share of the time, so that the number keeps moving. */
const PHASE_STARTS = {
  crds: 0,
  namespaces: 15,
  settings: 20,
  workloads: 40,
  webhooks: 70,
  available: 75,
  end: 100,
};

function percentOf({ phase, done, total }: SeedProgress) {
  const names = Object.keys(PHASE_STARTS) as (keyof typeof PHASE_STARTS)[];
  const start = PHASE_STARTS[phase];
  const end = PHASE_STARTS[names[names.indexOf(phase) + 1]];
  return Math.floor(start + (end - start) * (total ? done / total : 1));
}

/** {@link ControlPlanes} of `@meshplane/local-cluster`. */
export function createLocalControlPlanes(): ControlPlanes {
  const build = new SharedBuild();
  return {
    async isRunning(name) {
      const { phase } = await clusterStatus(name);
      return phase === 'running' || phase === 'degraded';
    },
    async start(name, signal, onProgress) {
      const report =
        (what: string): OnProgress =>
        ({ percent, message }) => {
          const whole = Math.floor(percent);
          onProgress(`${what} (${whole} %): ${message}`, whole);
        };
      await build.finished(report('The control plane is being built'));
      const handle = await startCluster({
        name,
        signal,
        onProgress: report('The control plane is being started'),
      });
      return running(handle);
    },
    stop: name => stopCluster(name),
  };
}
