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

import type {
  ChartValues,
  HelmRelease,
  HelmReleaseList,
  LifecycleOfferList,
  MigrationList,
  SampleList,
} from '@meshplane/plugin-meshplane-common';
import { ServiceUnavailableError } from '@backstage/errors';
import type { Cluster } from '../clusters/ClusterAccess';
import { concurrently } from '../manifests/concurrently';
import type { LifecycleService } from './LifecycleService';
import type { MeshLifecycleDeps } from './mesh';
import { chartValues } from './mesh/offers/chartValues';
import { lifecycleOffers } from './mesh/offers/lifecycleOffers';

const CONCURRENCY = 8;

/** {@link LifecycleService} over charts, releases and the reports of the inventory. */
export class DefaultLifecycleService implements LifecycleService {
  readonly #deps: MeshLifecycleDeps;
  readonly #gitOps: LifecycleOfferList['gitOps'];
  readonly #samples: () => Promise<SampleList>;
  readonly #migrations: (cluster: string) => MigrationList;
  readonly #now: () => Date;

  constructor(options: {
    deps: MeshLifecycleDeps;
    gitOps?: LifecycleOfferList['gitOps'];
    samples: () => Promise<SampleList>;
    migrations: (cluster: string) => MigrationList;
    now: () => Date;
  }) {
    this.#deps = options.deps;
    this.#gitOps = options.gitOps;
    this.#samples = options.samples;
    this.#migrations = options.migrations;
    this.#now = options.now;
  }

  async offers(
    cluster: Cluster,
    signal: AbortSignal,
  ): Promise<LifecycleOfferList> {
    const [items, helm] = await Promise.all([
      lifecycleOffers(this.#deps, cluster, { now: this.#now(), signal }),
      this.#deps.helm.health(),
    ]);
    const { state, message, version } = helm;
    return {
      items,
      helm: { ready: state === 'ok', message, version },
      ...(this.#gitOps && { gitOps: this.#gitOps }),
    };
  }

  values(
    definition: string,
    version: string,
    preset: string,
    signal: AbortSignal,
  ): Promise<ChartValues> {
    return chartValues(this.#deps, definition, version, preset, signal);
  }

  async releases(
    { name, connection, health }: Cluster,
    signal: AbortSignal,
  ): Promise<HelmReleaseList> {
    if (!connection)
      throw new ServiceUnavailableError(
        `Cluster "${name}" cannot be asked for its Helm releases: ${health.message}`,
      );
    const { releases } = this.#deps;
    const [list, stuck] = await Promise.all([
      releases.list(connection, { signal }),
      releases.stuck(connection, { signal }),
    ]);
    const items = await concurrently(list, CONCURRENCY, async summary => {
      const release = await releases.read(connection, summary, { signal });
      const problem = stuck.find(
        ({ latest }) =>
          latest.name === summary.name &&
          latest.namespace === summary.namespace,
      );
      return {
        namespace: summary.namespace,
        name: summary.name,
        revision: summary.revision,
        status: summary.status,
        updatedAt: summary.modifiedAt,
        ...(release && {
          chart: release.chart.name,
          version: release.chart.version,
          appVersion: release.chart.appVersion,
        }),
        ...(problem && {
          stuck: {
            text: problem.detail,
            actions: problem.ways.map(way =>
              way === 'delete-pending' ? 'remove-pending' : way,
            ),
          },
        }),
      } satisfies HelmRelease;
    });
    return { items };
  }

  samples(): Promise<SampleList> {
    return this.#samples();
  }

  async migrations({ name }: Cluster): Promise<MigrationList> {
    return this.#migrations(name);
  }
}
