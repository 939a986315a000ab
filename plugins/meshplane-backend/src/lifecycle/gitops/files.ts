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

import { stringify } from 'yaml';

/** Objects as files whose names keep their order. */
export function numbered(
  entries: readonly { name: string; object: object }[],
): { name: string; content: string }[] {
  return entries.map(({ name, object }, index) => ({
    name: `${String(index).padStart(2, '0')}-${name.replace(
      /[^a-zA-Z0-9.-]/g,
      '-',
    )}.yaml`,
    content: stringify(object),
  }));
}

export function kustomizationOf(resources: readonly string[]) {
  return stringify({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources,
  });
}
