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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { RESOURCE_TYPE_MESHPLANE_CLUSTER } from '@meshplane/plugin-meshplane-common';
import type {
  AuthorizedClusters,
  ClusterAuthorizer,
  ClusterPermission,
} from './ClusterAuthorizer';
import type {
  AuthorizedPerformance,
  PerformanceAuthorizer,
  PerformancePermission,
} from './PerformanceAuthorizer';

/** A permission that a route may need. */
export type RoutePermission = ClusterPermission | PerformancePermission;

/** What a caller is allowed under a permission. */
export type AuthorizedFor<P extends RoutePermission> =
  P extends ClusterPermission ? AuthorizedClusters : AuthorizedPerformance;

/** Asks for permissions of every resource type of this plugin. */
export class RouteAuthorizer {
  readonly #clusters: ClusterAuthorizer;
  readonly #performance: PerformanceAuthorizer;

  constructor(authorizers: {
    clusters: ClusterAuthorizer;
    performance: PerformanceAuthorizer;
  }) {
    this.#clusters = authorizers.clusters;
    this.#performance = authorizers.performance;
  }

  /**
   * @throws NotAllowedError if the caller is refused altogether
   */
  authorize<P extends RoutePermission>(
    permission: P,
    credentials: BackstageCredentials,
  ): Promise<AuthorizedFor<P>> {
    const authorized: Promise<AuthorizedClusters | AuthorizedPerformance> =
      isForClusters(permission)
        ? this.#clusters.authorize(permission, credentials)
        : this.#performance.authorize(permission, credentials);
    return authorized as Promise<AuthorizedFor<P>>;
  }
}

function isForClusters(
  permission: RoutePermission,
): permission is ClusterPermission {
  return permission.resourceType === RESOURCE_TYPE_MESHPLANE_CLUSTER;
}
