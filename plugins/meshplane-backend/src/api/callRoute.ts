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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { callerOf } from './caller';
import { admit, audited, type Gate } from './gate';
import type { Route } from './route';

/** Longest time of a call from inside: nobody hangs up, so that something else has to end it. */
const TIMEOUT_MS = 10 * 60_000;

/** What a caller inside the backend sends to a route. */
export interface InnerCall {
  readonly credentials: BackstageCredentials;
  readonly params?: Record<string, unknown>;
  readonly query?: Record<string, unknown>;
  readonly body?: unknown;
}

/**
 * Calls a route of the API by its operation id, with the same permission, checks and audit as over HTTP.
 *
 * @returns what the route answers
 * @throws what the route refuses with
 */
export type CallRoute = (
  operationId: string,
  call: InnerCall,
) => Promise<unknown>;

/** @param via - who calls, for the audit log */
export function createRouteCaller(
  routes: readonly Route[],
  gate: Gate,
  via: string,
): CallRoute {
  return (operationId, { credentials, params = {}, query = {}, body = {} }) => {
    const route = routes.find(one => one.operationId === operationId);
    if (!route || 'stream' in route)
      throw new Error(`No route "${operationId}" that answers at once`);
    // Without a request the auditor does not know who it was.
    const meta = { ...(params as {}), via, caller: callerOf(credentials) };
    return audited(route, gate, { meta }, async audit => {
      const context = await admit(
        route,
        gate,
        {
          credentials,
          params,
          query,
          readBody: () => body,
          headers: {},
          signal: AbortSignal.timeout(TIMEOUT_MS),
        },
        audit,
      );
      return route.handle(context);
    });
  };
}
