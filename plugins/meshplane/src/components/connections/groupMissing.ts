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

import type { FeaturePermission } from '@meshplane/plugin-meshplane-common';

/** Missing verbs by resource: "list, watch on pods", "list on httproutes.gateway.networking.k8s.io". */
export function groupMissing(missing: FeaturePermission['missing']): string[] {
  const verbs = new Map<string, string[]>();
  for (const item of missing) {
    const resource = item.group
      ? `${item.resource}.${item.group}`
      : item.resource;
    verbs.set(resource, [...(verbs.get(resource) ?? []), item.verb]);
  }
  return [...verbs].map(
    ([resource, names]) => `${names.join(', ')} on ${resource}`,
  );
}
