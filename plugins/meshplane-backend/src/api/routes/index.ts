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

import type { Route } from '../route';
import { clusterRoutes } from './clusterRoutes';
import { coverageRoutes } from './coverageRoutes';
import { definitionRoutes } from './definitionRoutes';
import { entityRoutes } from './entityRoutes';
import { eventRoutes } from './eventRoutes';
import { inventoryRoutes } from './inventoryRoutes';
import { lifecycleRoutes } from './lifecycleRoutes';
import { meshRoutes } from './meshRoutes';
import { openApiRoutes } from './openApiRoutes';
import { operationDecisionRoutes } from './operationDecisionRoutes';
import { operationRoutes } from './operationRoutes';
import { performanceRoutes } from './performance';
import { rbacRoutes } from './rbacRoutes';
import { topologyRoutes } from './topologyRoutes';

const resourceRoutes: readonly Route[] = [
  ...clusterRoutes,
  ...rbacRoutes,
  ...meshRoutes,
  ...coverageRoutes,
  ...topologyRoutes,
  ...inventoryRoutes,
  ...entityRoutes,
  ...definitionRoutes,
  ...lifecycleRoutes,
  ...operationRoutes,
  ...operationDecisionRoutes,
  ...performanceRoutes,
  ...eventRoutes,
];

/** The table of all routes: the router, the OpenAPI document and the authorisation test are made from it. */
export const allRoutes: readonly Route[] = [
  ...resourceRoutes,
  ...openApiRoutes(resourceRoutes),
];
