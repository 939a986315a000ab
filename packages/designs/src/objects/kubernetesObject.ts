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

import { isDictionary, textOf, type Dictionary } from '../importers/Importer';
import type { Component } from '../model/design';

/** Under this name components keep what a manifest said beside the object's configuration. */
export const KUBERNETES_BAG = 'kubernetes';

/** An object as the API server takes it. @public */
export type KubernetesObject = Dictionary & {
  apiVersion: string;
  kind: string;
};

export function isKubernetesObject(value: unknown): value is KubernetesObject {
  return (
    isDictionary(value) &&
    textOf(value.apiVersion) !== undefined &&
    textOf(value.kind) !== undefined
  );
}

/** The objects of a list, lists in it too; the object itself if it is none. Paths lead to where each one stands. */
export function flattenList(
  object: KubernetesObject,
  path: readonly (string | number)[] = [],
): { value: unknown; path: (string | number)[] }[] {
  const isList = object.kind.endsWith('List') && Array.isArray(object.items);
  if (!isList) return [{ value: object, path: [...path] }];
  return (object.items as unknown[]).flatMap((item, index) => {
    const here = [...path, 'items', index];
    return isKubernetesObject(item)
      ? flattenList(item, here)
      : [{ value: item, path: here }];
  });
}

/** Name and namespace of an object, where it has them. */
export function nameOf(object: Dictionary): {
  name?: string;
  namespace?: string;
} {
  const metadata = isDictionary(object.metadata) ? object.metadata : {};
  return {
    name: textOf(metadata.name) ?? textOf(metadata.generateName),
    namespace: textOf(metadata.namespace),
  };
}

/** The parts of a component that come from an object: everything but id, model and looks. */
export function partsOf(
  object: KubernetesObject,
): Pick<Component, 'apiVersion' | 'kind' | 'configuration' | 'preserved'> {
  const { apiVersion, kind, status, ...configuration } = object;
  return {
    apiVersion,
    kind,
    configuration,
    ...(status !== undefined && {
      preserved: { [KUBERNETES_BAG]: { status } },
    }),
  };
}

/** The object that a component stands for, without what only the drawing knows. @public */
export function objectOf(component: Component): KubernetesObject {
  const { apiVersion, kind, configuration } = component;
  const { metadata, ...rest } = configuration;
  return {
    apiVersion,
    kind,
    ...(metadata !== undefined && { metadata }),
    ...rest,
  };
}
