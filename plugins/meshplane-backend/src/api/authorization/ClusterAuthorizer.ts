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

import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  AuthorizeResult,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  meshplaneMeshReadPermission,
  type RESOURCE_TYPE_MESHPLANE_CLUSTER,
} from '@meshplane/plugin-meshplane-common';
import type { Cluster, ClusterAccess } from '../../clusters/ClusterAccess';
import {
  meshplaneClusterResourceRef,
  type ClusterResource,
} from './clusterRules';

/** A permission over clusters. */
export type ClusterPermission = ResourcePermission<
  typeof RESOURCE_TYPE_MESHPLANE_CLUSTER
>;

/** The clusters that a caller may use under one permission. */
export interface AuthorizedClusters {
  allows(cluster: ClusterResource): boolean;
  /** No condition restricts the caller to some of the clusters. */
  readonly unrestricted: boolean;
  list(): readonly Cluster[];
  /**
   * @throws NotFoundError if there is no such cluster or the caller may not know of it: the two look the same
   * @throws NotAllowedError if the caller may see it, but not do this with it
   */
  get(name: string): Cluster;
}

/** Decides which clusters a caller may see or manage. */
export class ClusterAuthorizer {
  readonly #clusters: ClusterAccess;
  readonly #permissions: PermissionsService;
  readonly #registry: PermissionsRegistryService;

  constructor(options: {
    clusters: ClusterAccess;
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
  }) {
    this.#clusters = options.clusters;
    this.#permissions = options.permissions;
    this.#registry = options.permissionsRegistry;
  }

  /**
   * @throws NotAllowedError if the caller is refused altogether
   */
  async authorize(
    permission: ClusterPermission,
    credentials: BackstageCredentials,
  ): Promise<AuthorizedClusters> {
    const readNeeded = permission.name !== meshplaneMeshReadPermission.name;
    const asked = readNeeded
      ? [{ permission }, { permission: meshplaneMeshReadPermission }]
      : [{ permission }];
    const decisions = await this.#permissions.authorizeConditional(asked, {
      credentials,
    });
    if (decisions[0].result === AuthorizeResult.DENY)
      throw new NotAllowedError(
        `Permission "${permission.name}" is needed for this`,
      );
    const decide = createConditionAuthorizer(
      this.#registry.getPermissionRuleset(meshplaneClusterResourceRef),
    );
    const allows = (cluster: ClusterResource) => decide(decisions[0], cluster);
    const sees = (cluster: ClusterResource) =>
      allows(cluster) || (readNeeded && decide(decisions[1], cluster));

    return {
      allows,
      unrestricted: decisions[0].result === AuthorizeResult.ALLOW,
      list: () => this.#clusters.list().filter(allows),
      get: name => {
        const cluster = this.#clusters.list().find(c => c.name === name);
        if (cluster && allows(cluster)) return cluster;
        if (cluster && sees(cluster))
          throw new NotAllowedError(
            `Permission "${permission.name}" is needed for cluster "${name}"`,
          );
        const visible = this.#clusters.list().filter(sees);
        throw new NotFoundError(
          `No cluster "${name}"; ${
            visible.length
              ? `there are ${visible.map(c => `"${c.name}"`).join(', ')}`
              : 'no cluster is configured'
          }`,
        );
      },
    };
  }
}
