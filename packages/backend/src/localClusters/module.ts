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

import { setTimeout as delay } from 'node:timers/promises';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { meshplaneClustersExtensionPoint } from '@meshplane/plugin-meshplane-node';
import { createLocalControlPlanes } from './ControlPlanes';
import { localClustersNeeded } from './isNeeded';
import { LocalCluster, type LocalClusterSpec } from './LocalCluster';
import { LocalClusterSource } from './LocalClusterSource';

const SPECS: readonly LocalClusterSpec[] = [
  { name: 'local', title: 'Local', scenario: 'two-meshes' },
  { name: 'edge', title: 'Edge', scenario: 'ambient' },
];

/** How long a shutdown waits for a start that is under way. */
const PATIENCE_MS = 5_000;

/** Gives the demo portal something to show: two clusters on this machine, if no other cluster is configured. */
export const localClustersModule = createBackendModule({
  pluginId: 'meshplane',
  moduleId: 'local-clusters',
  register({ registerInit }) {
    registerInit({
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        sources: meshplaneClustersExtensionPoint,
      },
      async init({ config, lifecycle, logger, sources }) {
        if (!localClustersNeeded(config)) return;
        const planes = createLocalControlPlanes();
        const clusters = SPECS.map(
          spec => new LocalCluster(spec, planes, logger),
        );
        sources.addClusterSource(new LocalClusterSource(clusters));
        logger.info(
          'No cluster is configured: two local ones, "local" and "edge", are being started on this machine',
        );
        const shutdown = new AbortController();
        // In the background: a first build takes minutes, and the portal shows how far it is.
        const started = clusters.map(cluster => cluster.start(shutdown.signal));
        lifecycle.addShutdownHook(async () => {
          shutdown.abort();
          await Promise.all(
            clusters.map(async (cluster, index) => {
              // A build does not listen to the signal; it goes on where it was at the next start.
              await Promise.race([started[index], delay(PATIENCE_MS)]);
              await cluster.stop();
            }),
          );
        });
      },
    });
  },
});
