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

import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  type TestBackend,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { readMeshplaneConfig } from '../../config';
import {
  type ClusterServices,
  createClusterAccess,
} from '../createClusterAccess';

/** Short, so that failures are seen soon; the order of events is what is tested. */
const FAST = {
  monitor: {
    intervalMs: 500,
    timeoutMs: 2_000,
    recheckMs: 100,
    backoffMs: 200,
    maxBackoffMs: 1_000,
  },
};
/** Runs createClusterAccess in a real backend, beside the real Kubernetes plugin where the configuration has one. */
export async function startAccess(
  data: JsonObject,
): Promise<{ backend: TestBackend; services: ClusterServices }> {
  let services: ClusterServices | undefined;
  const plugin = createBackendPlugin({
    pluginId: 'meshplane',
    register(env) {
      env.registerInit({
        deps: {
          rootConfig: coreServices.rootConfig,
          logger: coreServices.logger,
          discovery: coreServices.discovery,
          auth: coreServices.auth,
          database: coreServices.database,
          scheduler: coreServices.scheduler,
          lifecycle: coreServices.lifecycle,
        },
        async init({ rootConfig, ...deps }) {
          services = await createClusterAccess({
            ...deps,
            ...FAST,
            config: readMeshplaneConfig(rootConfig, deps.logger),
          });
        },
      });
    },
  });
  const backend = await startTestBackend({
    features: [
      plugin,
      ...(data.kubernetes
        ? [import('@backstage/plugin-kubernetes-backend')]
        : []),
      mockServices.rootConfig.factory({ data }),
    ],
  });
  return { backend, services: services! };
}
