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

import { z } from 'zod';

export const healthSchema = z.looseObject({
  version: z.string().optional(),
  database: z.string().optional(),
});

export const organisationSchema = z.looseObject({ name: z.string() });

/** `/api/search`: folders, too, unless the type is asked for. */
export const searchSchema = z.array(
  z.looseObject({
    uid: z.string().default(''),
    title: z.string(),
    url: z.string(),
    type: z.string(),
    tags: z.array(z.string()).default([]),
    folderTitle: z.string().optional(),
  }),
);

/** `/api/dashboards/uid/:uid`. */
export const boardSchema = z.looseObject({
  dashboard: z.unknown(),
  meta: z.looseObject({
    url: z.string().optional(),
    folderTitle: z.string().optional(),
  }),
});

/** `/api/datasources`. */
export const datasourcesSchema = z.array(
  z.looseObject({
    uid: z.string(),
    name: z.string(),
    type: z.string(),
    url: z.string().optional(),
    isDefault: z.boolean().default(false),
  }),
);

/** `/api/access-control/user/permissions`: scopes by action. */
export const permissionsSchema = z.record(
  z.string(),
  z.array(z.string()).nullable(),
);

export const createdAnnotationSchema = z.looseObject({ id: z.number().int() });

export const annotationsSchema = z.array(
  z.looseObject({ id: z.number().int() }),
);
