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
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { assertError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { Request } from 'express';
import type { IncomingHttpHeaders } from 'node:http';
import type { ApiServices } from './ApiServices';
import type {
  AuthorizedFor,
  RouteAuthorizer,
  RoutePermission,
} from './authorization/RouteAuthorizer';
import { checkBody } from './body';
import { checkInput } from './input';
import type { Route, RouteContext } from './route';

/** What every call of a route goes through, however it comes in. */
export interface Gate {
  services: ApiServices;
  authorizer: RouteAuthorizer;
  auditor: AuditorService;
}

/** What a caller sends; nothing of it is checked yet. */
export interface RouteCall {
  readonly credentials: BackstageCredentials;
  readonly params: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  /** Read after the permission was checked. */
  readBody(): unknown | Promise<unknown>;
  readonly headers: IncomingHttpHeaders;
  readonly signal: AbortSignal;
}

type AddFacts = (meta: JsonObject) => void;

/**
 * Checks permission and input of a call, in this order.
 *
 * @throws NotAllowedError or InputError
 */
export async function admit(
  route: Route,
  { services, authorizer }: Gate,
  call: RouteCall,
  audit: AddFacts,
): Promise<
  RouteContext<
    Record<string, unknown>,
    Record<string, unknown>,
    unknown,
    AuthorizedFor<RoutePermission>
  >
> {
  const { credentials, headers, signal } = call;
  const authorize = <K extends RoutePermission>(permission: K) =>
    authorizer.authorize(permission, credentials);
  const authorized = await authorize(route.permission);
  return {
    params: checkInput(route.params, call.params, 'path'),
    query: checkInput(route.query, call.query, 'query'),
    body:
      'body' in route && route.body
        ? checkBody(route.body, await call.readBody())
        : undefined,
    headers,
    credentials,
    authorized,
    reauthorize: () => authorize(route.permission),
    authorize,
    signal,
    audit,
    services,
  };
}

/** Runs something under the audit event of a route, if it has one: also what is refused is recorded. */
export async function audited<T>(
  route: Route,
  { auditor }: Pick<Gate, 'auditor'>,
  origin: { request?: Request; meta: JsonObject },
  run: (audit: AddFacts) => Promise<T>,
): Promise<T> {
  if (!route.audit) return run(() => {});
  const facts: JsonObject = {};
  const event = await auditor.createEvent({ ...route.audit, ...origin });
  let result: T;
  try {
    result = await run(meta => Object.assign(facts, meta));
  } catch (error) {
    assertError(error);
    await event.fail({ error, meta: facts });
    throw error;
  }
  await event.success({ meta: facts });
  return result;
}
