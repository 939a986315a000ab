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

import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { meshplaneOperationApprovePermission } from '@meshplane/plugin-meshplane-common';
import type { OperationRecord } from '../../database/operations/records';
import type { OperationCaller } from '../../operations/OperationReader';
import { callerOf } from '../caller';
import type { RouteContext } from '../route';

type AnyContext = Pick<
  RouteContext<unknown, unknown>,
  'authorized' | 'authorize' | 'credentials' | 'services'
>;

/**
 * The operation of an `/operations/{operation}/…` route, if the caller may do with all of its clusters what the route
 * does.
 *
 * @throws NotFoundError if it is not there or may not be seen: the two look the same
 * @throws NotAllowedError if it may be seen, but the permission of the route is missing for one of its clusters
 */
export async function operationOf(
  context: Pick<
    RouteContext<{ operation: string }, unknown>,
    'authorized' | 'params' | 'services'
  >,
): Promise<OperationRecord> {
  const { authorized, params, services } = context;
  const operation = await services.operations.service.read.get(
    params.operation,
  );
  const configured = new Set(services.clusters.list().map(({ name }) => name));
  for (const name of operation.clusters) {
    // The history of a cluster that was dropped stays visible to those whom nothing restricts.
    if (!configured.has(name) && authorized.unrestricted) continue;
    try {
      authorized.get(name);
    } catch (error) {
      if (error instanceof NotFoundError)
        throw new NotFoundError(`No operation "${params.operation}"`);
      throw error;
    }
  }
  return operation;
}

/** Who asks, and whether they may approve on these clusters. */
export async function operationCaller(
  context: AnyContext,
  clusters: readonly string[],
): Promise<OperationCaller> {
  return {
    user: callerOf(context.credentials),
    mayApprove: await mayApprove(context, clusters),
  };
}

async function mayApprove(
  { authorize }: AnyContext,
  clusters: readonly string[],
) {
  try {
    const authorized = await authorize(meshplaneOperationApprovePermission);
    if (authorized.unrestricted) return true;
    const allowed = new Set(authorized.list().map(({ name }) => name));
    return clusters.every(name => allowed.has(name));
  } catch (error) {
    if (error instanceof NotAllowedError) return false;
    throw error;
  }
}
