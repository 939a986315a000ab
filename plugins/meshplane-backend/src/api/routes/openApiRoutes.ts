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

import { meshplaneMeshReadPermission } from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import { buildOpenApi } from '../openapi/buildOpenApi';
import { jsonRoute, type Route } from '../route';

/**
 * The route that serves the document of all routes, itself included.
 *
 * @param others - the rest of the table
 */
export function openApiRoutes(others: readonly Route[]): Route[] {
  let document: Record<string, unknown> | undefined;
  const routes: Route[] = [
    jsonRoute({
      operationId: 'getOpenApi',
      method: 'get',
      path: '/openapi.json',
      summary: 'This document',
      permission: meshplaneMeshReadPermission,
      response: z.record(z.string(), z.unknown()),
      handle: () => {
        document ??= buildOpenApi([...others, ...routes]);
        return document;
      },
    }),
  ];
  return routes;
}
