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

import type { VersionSource } from '../model/definition';
import type { ContainerSpec, ObjectMeta, PodSpec } from '../model/objects';
import { parseMeshVersion, type Versioning } from '../support';
import { parseImage } from './image';
import { pattern, type StringMap } from './labels';

/** What a version can be read from: a pod, or a workload with its pod template. */
export interface Versioned {
  metadata: Pick<ObjectMeta, 'labels' | 'annotations'>;
  templateLabels?: StringMap;
  spec: PodSpec;
}

/**
 * Reads the version from the first source that has one.
 *
 * @returns the canonical form, without a leading `v` and the flavour of an image; undefined if no source has a version
 */
export function versionFrom(
  sources: readonly VersionSource[],
  object: Versioned,
  versioning: Versioning,
): string | undefined {
  for (const source of sources) {
    const version = parseMeshVersion(textFrom(source, object), versioning);
    if (version) return version.text;
  }
  return undefined;
}

function textFrom(
  source: VersionSource,
  object: Versioned,
): string | undefined {
  switch (source.from) {
    case 'label':
      return object.metadata.labels?.[source.key];
    case 'annotation':
      return object.metadata.annotations?.[source.key];
    case 'template-label':
      return object.templateLabels?.[source.key];
    default:
      return tagOf(object.spec, source.container, source.pattern);
  }
}

function tagOf(
  spec: PodSpec,
  container: string | undefined,
  repository: string | undefined,
): string | undefined {
  const candidates = allContainers(spec).filter(
    c =>
      c.image !== undefined &&
      (container === undefined || c.name === container) &&
      (repository === undefined ||
        pattern(repository).test(parseImage(c.image).repository)),
  );
  const image = candidates[0]?.image;
  return image === undefined ? undefined : parseImage(image).tag;
}

/** Containers first: without a name, the main container gives the version, not an init container. */
export function allContainers(spec: PodSpec): readonly ContainerSpec[] {
  return spec.initContainers?.length
    ? [...spec.containers, ...spec.initContainers]
    : spec.containers;
}
