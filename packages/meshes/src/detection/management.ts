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

import type { MeshDefinition } from '../model/definition';
import type { KubeObject } from '../model/objects';
import type { MeshInstance } from '../model/results';
import { matchesMarkers, pattern } from './labels';

type Management = MeshInstance['management'];

/** API groups whose controllers are part of Kubernetes: an owner from one of them is no operator. */
const BUILT_IN_GROUPS = new Set(['', 'apps', 'batch']);

/**
 * Who looks after an installation. Rules of the definition come first, because an operator often installs through Helm
 * as well; then an owner that is a custom resource, then Helm's own annotations.
 *
 * @param parts - the control plane's workloads, or the CRDs of a bundle
 * @param crdGroups - API groups of the cluster's custom resource definitions
 */
export function managementOf(
  definition: MeshDefinition,
  parts: readonly KubeObject[],
  revision: string | undefined,
  crdGroups: ReadonlyMap<string, unknown>,
): Management {
  for (const rule of definition.detect.managed) {
    const { by, text, crdGroup, labels, always } = rule;
    const conditions = [
      crdGroup === undefined || crdGroups.has(crdGroup),
      rule.revision === undefined ||
        (revision !== undefined && pattern(rule.revision).test(revision)),
      labels === undefined ||
        parts.some(part => matchesMarkers(labels, part.metadata.labels)),
    ];
    const stated =
      crdGroup !== undefined ||
      rule.revision !== undefined ||
      labels !== undefined;
    if (always || (stated && conditions.every(Boolean)))
      return { by, readOnly: true, text };
  }
  for (const part of parts) {
    const owner = part.metadata.ownerReferences?.find(
      o => o.controller && !BUILT_IN_GROUPS.has(groupOf(o.apiVersion)),
    );
    if (owner)
      return {
        by: 'operator',
        readOnly: true,
        text: `owned by ${owner.kind} ${owner.name} (${owner.apiVersion}): change it there`,
      };
  }
  for (const { metadata } of parts) {
    const release = metadata.annotations?.['meta.helm.sh/release-name'];
    if (release === undefined) continue;
    const namespace = metadata.annotations?.['meta.helm.sh/release-namespace'];
    return {
      by: 'helm',
      readOnly: false,
      text: `Helm release ${release}${
        namespace === undefined ? '' : ` in namespace ${namespace}`
      }`,
    };
  }
  if (
    parts.some(
      p => p.metadata.labels?.['app.kubernetes.io/managed-by'] === 'Helm',
    )
  )
    return {
      by: 'helm',
      readOnly: false,
      text: 'labelled as managed by Helm, without naming a release (rendered and applied by another tool)',
    };
  return {
    by: 'unknown',
    readOnly: false,
    text: 'no Helm release and no operator found: installed by other means',
  };
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}
