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

import { parseImage } from '../detection/image';
import { matchesMarkers, pattern } from '../detection/labels';
import type { MeshDefinition } from '../model/definition';
import type { ContainerSpec, Pod } from '../model/objects';

/** Whether a pod carries one of the marks that a product leaves on its members. */
export function isMarked(pod: Pod, proxy: MeshDefinition['proxy']): boolean {
  const { labels, annotations } = pod.metadata;
  return (
    proxy.podLabels.some(markers => matchesMarkers(markers, labels)) ||
    proxy.podAnnotations.some(markers => matchesMarkers(markers, annotations))
  );
}

/**
 * The proxy's container: running beside the others, or as an init container that is restarted always. Called for every
 * pod and product, hence without allocations for pods that have none.
 */
export function proxyContainer(
  pod: Pod,
  proxy: MeshDefinition['proxy'],
): { container: ContainerSpec; native: boolean } | undefined {
  for (const container of pod.spec.containers)
    if (isProxy(container, pod, proxy)) return { container, native: false };
  for (const container of pod.spec.initContainers ?? [])
    if (container.restartPolicy === 'Always' && isProxy(container, pod, proxy))
      return { container, native: true };
  return undefined;
}

function isProxy(
  { name, image }: ContainerSpec,
  pod: Pod,
  proxy: MeshDefinition['proxy'],
): boolean {
  if (!proxy.containers.includes(name)) return false;
  return (
    proxy.image === undefined ||
    (image !== undefined &&
      pattern(proxy.image).test(parseImage(image).repository)) ||
    isMarked(pod, proxy)
  );
}
