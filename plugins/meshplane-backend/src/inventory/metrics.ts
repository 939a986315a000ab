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
import type { KindId } from '@meshplane/meshes';

/** Counts of objects by cluster and kind, read when metrics are collected. */
export type ObjectCounts = () => Iterable<{
  cluster: string;
  kind: KindId;
  objects: number;
}>;

/** The inventory's metrics; without a metrics service, nothing is recorded. */
export class InventoryMetrics {
  private readonly restarts;
  private readonly lists;
  private readonly drift;
  private readonly lag;
  private readonly objects;

  constructor(service?: MetricsService) {
    this.objects = service?.createObservableGauge(
      'meshplane.inventory.objects',
      {
        description: 'Objects kept, by cluster and kind',
      },
    );
    this.restarts = service?.createCounter(
      'meshplane.inventory.watch.restarts',
      {
        description: 'Watches that ended, by cluster, kind and cause',
      },
    );
    this.lists = service?.createHistogram('meshplane.inventory.list.duration', {
      description: 'Time to list a kind',
      unit: 's',
    });
    this.drift = service?.createCounter('meshplane.inventory.drift', {
      description:
        'Objects that differed from a fresh list, by cluster and kind',
    });
    this.lag = service?.createHistogram('meshplane.inventory.event.lag', {
      description: 'Time from the first change of a batch to its snapshot',
      unit: 's',
    });
  }

  /** @returns ends the observation */
  observeObjects(counts: ObjectCounts): () => void {
    const callback = (result: {
      observe(
        value: number,
        attributes: { cluster: string; kind: string },
      ): void;
    }) => {
      for (const { cluster, kind, objects } of counts()) {
        result.observe(objects, { cluster, kind });
      }
    };
    this.objects?.addCallback(callback);
    return () => this.objects?.removeCallback(callback);
  }

  watchRestarted(cluster: string, kind: KindId, cause: string): void {
    this.restarts?.add(1, { cluster, kind, cause });
  }

  listed(cluster: string, kind: KindId, milliseconds: number): void {
    this.lists?.record(milliseconds / 1000, { cluster, kind });
  }

  drifted(cluster: string, kind: KindId, objects: number): void {
    if (objects > 0) this.drift?.add(objects, { cluster, kind });
  }

  published(cluster: string, lagMs: number): void {
    this.lag?.record(lagMs / 1000, { cluster });
  }
}
