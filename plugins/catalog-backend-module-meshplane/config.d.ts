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

import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  catalog?: {
    providers?: {
      /** Clusters and meshes as Resource entities. All keys are optional. */
      meshplane?: {
        /** Owner of all entities, an entity reference. Default `unknown`. */
        owner?: string;
        /** Namespace of the entities in the catalog. Default `default`. */
        namespace?: string;
        /** System that the entities belong to. Default none. */
        system?: string;
        /**
         * How often everything is compared, in addition to the changes that are taken over at once. Default every 5
         * minutes.
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };
}
