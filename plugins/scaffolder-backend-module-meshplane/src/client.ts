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
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  MeshplaneClient,
  type FetchLike,
} from '@meshplane/plugin-meshplane-common';

/** What the actions need from Backstage. @public */
export interface ActionOptions {
  auth: AuthService;
  discovery: DiscoveryService;
  /** Replaced in tests. */
  fetch?: FetchLike;
}

/** A client that acts for whoever started the task: their permissions count, not those of the scaffolder. */
export function clientFor(
  options: ActionOptions,
  credentials: BackstageCredentials,
): MeshplaneClient {
  return new MeshplaneClient({
    discoveryApi: options.discovery,
    fetchApi: {
      fetch: async (url, init) => {
        const { token } = await options.auth.getPluginRequestToken({
          onBehalfOf: credentials,
          targetPluginId: 'meshplane',
        });
        const headers = new Headers(init?.headers);
        headers.set('authorization', `Bearer ${token}`);
        return (options.fetch ?? fetch)(url, { ...init, headers });
      },
    },
  });
}
