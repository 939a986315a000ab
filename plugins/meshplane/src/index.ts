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

/**
 * Frontend of Meshplane for the new frontend system. Portals on the old one import `./legacy`.
 *
 * @packageDocumentation
 */

export { meshplanePlugin as default } from './plugin';
export { meshplaneApiRef } from './api/meshplaneApiRef';
export { isMeshAvailable } from './components/entity/isMeshAvailable';
export { isPerformanceAvailable } from './components/performance/entity/isPerformanceAvailable';
export {
  entityContentRouteRef,
  entityPerformanceRouteRef,
  performanceRouteRef,
  rootRouteRef,
} from './routes';
