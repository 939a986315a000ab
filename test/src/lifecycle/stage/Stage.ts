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
  type ClusterHandle,
  resolveHelm,
  startTestCluster,
} from '@meshplane/local-cluster';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BackendProcess } from './BackendProcess';
import { type Charts, startCharts } from './charts';
import { startBackend } from './features';
import { Operator } from './Operator';

/** Clusters, charts and backends of one suite, and the end of them all. */
export class Stage {
  readonly #ends: (() => Promise<unknown>)[] = [];

  private constructor(readonly charts: Charts, readonly helm: string) {}

  static async open(): Promise<Stage> {
    const charts = await startCharts();
    const stage = new Stage(charts, await resolveHelm());
    stage.atEnd(() => charts.close());
    return stage;
  }

  /** What is made last ends first. */
  atEnd(end: () => Promise<unknown>) {
    this.#ends.unshift(end);
  }

  async close() {
    const failures: unknown[] = [];
    for (const end of this.#ends)
      await end().catch(error => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }

  /** A cluster that nobody else uses. */
  async cluster(name: string): Promise<ClusterHandle> {
    const cluster = await startTestCluster({ own: true, name, nodes: 1 });
    this.atEnd(() => cluster.stop({ delete: true }));
    return cluster;
  }

  /** A folder that ends with the stage. */
  async folder(name: string): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), `${name}-`));
    this.atEnd(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }

  /** The section `meshplane` for these kubeconfigs by name of cluster. */
  async config(
    kubeconfigs: Record<string, string>,
    more: { charts?: object; repository?: object; helm?: object } = {},
  ) {
    return {
      features: { helmReleases: true },
      clusters: Object.entries(kubeconfigs).map(([name, kubeconfig]) => ({
        name,
        kubeconfig,
      })),
      helm: more.helm ?? { binary: this.helm },
      charts: {
        ...this.charts.config(more.repository),
        cacheDirectory: await this.folder('charts'),
        ...more.charts,
      },
    };
  }

  /** A backend in this process, which sees its clusters. */
  async backend(
    kubeconfigs: Record<string, string>,
    more?: Parameters<Stage['config']>[1],
  ): Promise<Operator> {
    const meshplane = await this.config(kubeconfigs, more);
    const backend = await startBackend({ meshplane });
    this.atEnd(() => backend.stop());
    const operator = new Operator(backend.port);
    await operator.sees(...Object.keys(kubeconfigs));
    return operator;
  }

  /** A backend in a process of its own, with a database in files, which sees its clusters. */
  async process(
    settings: { meshplane: { clusters: { name: string }[] }; database: string },
    env?: Record<string, string>,
  ): Promise<BackendProcess> {
    const backend = await BackendProcess.start(settings, env);
    this.atEnd(() => backend.stop());
    await backend.operator.sees(
      ...settings.meshplane.clusters.map(({ name }) => name),
    );
    return backend;
  }
}
