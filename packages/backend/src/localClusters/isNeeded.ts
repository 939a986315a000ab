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

import type { RootConfigService } from '@backstage/backend-plugin-api';

type Config = ReturnType<RootConfigService['getConfig']>;

/**
 * Whether the demo portal has to bring its own clusters: nobody has configured one, neither for this suite nor for the
 * Kubernetes plugin, and `localClusters.enabled` is not false.
 */
export function localClustersNeeded(config: RootConfigService): boolean {
  if (config.getOptionalBoolean('localClusters.enabled') === false)
    return false;
  const own = config.getOptionalConfigArray('meshplane.clusters') ?? [];
  const locators =
    config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? [];
  return own.length === 0 && !locators.some(namesClusters);
}

/** Any other locator than a list finds its clusters by itself. */
function namesClusters(locator: Config) {
  return (
    locator.getString('type') !== 'config' ||
    (locator.getOptionalConfigArray('clusters') ?? []).length > 0
  );
}
