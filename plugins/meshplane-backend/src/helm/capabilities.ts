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

import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { kubeJson } from '../manifests/kubeJson';
import type { ServedKinds } from '../manifests/ServedKinds';

/** What `.Capabilities` of a chart says of a cluster. */
export interface ClusterCapabilities {
  /** Such as `v1.35.2`. */
  readonly kubeVersion: string;
  /** `group/version` and `group/version/Kind`, as Helm collects them. */
  readonly apiVersions: readonly string[];
}

const versionSchema = z.looseObject({ gitVersion: z.string() });

/** Reads what a chart may ask of a cluster, so that it can be rendered without one. */
export async function readCapabilities(
  connection: ClusterConnection,
  served: ServedKinds,
  signal?: AbortSignal,
): Promise<ClusterCapabilities> {
  const [{ value }, kinds] = await Promise.all([
    kubeJson(connection, '/version', { signal }),
    served.all(connection, { signal }),
  ]);
  const versions = new Set<string>();
  for (const { groupVersion, kind } of kinds.values()) {
    versions.add(groupVersion);
    versions.add(`${groupVersion}/${kind}`);
  }
  return {
    kubeVersion: versionSchema.parse(value).gitVersion,
    apiVersions: [...versions],
  };
}
