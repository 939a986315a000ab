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

import { gzipSync } from 'node:zlib';
import type { HelmRelease, KubeObject } from '../documents';

/** A fixed date, so that seeding twice writes the same Secret. */
const DEPLOYED_AT = '2026-06-01T09:00:00Z';

/**
 * Expands a release into the Secret that Helm keeps its record in (base64 of gzip of JSON, inside the
 * Secret's own base64). The manifest is empty: the objects belong to the seed, Helm may adopt them.
 */
export function expandHelmRelease(release: HelmRelease): KubeObject {
  const { name, namespace } = release.metadata;
  const { chart, version, appVersion, values } = release.spec;
  const record = {
    name,
    namespace,
    version: 1,
    manifest: '',
    config: values,
    info: {
      first_deployed: DEPLOYED_AT,
      last_deployed: DEPLOYED_AT,
      deleted: '',
      description: 'Install complete',
      status: 'deployed',
    },
    chart: {
      metadata: { apiVersion: 'v2', name: chart, version, appVersion },
      templates: [],
      values: {},
    },
  };
  const zipped = gzipSync(JSON.stringify(record)).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `sh.helm.release.v1.${name}.v1`,
      namespace,
      labels: { name, owner: 'helm', status: 'deployed', version: '1' },
    },
    type: 'helm.sh/release.v1',
    data: { release: Buffer.from(zipped).toString('base64') },
  };
}

/** Marks an object as owned by the release, the way Helm does. */
export function markOwned(
  object: KubeObject,
  release: HelmRelease,
): KubeObject {
  return {
    ...object,
    metadata: {
      ...object.metadata,
      labels: {
        ...object.metadata.labels,
        'app.kubernetes.io/managed-by': 'Helm',
      },
      annotations: {
        ...object.metadata.annotations,
        'meta.helm.sh/release-name': release.metadata.name,
        'meta.helm.sh/release-namespace': release.metadata.namespace,
      },
    },
  };
}
