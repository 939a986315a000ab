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

import type { CrdSet, KubeObject } from '../documents';

/**
 * Expands a set into CustomResourceDefinitions with the real names and versions and a schema that
 * keeps every field: detection and inventory need the kinds, not the upstream validation.
 */
export function expandCrdSet(set: CrdSet): KubeObject[] {
  return set.spec.kinds.map(kind => {
    const versions = kind.versions ?? set.spec.versions;
    return {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {
        name: `${kind.plural}.${set.spec.group}`,
        ...(set.metadata.labels && { labels: set.metadata.labels }),
        ...(set.metadata.annotations && {
          annotations: set.metadata.annotations,
        }),
      },
      spec: {
        group: set.spec.group,
        scope: kind.scope,
        names: {
          kind: kind.kind,
          listKind: `${kind.kind}List`,
          plural: kind.plural,
          singular: kind.kind.toLowerCase(),
          ...(kind.shortNames && { shortNames: kind.shortNames }),
          ...(set.spec.categories && { categories: set.spec.categories }),
        },
        versions: versions.map((name, index) => ({
          name,
          served: true,
          storage: index === 0,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              'x-kubernetes-preserve-unknown-fields': true,
            },
          },
          ...(kind.status && { subresources: { status: {} } }),
        })),
      },
    };
  });
}
