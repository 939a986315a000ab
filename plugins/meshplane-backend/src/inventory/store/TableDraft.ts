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

import type { KubeObject } from '@meshplane/meshes';
import { KindTable } from './KindTable';
import { Shard } from './Shard';

type Names = Map<string, KubeObject>;

/** A state that is put together from a list. */
export class Replacement {
  readonly namespaces = new Map<string, Names>();
  size = 0;

  add(object: KubeObject): void {
    const { namespace = '', name } = object.metadata;
    let names = this.namespaces.get(namespace);
    if (!names) {
      names = new Map();
      this.namespaces.set(namespace, names);
    }
    // A list in pages may show an object twice that was made anew meanwhile; the later one is the newer one.
    if (!names.has(name)) this.size += 1;
    names.set(name, object);
  }
}

/**
 * The working state of a kind: changes go here and become visible with the next {@link TableDraft.publish}. Only the
 * namespaces that are touched in between are copied.
 */
export class TableDraft {
  private published = KindTable.empty;
  private readonly touched = new Map<string, Names>();
  /** Namespaces in which something changed that a reader can see. */
  private readonly dirty = new Set<string>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(namespace: string | undefined, name: string): KubeObject | undefined {
    const key = namespace ?? '';
    const names =
      this.touched.get(key) ?? this.published.shards.get(key)?.byName;
    return names?.get(name);
  }

  /** @returns whether a reader can see a difference; a new resourceVersion alone is none */
  upsert(object: KubeObject): boolean {
    const { namespace = '', name } = object.metadata;
    const before = this.get(namespace, name);
    this.edit(namespace).set(name, object);
    if (!before) this.count += 1;
    const visible = !before || !sameButVersion(before, object);
    if (visible) this.dirty.add(namespace);
    return visible;
  }

  /** @returns whether it was there */
  remove(namespace: string | undefined, name: string): boolean {
    if (!this.get(namespace, name)) return false;
    this.edit(namespace ?? '').delete(name);
    this.count -= 1;
    this.dirty.add(namespace ?? '');
    return true;
  }

  /**
   * Takes a whole new state. Namespaces in which nothing changed keep their shard.
   *
   * @returns whether a reader can see a difference
   */
  replace(next: Replacement): boolean {
    const keys = new Set([
      ...this.published.shards.keys(),
      ...this.touched.keys(),
      ...next.namespaces.keys(),
    ]);
    let visible = false;
    for (const key of keys) {
      const before =
        this.touched.get(key) ??
        this.published.shards.get(key)?.byName ??
        new Map<string, KubeObject>();
      const after = next.namespaces.get(key) ?? new Map<string, KubeObject>();
      const difference = compareNames(before, after);
      if (difference !== 'same') this.touched.set(key, after);
      if (difference === 'visible') {
        this.dirty.add(key);
        visible = true;
      }
    }
    this.count = next.size;
    return visible;
  }

  clear(): boolean {
    return this.replace(new Replacement());
  }

  /** Every object as it is now, whether published or not. */
  *objects(): Iterable<KubeObject> {
    for (const [key, { byName }] of this.published.shards) {
      if (!this.touched.has(key)) yield* byName.values();
    }
    for (const names of this.touched.values()) yield* names.values();
  }

  /** The newest table and the namespaces that differ visibly from the one before. */
  publish(): { table: KindTable; namespaces: readonly string[] } {
    const namespaces = [...this.dirty];
    if (this.touched.size > 0) {
      const shards = new Map(this.published.shards);
      for (const [key, names] of this.touched) {
        if (names.size > 0) shards.set(key, new Shard(names));
        else shards.delete(key);
      }
      this.published = new KindTable(shards);
      this.touched.clear();
      this.dirty.clear();
    }
    return { table: this.published, namespaces };
  }

  private edit(namespace: string): Names {
    let names = this.touched.get(namespace);
    if (!names) {
      names = new Map(this.published.shards.get(namespace)?.byName);
      this.touched.set(namespace, names);
    }
    return names;
  }
}

function compareNames(
  before: ReadonlyMap<string, KubeObject>,
  after: ReadonlyMap<string, KubeObject>,
): 'same' | 'silent' | 'visible' {
  if (before.size !== after.size) return 'visible';
  let silent = false;
  for (const [name, object] of after) {
    const old = before.get(name);
    if (old === object) continue;
    if (!old || !sameButVersion(old, object)) return 'visible';
    silent = true;
  }
  return silent ? 'silent' : 'same';
}

/**
 * Whether two states of an object differ in their resourceVersion at most. Heartbeats of nodes and locks in ConfigMaps
 * change fields that no projection keeps: readers need not hear of them.
 */
function sameButVersion(a: KubeObject, b: KubeObject): boolean {
  return a === b || withoutVersion(a) === withoutVersion(b);
}

function withoutVersion(object: KubeObject): string {
  return JSON.stringify({
    ...object,
    metadata: { ...object.metadata, resourceVersion: undefined },
  });
}
