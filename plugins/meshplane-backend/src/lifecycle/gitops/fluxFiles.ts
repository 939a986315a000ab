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

import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { kustomizationOf, numbered } from './files';
import {
  folderOf,
  type GitOpsFile,
  type GitOpsInput,
  type GitOpsOptions,
  type GitOpsRelease,
} from './model';

/**
 * Flux: one source per repository and one HelmRelease per chart, each waiting for the one before it.
 *
 * @see {@link https://fluxcd.io/flux/components/helm/helmreleases/}
 */
export function fluxFiles(
  input: GitOpsInput,
  options: GitOpsOptions,
): GitOpsFile[] {
  const folder = folderOf(options, input);
  const repositories = [...new Set(input.releases.map(r => r.repository))];
  const files = [
    ...numbered(
      input.objects.map(object => ({
        name: `${object.kind.toLowerCase()}-${object.metadata.name}`,
        object,
      })),
    ),
    ...repositories.map(repository => ({
      name: `source-${sourceName(repository)}.yaml`,
      content: stringify(sourceOf(repository, options)),
    })),
    ...input.releases.map((release, index) => ({
      name: `release-${release.release}.yaml`,
      content: stringify(
        helmReleaseOf(release, input.releases[index - 1], options),
      ),
    })),
  ];
  return [
    {
      path: `${folder}/kustomization.yaml`,
      content: kustomizationOf([
        ...input.remote,
        ...files.map(({ name }) => name),
      ]),
    },
    ...files.map(({ name, content }) => ({
      path: `${folder}/${name}`,
      content,
    })),
  ];
}

function sourceOf(repository: string, { namespace }: GitOpsOptions) {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'HelmRepository',
    metadata: { name: sourceName(repository), namespace },
    spec: {
      interval: '1h',
      url: repository,
      ...(repository.startsWith('oci://') && { type: 'oci' }),
    },
  };
}

function helmReleaseOf(
  release: GitOpsRelease,
  before: GitOpsRelease | undefined,
  { namespace }: GitOpsOptions,
) {
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: release.release, namespace },
    spec: {
      interval: '30m',
      releaseName: release.release,
      targetNamespace: release.namespace,
      storageNamespace: release.namespace,
      ...(before && { dependsOn: [{ name: before.release, namespace }] }),
      chart: {
        spec: {
          chart: release.chart,
          version: release.version,
          sourceRef: {
            kind: 'HelmRepository',
            name: sourceName(release.repository),
          },
        },
      },
      install: {
        createNamespace: release.createNamespace,
        crds: 'CreateReplace',
        remediation: { retries: 3 },
      },
      upgrade: {
        crds: release.hasCrdsFolder ? 'CreateReplace' : 'Skip',
        remediation: { retries: 3, strategy: 'rollback' },
      },
      values: release.values ?? {},
    },
  };
}

/** Two repositories of one host are two sources. */
function sourceName(repository: string) {
  const host = repository
    .replace(/^\w+:\/\//, '')
    .split('/')[0]
    .replace(/[^a-z0-9]+/gi, '-')
    .toLowerCase();
  const digest = createHash('sha256').update(repository).digest('hex');
  return `${host.slice(0, 40)}-${digest.slice(0, 8)}`;
}
