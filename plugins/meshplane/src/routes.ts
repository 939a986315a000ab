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

import { createRouteRef } from '@backstage/core-plugin-api';

/**
 * The Mesh page. Everything below it is addressed by {@link meshPaths}.
 *
 * @public
 */
export const rootRouteRef = createRouteRef({ id: 'meshplane' });

/**
 * The Mesh tab of an entity page.
 *
 * @public
 */
export const entityContentRouteRef = createRouteRef({
  id: 'meshplane:entity-content',
});

/**
 * The Performance page. Everything below it is addressed by `performancePaths`.
 *
 * @public
 */
export const performanceRouteRef = createRouteRef({
  id: 'meshplane:performance',
});

/**
 * The Performance tab of an entity page.
 *
 * @public
 */
export const entityPerformanceRouteRef = createRouteRef({
  id: 'meshplane:entity-performance',
});
