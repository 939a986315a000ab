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

import type { MeshDefinition, MeshInstance } from '@meshplane/meshes';
import { createHash } from 'node:crypto';
import { ownerOf } from '../facts/ownership';
import type { LiveNamespace, LiveWorkload, Metadata } from '../kube/shapes';

/** Digest of anything that JSON can hold, whatever the order of its keys. */
export function digestOf(facts: unknown): string {
  return `sha256:${createHash('sha256')
    .update(JSON.stringify(sorted(facts)))
    .digest('hex')}`;
}

/**
 * What a plan for workloads rests on: who they are, what they ask of meshes, who keeps them. Replicas and health change
 * all the time and are looked at again when the plan runs, so they are not part of it.
 */
export function workloadFacts(
  namespace: LiveNamespace,
  workloads: readonly LiveWorkload[],
  definitions: readonly MeshDefinition[],
): unknown {
  const keys = markKeys(definitions);
  return {
    namespace: {
      uid: namespace.metadata.uid,
      terminating: namespace.metadata.deletionTimestamp !== undefined,
      marks: marksOf(namespace.metadata, keys),
      owner: ownerOf(namespace.metadata)?.text,
    },
    workloads: workloads
      .map(({ kind, metadata, spec }) => ({
        id: `${kind}/${metadata.name}/${metadata.uid}`,
        marks: marksOf(spec.template.metadata, keys),
        owner: ownerOf(metadata)?.text,
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** What a plan knows of a mesh. */
export function meshFacts(mesh: MeshInstance): unknown {
  const { id, version, revision, tags } = mesh;
  return { id, version, revision, tags };
}

function markKeys(definitions: readonly MeshDefinition[]): ReadonlySet<string> {
  return new Set(
    definitions.flatMap(({ onboard, l7 = [] }) =>
      [...onboard, ...l7].map(({ key }) => key),
    ),
  );
}

function marksOf(
  { labels, annotations }: Pick<Metadata, 'labels' | 'annotations'>,
  keys: ReadonlySet<string>,
): unknown {
  const kept = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => keys.has(key)));
  return { labels: kept(labels), annotations: kept(annotations) };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, sorted(child)]),
  );
}
