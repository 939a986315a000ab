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

import type { KubeObject, Pod, Workload } from '@meshplane/meshes';
import { indexBy, Shard } from './Shard';

const NOTHING: readonly KubeObject[] = Object.freeze([]);

/** All objects of one kind; immutable. A change makes a new table that shares the untouched namespaces with the old. */
export class KindTable {
  static readonly empty = new KindTable(new Map());

  readonly size: number;
  private all?: readonly KubeObject[];
  private owners?: ReadonlyMap<string, readonly KubeObject[]>;
  private readonly labels = new Map<
    string,
    ReadonlyMap<string, readonly KubeObject[]>
  >();
  private images?: ReadonlyMap<string, readonly KubeObject[]>;

  /** @param shards - by namespace, the empty string for cluster-scoped objects; none of them empty */
  constructor(readonly shards: ReadonlyMap<string, Shard>) {
    let size = 0;
    for (const { byName } of shards.values()) size += byName.size;
    this.size = size;
  }

  get(namespace: string | undefined, name: string): KubeObject | undefined {
    return this.shards.get(namespace ?? '')?.byName.get(name);
  }

  /** By namespace, then by name. */
  list(namespace?: string): readonly KubeObject[] {
    if (namespace !== undefined) {
      return this.shards.get(namespace)?.list() ?? NOTHING;
    }
    this.all ??= this.sortedShards().flatMap(shard => shard.list());
    return this.all;
  }

  ownedBy(uid: string): readonly KubeObject[] {
    // Made of the shards' own indexes, so that a change in one namespace does not walk through all objects again.
    this.owners ??= mergeOwners(this.sortedShards());
    return this.owners.get(uid) ?? NOTHING;
  }

  /** Objects with a label of that value. */
  withLabel(key: string, value: string): readonly KubeObject[] {
    let index = this.labels.get(key);
    if (!index) {
      index = indexBy(this.list(), object => {
        const found = object.metadata.labels?.[key];
        return found === undefined ? [] : [found];
      });
      this.labels.set(key, index);
    }
    return index.get(value) ?? NOTHING;
  }

  /** Pods, or workloads by their template, that run exactly this image. */
  withImage(image: string): readonly KubeObject[] {
    this.images ??= indexBy(this.list(), imagesOf);
    return this.images.get(image) ?? NOTHING;
  }

  private sortedShards(): Shard[] {
    return [...this.shards]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, shard]) => shard);
  }
}

function mergeOwners(
  shards: readonly Shard[],
): ReadonlyMap<string, readonly KubeObject[]> {
  const merged = new Map<string, readonly KubeObject[]>();
  for (const shard of shards) {
    for (const [uid, objects] of shard.byOwner()) {
      const found = merged.get(uid);
      merged.set(uid, found ? [...found, ...objects] : objects);
    }
  }
  return merged;
}

function imagesOf(object: KubeObject): string[] {
  // Only pods and workloads have one of these; of anything else there is nothing to find.
  const { spec } = object as {
    spec?: Partial<Pod['spec']> & Partial<Workload['spec']>;
  };
  const podSpec = spec?.template?.spec ?? spec;
  return [
    ...(podSpec?.containers ?? []),
    ...(podSpec?.initContainers ?? []),
  ].flatMap(({ image }) => (image ? [image] : []));
}
