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

import type { KubeObject, RenderedObject } from './model';

/**
 * The objects as Helm applies them: without hooks and with the marks of the release, which `helm template` leaves out.
 * Objects of the folder `crds` get none.
 */
export function asAppliedByHelm(
  rendered: readonly RenderedObject[],
  release: { readonly name: string; readonly namespace: string },
): KubeObject[] {
  return rendered
    .filter(({ hooks }) => hooks.length === 0)
    .map(({ object, installedOnce }) =>
      installedOnce
        ? object
        : {
            ...object,
            metadata: {
              ...object.metadata,
              labels: {
                ...object.metadata.labels,
                'app.kubernetes.io/managed-by': 'Helm',
              },
              annotations: {
                ...object.metadata.annotations,
                'meta.helm.sh/release-name': release.name,
                'meta.helm.sh/release-namespace': release.namespace,
              },
            },
          },
    );
}
