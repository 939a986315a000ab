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

import type { KubeObject } from '../../manifests/model';

/** A release as a GitOps tool is told of it. */
export interface GitOpsRelease {
  readonly chart: string;
  readonly version: string;
  /** `https://…`, or `oci://…` without the chart's name. */
  readonly repository: string;
  readonly release: string;
  readonly namespace: string;
  /** Overrides, parsed. */
  readonly values: unknown;
  readonly createNamespace: boolean;
  /** The chart brings CRDs that Helm itself would never upgrade. */
  readonly hasCrdsFolder: boolean;
}

/** What is written into a repository instead of a cluster. */
export interface GitOpsInput {
  readonly cluster: string;
  /** Folder name of the whole: `istio`. */
  readonly name: string;
  /** In the order in which they depend on each other. */
  readonly releases: readonly GitOpsRelease[];
  /** Applied before the releases: namespaces, CRDs. */
  readonly objects: readonly KubeObject[];
  /** Remote files that a kustomization may name, such as a Gateway API bundle. */
  readonly remote: readonly string[];
}

export interface GitOpsFile {
  readonly path: string;
  readonly content: string;
}

/** Where the tool keeps its own objects, and how the repository is laid out. */
export interface GitOpsOptions {
  /** Namespace of the tool's objects: `flux-system`, `argocd`. */
  readonly namespace: string;
  /** Folder in the repository; `{cluster}` is replaced. */
  readonly path: string;
}

export function folderOf(options: GitOpsOptions, input: GitOpsInput) {
  const base = options.path
    .replaceAll('{cluster}', input.cluster)
    .replace(/^\/+|\/+$/g, '');
  return `${base}/${input.name}`;
}
