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

import type { KubeObject } from './documents';

/**
 * Gives every namespace of a scenario a prefix, so that two tests can seed the same scenario side by side.
 * Replaced are Namespace names, every `namespace` field and host names of the form `<service>.<namespace>.svc`;
 * namespaces outside the given set stay as they are.
 */
export function prefixNamespaces(
  objects: KubeObject[],
  namespaces: ReadonlySet<string>,
  prefix: string,
): KubeObject[] {
  const hostName = /\.([a-z0-9-]+)\.svc\b/g;
  const rename = (name: string) =>
    namespaces.has(name) ? `${prefix}${name}` : name;
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return value.replace(hostName, (_, name) => `.${rename(name)}.svc`);
    }
    if (Array.isArray(value)) {
      return value.map(walk);
    }
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value).map(([key, child]) => [
          key,
          key === 'namespace' && typeof child === 'string'
            ? rename(child)
            : walk(child),
        ]),
      );
    }
    return value;
  };
  return objects.map(object => {
    const renamed = walk(object) as KubeObject;
    return renamed.kind === 'Namespace'
      ? {
          ...renamed,
          metadata: {
            ...renamed.metadata,
            name: rename(renamed.metadata.name),
          },
        }
      : renamed;
  });
}
