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

/** Views that show one cluster. */
export type ClusterView =
  | 'coverage'
  | 'topology'
  | 'inventory'
  | 'lifecycle'
  | 'releases'
  | 'migrations'
  | 'samples';

/** Query parameters of a deep link; empty values are left out, lists become one parameter per value. */
export type LinkParams = Record<string, string | readonly string[] | undefined>;

/** A path with its query parameters. */
export function withParams(path: string, params: LinkParams = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    for (const one of typeof value === 'string' ? [value] : value ?? []) {
      if (one) search.append(key, one);
    }
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * Addresses of everything below the Mesh page. `root` is where the page is mounted, without a trailing slash. Segments
 * are encoded, so that cluster names with `:` and mesh ids with `~` survive.
 */
export function meshPaths(root: string) {
  const segment = encodeURIComponent;
  return {
    overview: (params?: LinkParams) => withParams(root, params),
    /** Without a cluster: the view picks one. */
    view: (view: ClusterView, cluster?: string, params?: LinkParams) =>
      withParams(
        cluster
          ? `${root}/clusters/${segment(cluster)}/${view}`
          : `${root}/${view}`,
        params,
      ),
    mesh: (cluster: string, mesh: string) =>
      `${root}/clusters/${segment(cluster)}/meshes/${segment(mesh)}`,
    /** One sample application and its guide. */
    sample: (cluster: string, sample: string) =>
      `${root}/clusters/${segment(cluster)}/samples/${segment(sample)}`,
    /** The wizard; `kind` and the rest of what is to be planned are parameters. */
    plan: (params?: LinkParams) => withParams(`${root}/plan`, params),
    operations: (params?: LinkParams) =>
      withParams(`${root}/operations`, params),
    operation: (id: string, params?: LinkParams) =>
      withParams(`${root}/operations/${segment(id)}`, params),
    connections: () => `${root}/connections`,
    connection: (cluster: string) => `${root}/connections/${segment(cluster)}`,
    accessRules: () => `${root}/access-rules`,
  };
}

/** @see meshPaths */
export type MeshPaths = ReturnType<typeof meshPaths>;
