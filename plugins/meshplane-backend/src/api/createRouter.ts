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

import type {
  AuditorService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { assertError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import express, { type Request, type Response } from 'express';
import Router from 'express-promise-router';
import type { ApiServices } from './ApiServices';
import type { ClusterAuthorizer } from './authorization/ClusterAuthorizer';
import { checkBody, readBody } from './body';
import { checkInput } from './input';
import type { Route } from './route';

export interface RouterOptions {
  routes: readonly Route[];
  services: ApiServices;
  authorizer: ClusterAuthorizer;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}

/** The router of `/api/meshplane`: authentication, permission, input check and audit are the same for every route. */
export function createRouter(options: RouterOptions): express.Router {
  const router = Router();
  for (const route of options.routes)
    router[route.method](expressPath(route), (request, response) =>
      audited(route, options, request, audit =>
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
  const authorize = (permission = route.permission) =>
    options.authorizer.authorize(permission, credentials);
  const authorized = await authorize();
  const context = {
    params: checkInput(route.params, request.params, 'path'),
    query: checkInput(route.query, request.query, 'query'),
    body:
      'body' in route && route.body
        ? checkBody(route.body, await readBody(request, response))
        : undefined,
    headers: request.headers,
    credentials,
    authorized,
    reauthorize: () => authorize(),
    authorize,
    signal: signalOf(response),
    audit,
    services: options.services,
  };
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

async function audited(
  route: Route,
  { auditor }: RouterOptions,
  request: Request,
  run: (audit: (meta: JsonObject) => void) => Promise<void>,
) {
  if (!route.audit) {
    await run(() => {});
    return;
  }
  const facts: JsonObject = {};
  const event = await auditor.createEvent({
    ...route.audit,
    request,
    meta: { ...request.params },
  });
  try {
    await run(meta => Object.assign(facts, meta));
  } catch (error) {
    assertError(error);
    await event.fail({ error, meta: facts });
    throw error;
  }
  await event.success({ meta: facts });
}
