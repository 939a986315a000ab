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

import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import plugin, { meshplaneApiRef } from '../src';
import { entityFixtures } from './fixtures/entities';
import { MockMeshplaneApi } from './MockMeshplaneApi';
import { fillStudies } from './performance/studyFixtures';

/** In the development app a second of an invented run takes a second. */
function apiWithClock() {
  const api = new MockMeshplaneApi();
  fillStudies(api.performance);
  setInterval(() => api.performance.advance(), 1_000);
  return api;
}

const mocks = createFrontendModule({
  pluginId: 'meshplane',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: meshplaneApiRef,
          deps: {},
          factory: apiWithClock,
        }),
    }),
  ],
});

const catalogMocks = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () => catalogApiMock({ entities: entityFixtures }),
        }),
    }),
  ],
});

createDevApp({ features: [plugin, mocks, catalogPlugin, catalogMocks] });
