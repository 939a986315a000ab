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
  approveBodySchema,
  meshplaneOperationApprovePermission,
  operationDetailSchema,
  reasonBodySchema,
} from '@meshplane/plugin-meshplane-common';
import type { OperationService } from '../../operations/OperationService';
import { callerOf } from '../caller';
import { jsonRoute, type Route, type RouteContext } from '../route';
import { operationCaller, operationOf } from './operationAccess';
import { operationParams } from './params';

type Reasoned = 'reject' | 'cancel' | 'resume' | 'rollback' | 'continue';

export const operationDecisionRoutes: readonly Route[] = [
  jsonRoute({
    operationId: 'approveOperation',
    method: 'post',
    path: '/operations/{operation}/approve',
    summary: 'Approves the plan with this hash, which starts it',
    permission: meshplaneOperationApprovePermission,
    audit: { eventId: 'operation-approve', severityLevel: 'high' },
    params: operationParams,
    body: approveBodySchema,
    response: operationDetailSchema,
    handle: context =>
      decide(context, (service, id, user) =>
        service.approve(id, context.body, user),
      ),
  }),
  reasonedRoute('reject', 'Rejects a plan'),
  reasonedRoute(
    'cancel',
    'Stops the running step; the operation ends as cancelled soon after',
  ),
  reasonedRoute(
    'resume',
    'Goes on after a failure, an interruption or a cancellation',
  ),
  reasonedRoute(
    'rollback',
    'Takes back the steps that were done, the last one first',
  ),
  reasonedRoute('continue', 'Goes on to the other clusters after the canary'),
];

function reasonedRoute(action: Reasoned, summary: string): Route {
  return jsonRoute({
    operationId: `${action}Operation`,
    method: 'post',
    path: `/operations/{operation}/${action}`,
    summary,
    permission: meshplaneOperationApprovePermission,
    audit: { eventId: `operation-${action}`, severityLevel: 'high' },
    params: operationParams,
    body: reasonBodySchema,
    response: operationDetailSchema,
    handle: context =>
      decide(context, (service, id, user) =>
        service[action](id, context.body, user),
      ),
  });
}

async function decide(
  context: RouteContext<{ operation: string }, unknown>,
  decision: (
    service: OperationService,
    id: string,
    user: string,
  ) => Promise<void>,
) {
  const { service } = context.services.operations;
  const operation = await operationOf(context);
  const { id, kind, planHash, clusters, override } = operation;
  context.audit({
    kind,
    planHash,
    clusters: [...clusters],
    ...(override && { override }),
  });
  await decision(service, id, callerOf(context.credentials));
  return service.read.detail(id, await operationCaller(context, clusters));
}
