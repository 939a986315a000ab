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
  AuditorServiceEventSeverityLevel,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type { IncomingHttpHeaders } from 'node:http';
import type { Response } from 'express';
import type { z } from 'zod';
import type { Cluster } from '../clusters/ClusterAccess';
import type { ApiServices } from './ApiServices';
import type { AuthorizedClusters } from './authorization/ClusterAuthorizer';
import type {
  AuthorizedFor,
  RoutePermission,
} from './authorization/RouteAuthorizer';

/** What a handler is given: input that is checked, and a caller who is allowed. */
export interface RouteContext<P, Q, B = unknown, A = AuthorizedClusters> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly headers: IncomingHttpHeaders;
  readonly credentials: BackstageCredentials;
  /** What the caller may do under the permission of the route: with which clusters, or with which load tests. */
  readonly authorized: A;
  /** Asks again, for answers that take long. */
  readonly reauthorize: () => Promise<A>;
  /**
   * Asks for a further permission.
   *
   * @throws NotAllowedError if the caller is refused altogether
   */
  readonly authorize: <K extends RoutePermission>(
    permission: K,
  ) => Promise<AuthorizedFor<K>>;
  /** Aborts when the caller has gone before the answer. */
  readonly signal: AbortSignal;
  /** Adds facts to the audit event of the request, also of one that fails later. */
  readonly audit: (meta: JsonObject) => void;
  readonly services: ApiServices;
}

interface RouteDescription<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  K extends RoutePermission,
> {
  readonly operationId: string;
  readonly method: 'get' | 'post';
  /** Below `/v1`, with parameters as `{name}`. */
  readonly path: string;
  readonly summary: string;
  readonly permission: K;
  readonly params?: P;
  readonly query?: Q;
  /** Largest body in bytes, where it may be larger than that of other routes. */
  readonly maxBodyBytes?: number;
  /** Every mutation is audited, refused ones too. */
  readonly audit?: {
    eventId: string;
    severityLevel: AuditorServiceEventSeverityLevel;
  };
}

interface JsonRoute<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  R extends z.ZodType,
  B extends z.ZodType,
  K extends RoutePermission,
> extends RouteDescription<P, Q, K> {
  readonly response: R;
  /** Schema of the JSON body. */
  readonly body?: B;
  handle(
    context: RouteContext<
      z.output<P>,
      z.output<Q>,
      z.output<B>,
      AuthorizedFor<K>
    >,
  ): z.input<R> | Promise<z.input<R>>;
}

interface StreamRoute<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  K extends RoutePermission,
> extends RouteDescription<P, Q, K> {
  /** Schema of one event of a `text/event-stream` answer. */
  readonly events: z.ZodType;
  stream(
    context: RouteContext<z.output<P>, z.output<Q>, unknown, AuthorizedFor<K>>,
    response: Response,
  ): void | Promise<void>;
}

/** A route of the API. The table of all of them gives the router, the OpenAPI document and the authorisation test. */
export type Route =
  | JsonRoute<z.ZodObject, z.ZodObject, z.ZodType, z.ZodType, RoutePermission>
  | StreamRoute<z.ZodObject, z.ZodObject, RoutePermission>;

/** Describes a route that answers with JSON; the types of its handler follow from its schemas. */
export function jsonRoute<
  R extends z.ZodType,
  P extends z.ZodObject = z.ZodObject<{}>,
  Q extends z.ZodObject = z.ZodObject<{}>,
  B extends z.ZodType = z.ZodUndefined,
  K extends RoutePermission = RoutePermission,
>(route: JsonRoute<P, Q, R, B, K>): Route {
  // The router only ever hands over what the schemas of this very route have let through.
  return route as unknown as Route;
}

/** Describes a route that answers with a stream of events. */
export function streamRoute<
  P extends z.ZodObject = z.ZodObject<{}>,
  Q extends z.ZodObject = z.ZodObject<{}>,
  K extends RoutePermission = RoutePermission,
>(route: StreamRoute<P, Q, K>): Route {
  return route as unknown as Route;
}

/** The cluster of a `/clusters/{cluster}/…` route. */
export function clusterOf(
  context: RouteContext<{ cluster: string }, unknown>,
): Cluster {
  return context.authorized.get(context.params.cluster);
}
