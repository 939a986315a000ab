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

import { stringifyError } from '@backstage/errors';
import type { ClusterAccess } from '../../clusters/ClusterAccess';
import type { Timing } from '../../clusters/timing';
import type { Inventory } from '../../inventory/Inventory';
import type { MeshService } from '../../meshes/MeshService';
import type { MetricsConnections } from '../connections/MetricsConnections';
import { type MeasuredSet, unionOf } from './measured/MeasuredSet';
import { measuredSetOf } from './measured/measuredSetOf';
import { PrometheusReader } from './prometheus/PrometheusReader';
import type { MeasuredWindow } from './ResourceReader';
import { kubeletStatsSource } from './sampling/kubeletStats';
import { metricsApiSource } from './sampling/metricsApi';
import { Sampler } from './sampling/Sampler';
import { type ClusterResources, noResources } from './uses';

export interface ClusterWatchOptions {
  cluster: string;
  measured: readonly { namespace: string; workload?: string }[];
  connections: Pick<MetricsConnections, 'prometheusOf'>;
  clusters: Pick<ClusterAccess, 'get'>;
  inventory: Pick<Inventory, 'snapshot'>;
  meshes: Pick<MeshService, 'report'>;
  /** Whether the statistics of kubelets may be read. */
  kubeletStats: boolean;
  timing: Timing;
  signal: AbortSignal;
}

/** Watches what a run measures in one cluster. */
export class ClusterWatch {
  readonly #options: ClusterWatchOptions;
  readonly #prometheus: PrometheusReader | undefined;
  readonly #samplers: Sampler[] = [];
  readonly #ready: Promise<void>;
  #set: MeasuredSet;
  #stopped = false;

  constructor(options: ClusterWatchOptions) {
    this.#options = options;
    const { cluster, connections, timing } = options;
    const connection = connections.prometheusOf(cluster);
    this.#prometheus =
      connection && new PrometheusReader({ connection, cluster, timing });
    this.#set = this.#current();
    this.#ready = this.#begin();
  }

  /** Never rejects. */
  async read(window: MeasuredWindow): Promise<ClusterResources> {
    await this.#ready;
    this.#set = unionOf(this.#set, this.#current());
    const set = this.#set;
    const notes = [...set.notes];
    if (set.containers.length === 0) {
      return noResources('none', 'unavailable', ...notes);
    }
    const prometheus = this.#prometheus;
    const readers = [
      ...(prometheus
        ? [() => prometheus.read(set, window, this.#options.signal)]
        : []),
      ...this.#samplers.map(sampler => () => sampler.read(window, set)),
    ];
    let best: ClusterResources | undefined;
    for (const read of readers) {
      const found = await read();
      if (found.status === 'complete' || found.status === 'partial') {
        return { ...found, notes: [...notes, ...found.notes] };
      }
      notes.push(...found.notes);
      // Too short for one source may be long enough for another; if for none, this is what is said.
      if (best?.status !== 'too-short') best = found;
    }
    return best
      ? { ...best, notes }
      : noResources('none', 'unavailable', ...notes);
  }

  stop(): void {
    this.#stopped = true;
    this.#samplers.forEach(sampler => sampler.stop());
  }

  /** Sources without a past are read only where Prometheus has none to offer: reading costs the cluster something. */
  async #begin(): Promise<void> {
    const { signal } = this.#options;
    const usable =
      this.#prometheus &&
      (await this.#prometheus.problem(this.#set, signal)) === undefined;
    if (usable || this.#stopped || signal.aborted) return;
    const sources = [
      ...(this.#options.kubeletStats ? [kubeletStatsSource] : []),
      metricsApiSource,
    ];
    for (const source of sources) {
      const sampler = new Sampler({
        ...this.#options,
        source,
        set: () => unionOf(this.#set, this.#current()),
      });
      this.#samplers.push(sampler);
      sampler.start();
    }
  }

  /** Never throws: what cannot be found out is a note. */
  #current(): MeasuredSet {
    const { cluster, inventory, meshes, measured } = this.#options;
    try {
      return measuredSetOf(
        inventory.snapshot(cluster),
        meshes.report(cluster).report,
        measured,
      );
    } catch (error) {
      return {
        containers: [],
        nodes: [],
        workloads: [],
        meshes: [],
        notes: [
          `What runs in cluster "${cluster}" is not known: ${stringifyError(
            error,
          )}`,
        ],
      };
    }
  }
}
