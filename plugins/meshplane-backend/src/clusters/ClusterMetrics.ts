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

import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { ClusterState } from '@meshplane/plugin-meshplane-common';
import type { Cluster } from './ClusterAccess';
import type { FailureKind } from './failures';

/** Figures on clusters for the portal's OpenTelemetry metrics; without a service they go nowhere. */
export class ClusterMetrics {
  readonly #service: MetricsService | undefined;
  readonly #latency;
  readonly #failures;

  constructor(service?: MetricsService) {
    this.#service = service;
    this.#latency = service?.createHistogram<{ cluster: string }>(
      'meshplane.cluster.latency',
      {
        description: 'Round trip of a health check of a cluster',
        unit: 's',
        advice: {
          explicitBucketBoundaries: [
            0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
          ],
        },
      },
    );
    this.#failures = service?.createCounter<{
      cluster: string;
      kind: FailureKind;
    }>('meshplane.cluster.failures', {
      description: 'Health checks of a cluster that failed, by kind of failure',
      unit: '{failure}',
    });
  }

  /** Reports the number of clusters per state whenever metrics are collected. */
  observeClusters(list: () => readonly Cluster[]): void {
    this.#service
      ?.createObservableGauge<{ state: ClusterState }>('meshplane.clusters', {
        description: 'Configured clusters by state of their connection',
        unit: '{cluster}',
      })
      .addCallback(result => {
        const counts = new Map<ClusterState, number>();
        for (const { health } of list()) {
          counts.set(health.state, (counts.get(health.state) ?? 0) + 1);
        }
        counts.forEach((count, state) => result.observe(count, { state }));
      });
  }

  recordLatency(cluster: string, latencyMs: number): void {
    this.#latency?.record(latencyMs / 1000, { cluster });
  }

  countFailure(cluster: string, kind: FailureKind): void {
    this.#failures?.add(1, { cluster, kind });
  }
}
