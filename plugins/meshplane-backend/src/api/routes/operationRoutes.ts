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

import {
  gitOpsFilesSchema,
  meshplaneMeshReadPermission,
  meshplaneOperationCreatePermission,
  meshplaneOperationOverridePermission,
  objectChangeListSchema,
  objectChangeQuerySchema,
  type OperationEvent,
  operationDetailSchema,
  operationEventQuerySchema,
  operationEventSchema,
  operationListSchema,
  operationLogQuerySchema,
  operationLogSchema,
  operationQuerySchema,
  operationRequestSchema,
} from '@meshplane/plugin-meshplane-common';
import { callerOf } from '../caller';
import { jsonRoute, streamRoute } from '../route';
import { serveEvents, writeToStream } from '../sse';
import { operationCaller, operationOf } from './operationAccess';
import { operationParams } from './params';

export const operationRoutes = [
  jsonRoute({
    operationId: 'createOperation',
    method: 'post',
    path: '/operations',
    summary:
      'Plans an operation and answers with the plan; nothing is changed before it is approved',
    permission: meshplaneOperationCreatePermission,
    audit: { eventId: 'operation-create', severityLevel: 'low' },
    body: operationRequestSchema,
    response: operationDetailSchema,
    handle: async context => {
      const { authorized, authorize, body, credentials, services } = context;
      const { kind, clusters, override, delivery } = body;
      context.audit({ kind, clusters, delivery });
      for (const name of clusters) authorized.get(name);
      if (override) {
        context.audit({ override });
        const may = await authorize(meshplaneOperationOverridePermission);
        for (const name of clusters) may.get(name);
      }
      const { service } = services.operations;
      const id = await service.create(
        body,
        callerOf(credentials),
        context.signal,
      );
      context.audit({ operation: id });
      return service.read.detail(id, await operationCaller(context, clusters));
    },
  }),
  jsonRoute({
    operationId: 'listOperations',
    method: 'get',
    path: '/operations',
    summary: 'Operations, newest first',
    permission: meshplaneMeshReadPermission,
    query: operationQuerySchema,
    response: operationListSchema,
    handle: async ({ authorized, query, services }) => {
      const { since, children, ...filter } = query;
      const page = await services.operations.service.read.list({
        ...filter,
        since: since === undefined ? undefined : Date.parse(since),
        children: children === 'true',
        within: authorized.unrestricted
          ? undefined
          : authorized.list().map(({ name }) => name),
      });
      return { ...page, limit: query.limit, offset: query.offset };
    },
  }),
  jsonRoute({
    operationId: 'getOperation',
    method: 'get',
    path: '/operations/{operation}',
    summary: 'One operation: plan, steps, result, and what may be done next',
    permission: meshplaneMeshReadPermission,
    params: operationParams,
    response: operationDetailSchema,
    handle: async context => {
      const { id, clusters } = await operationOf(context);
      return context.services.operations.service.read.detail(
        id,
        await operationCaller(context, clusters),
      );
    },
  }),
  jsonRoute({
    operationId: 'listOperationChanges',
    method: 'get',
    path: '/operations/{operation}/changes',
    summary: 'What happens to each object, with its diff',
    permission: meshplaneMeshReadPermission,
    params: operationParams,
    query: objectChangeQuerySchema,
    response: objectChangeListSchema,
    handle: async context => {
      const { id } = await operationOf(context);
      const { step, action, limit, offset } = context.query;
      const all = await context.services.operations.service.read.changes(id);
      const items = all.filter(
        change =>
          (step === undefined || change.step === step) &&
          (action === undefined || change.action === action),
      );
      return {
        items: items.slice(offset, offset + limit),
        total: items.length,
        limit,
        offset,
      };
    },
  }),
  jsonRoute({
    operationId: 'getOperationLog',
    method: 'get',
    path: '/operations/{operation}/log',
    summary: 'Log entries that follow one, oldest first',
    permission: meshplaneMeshReadPermission,
    params: operationParams,
    query: operationLogQuerySchema,
    response: operationLogSchema,
    handle: async context => {
      const { id } = await operationOf(context);
      const { after, limit } = context.query;
      return context.services.operations.service.read.log(id, after, limit);
    },
  }),
  jsonRoute({
    operationId: 'getOperationFiles',
    method: 'get',
    path: '/operations/{operation}/files',
    summary: 'Files of a plan with delivery "gitops"',
    permission: meshplaneMeshReadPermission,
    params: operationParams,
    response: gitOpsFilesSchema,
    handle: async context => {
      const { id } = await operationOf(context);
      return context.services.operations.service.read.files(id);
    },
  }),
  streamRoute({
    operationId: 'streamOperation',
    method: 'get',
    path: '/operations/{operation}/events',
    summary:
      'Log, changes and end of an operation as server-sent events; the log is replayed from behind `after` or `Last-Event-ID`',
    permission: meshplaneMeshReadPermission,
    params: operationParams,
    query: operationEventQuerySchema,
    events: operationEventSchema,
    stream: async (context, response) => {
      const { id } = await operationOf(context);
      const { feed } = context.services.operations;
      const caller = callerOf(context.credentials);
      feed.checkRoom(caller);
      await serveEvents(response, {
        mayContinue: () => mayStillSee(context),
        serve: signal =>
          feed.follow(id, {
            caller,
            signal,
            after: lastEventId(context.headers) ?? context.query.after,
            send: event => writeToStream(response, format(event)),
          }),
      });
    },
  }),
];

/** Permissions may be withdrawn and credentials expire while a stream is open. */
async function mayStillSee(
  context: Parameters<typeof operationOf>[0] & {
    credentials: { expiresAt?: Date };
    reauthorize: () => Promise<Parameters<typeof operationOf>[0]['authorized']>;
  },
) {
  const { expiresAt } = context.credentials;
  if (expiresAt && expiresAt <= context.services.now()) return false;
  await operationOf({ ...context, authorized: await context.reauthorize() });
  return true;
}

/** Browsers send it by themselves when they reconnect. */
function lastEventId(headers: Record<string, unknown>): number | undefined {
  const value = headers['last-event-id'];
  return typeof value === 'string' && /^\d{1,9}$/.test(value)
    ? Number(value)
    : undefined;
}

function format(event: OperationEvent) {
  const id = event.type === 'log' ? `id: ${event.entry.seq}\n` : '';
  return `${id}data: ${JSON.stringify(event)}\n\n`;
}
