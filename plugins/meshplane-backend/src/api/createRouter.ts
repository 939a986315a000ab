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

import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import express, { type Request, type Response } from 'express';
import Router from 'express-promise-router';
import { readBody } from './body';
import { admit, audited, type Gate } from './gate';
import type { Route } from './route';

export interface RouterOptions extends Gate {
  routes: readonly Route[];
  httpAuth: HttpAuthService;
}

/** The router of `/api/meshplane`: authentication, permission, input check and audit are the same for every route. */
export function createRouter(options: RouterOptions): express.Router {
  const router = Router();
  for (const route of options.routes)
    router[route.method](expressPath(route), (request, response) =>
      audited(route, options, { request, meta: { ...request.params } }, audit =>
        answer(route, options, request, response, audit),
      ),
    );
  return router;
}

/** `/clusters/{cluster}` of the table as Express writes it. */
export function expressPath(route: Pick<Route, 'path'>) {
  return `/v1${route.path.replace(/\{(\w+)\}/g, ':$1')}`;
}

async function answer(
  route: Route,
  options: RouterOptions,
  request: Request,
  response: Response,
  audit: (meta: JsonObject) => void,
) {
  const credentials = await options.httpAuth.credentials(request, {
    allow: ['user', 'service'],
  });
  const { params, query, headers } = request;
  const context = await admit(
    route,
    options,
    {
      credentials,
      params,
      query,
      readBody: () => readBody(request, response, route.maxBodyBytes),
      headers,
      signal: signalOf(response),
    },
    audit,
  );
  if ('stream' in route) {
    await route.stream(context, response);
    return;
  }
  response.json(await route.handle(context));
}

/** Aborts when the connection ends before the answer does. */
function signalOf(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished)
      controller.abort(new Error('The caller has gone'));
  });
  return controller.signal;
}
