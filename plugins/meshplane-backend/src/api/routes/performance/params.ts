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

import { performanceIdSchema } from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';

/** Parameters of `/performance/profiles/{profile}/…`. */
export const profileParams = z.object({ profile: performanceIdSchema });

/** Parameters of `/performance/runs/{run}/…`. */
export const runParams = z.object({ run: performanceIdSchema });

/** Parameters of `/performance/comparisons/{comparison}`. */
export const comparisonParams = z.object({ comparison: performanceIdSchema });

/** Parameters of `/performance/schedules/{schedule}/…`. */
export const scheduleParams = z.object({ schedule: performanceIdSchema });

/** Parameters of `/performance/experiments/{experiment}/…`. */
export const experimentParams = z.object({ experiment: performanceIdSchema });

/** Parameters of `/performance/connections/{connection}/…`. */
export const connectionParams = z.object({
  connection: z.string().min(1).max(200),
});

/** The answer of what only removes. */
export const emptySchema = z.object({});
