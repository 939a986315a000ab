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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterDescription } from '@meshplane/plugin-meshplane-node';
import type { ControlPlanes, RunningControlPlane } from './ControlPlanes';

const NOTE =
  'Simulated cluster on this machine: the control plane is real, its nodes and pods are not';

/** What a local cluster is called and filled with. */
export interface LocalClusterSpec {
  name: string;
  title: string;
  /** Scenario of `@meshplane/local-cluster`. */
  scenario: string;
}

/** One cluster on this machine, from the first build to the last shutdown. */
export class LocalCluster {
  readonly #spec: LocalClusterSpec;
  readonly #planes: ControlPlanes;
  readonly #logger: LoggerService;
  readonly #listeners: (() => void)[] = [];
  #description: ClusterDescription;
  #ours = false;

  constructor(
    spec: LocalClusterSpec,
    planes: ControlPlanes,
    logger: LoggerService,
  ) {
    this.#spec = spec;
    this.#planes = planes;
    this.#logger = logger;
    this.#description = {
      name: spec.name,
      title: spec.title,
      note: NOTE,
      state: 'starting',
      message: 'The cluster is about to be started',
      progress: 0,
      fingerprint: 'starting',
    };
  }

  get description(): ClusterDescription {
    return this.#description;
  }

  onChange(listener: () => void) {
    this.#listeners.push(listener);
  }

  /** Starts and fills the cluster; what goes wrong is shown as its state and never thrown. */
  async start(signal: AbortSignal): Promise<void> {
    const { name } = this.#spec;
    let plane: RunningControlPlane;
    try {
      // Who has started it by hand wants to find it running after this process has ended.
      this.#ours = !(await this.#planes.isRunning(name));
      plane = await this.#planes.start(name, signal, (words, percent) =>
        this.#update({ state: 'starting', message: words, progress: percent }),
      );
    } catch (error) {
      if (signal.aborted) return;
      const reason = messageOf(error);
      this.#logger.error(`Local cluster "${name}" cannot be started`, {
        reason,
      });
      this.#update({
        state: 'misconfigured',
        message: `The local cluster cannot be started: ${reason}`,
        progress: undefined,
        fingerprint: reason,
      });
      return;
    }
    this.#update({
      state: 'ready',
      message: undefined,
      progress: undefined,
      fingerprint: plane.fingerprint,
      connect: plane.connect,
    });
    await this.#seed(plane, signal);
  }

  /** Stops what {@link LocalCluster.start} has started, and nothing else. */
  async stop(): Promise<void> {
    if (!this.#ours) return;
    await this.#planes.stop(this.#spec.name);
  }

  async #seed(plane: RunningControlPlane, signal: AbortSignal) {
    const { scenario, name } = this.#spec;
    try {
      await plane.seed(scenario, percent =>
        this.#update({
          note: `${NOTE}. It is being filled with the scenario "${scenario}" (${percent} %)`,
        }),
      );
      this.#update({ note: NOTE });
    } catch (error) {
      if (signal.aborted) return;
      const reason = messageOf(error);
      this.#logger.error(`Local cluster "${name}" cannot be filled`, {
        reason,
      });
      this.#update({
        note: `${NOTE}. It could not be filled with the scenario "${scenario}": ${reason}`,
      });
    }
  }

  #update(change: Partial<ClusterDescription>) {
    const before = this.#description;
    const keys = Object.keys(change) as (keyof ClusterDescription)[];
    if (keys.every(key => before[key] === change[key])) return;
    this.#description = { ...before, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function messageOf(error: unknown) {
  return error instanceof Error ? error.message : String(error);
}
