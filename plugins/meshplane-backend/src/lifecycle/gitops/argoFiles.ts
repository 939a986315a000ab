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
import { kustomizationOf, numbered } from './files';
import {
  folderOf,
  type GitOpsFile,
  type GitOpsInput,
  type GitOpsOptions,
  type GitOpsRelease,
} from './model';

/**
 * Argo CD: one Application per chart, in sync waves, so that an app of apps that holds the folder brings them up in
 * order.
 *
 * @see {@link https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml}
 */
export function argoFiles(
  input: GitOpsInput,
  options: GitOpsOptions,
): GitOpsFile[] {
  const folder = folderOf(options, input);
  const files = [
    ...numbered(
      input.objects.map(object => ({
        name: `${object.kind.toLowerCase()}-${object.metadata.name}`,
        object: {
          ...object,
          metadata: {
            ...object.metadata,
            annotations: {
              ...object.metadata.annotations,
              'argocd.argoproj.io/sync-wave': '-1',
            },
          },
        },
      })),
    ),
    ...input.releases.map((release, wave) => ({
      name: `application-${release.release}.yaml`,
      content: stringify(applicationOf(release, wave, input, options)),
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

function applicationOf(
  release: GitOpsRelease,
  wave: number,
  { cluster }: GitOpsInput,
  { namespace }: GitOpsOptions,
) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: `${cluster}-${release.release}`,
      namespace,
      annotations: { 'argocd.argoproj.io/sync-wave': String(wave) },
    },
    spec: {
      project: 'default',
      source: {
        // Argo CD writes OCI registries without their scheme.
        repoURL: release.repository.replace(/^oci:\/\//, ''),
        chart: release.chart,
        targetRevision: release.version,
        helm: {
          releaseName: release.release,
          valuesObject: release.values ?? {},
        },
      },
      destination: { name: cluster, namespace: release.namespace },
      syncPolicy: {
        automated: {},
        syncOptions: [
          ...(release.createNamespace ? ['CreateNamespace=true'] : []),
          // Some CRDs are too large for the annotation of a client-side apply.
          'ServerSideApply=true',
        ],
        retry: { limit: 3 },
      },
    },
  };
}
