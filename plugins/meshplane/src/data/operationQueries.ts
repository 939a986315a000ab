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

import { useApi } from '@backstage/core-plugin-api';
import type {
  MeshplaneApi,
  ObjectChange,
  OperationDetail,
  OperationQuery,
  OperationRequestInput,
} from '@meshplane/plugin-meshplane-common';
import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { meshplaneApiRef } from '../api/meshplaneApiRef';
import { operationKeys } from './operationKeys';
import { withTimeout } from './withTimeout';

/** Planning renders charts and asks the cluster for a dry run of every object. */
const PLAN_TIMEOUT_MS = 180_000;
/** How often an operation that moves is asked for, beside its event stream. */
const MOVING_INTERVAL_MS = 5_000;
/** Objects per request; all pages are fetched, the list on the screen is virtualised. */
const CHANGES_PAGE = 500;

function isMoving(operation: { state: string }): boolean {
  return operation.state === 'running';
}

/** A page of operations, newest first. */
export function useOperations(query: OperationQuery, enabled = true) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: operationKeys.list(query),
    queryFn: () => withTimeout(api.getOperations(query), 'the operations'),
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval: state =>
      state.state.data?.items.some(isMoving) ? MOVING_INTERVAL_MS : false,
  });
}

/** One operation with plan, steps and what may be done next. */
export function useOperation(id: string, enabled = true) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: operationKeys.detail(id),
    queryFn: () => withTimeout(api.getOperation(id), `operation "${id}"`),
    enabled,
    refetchInterval: state =>
      state.state.data && isMoving(state.state.data)
        ? MOVING_INTERVAL_MS
        : false,
  });
}

async function allChanges(api: MeshplaneApi, id: string) {
  const items: ObjectChange[] = [];
  for (;;) {
    const page = await api.getOperationChanges(id, {
      limit: CHANGES_PAGE,
      offset: items.length,
    });
    items.push(...page.items);
    if (items.length >= page.total || page.items.length === 0) return items;
  }
}

/** Every object that a plan would touch. */
export function useOperationChanges(id: string, enabled: boolean) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: operationKeys.changes(id),
    queryFn: () =>
      withTimeout(allChanges(api, id), `the changes of operation "${id}"`),
    enabled,
    staleTime: 60_000,
  });
}

/** Files of an operation in GitOps mode. */
export function useOperationFiles(id: string, enabled: boolean) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: operationKeys.files(id),
    queryFn: () =>
      withTimeout(api.getOperationFiles(id), `the files of operation "${id}"`),
    enabled,
  });
}

/** Asks for a plan. Nothing is changed in any cluster by it. */
export function usePlanOperation() {
  const api = useApi(meshplaneApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: OperationRequestInput) =>
      withTimeout(api.createOperation(request), 'the plan', PLAN_TIMEOUT_MS),
    onSuccess: operation => {
      client.setQueryData(operationKeys.detail(operation.id), operation);
      void client.invalidateQueries({ queryKey: ['operations', 'list'] });
    },
  });
}

/** What can be done with an operation. */
export type OperationAction = OperationDetail['actions'][number]['action'];

function act(
  api: MeshplaneApi,
  id: string,
  action: OperationAction,
  input: { planHash?: string; text?: string },
) {
  const reason = input.text || undefined;
  switch (action) {
    case 'approve':
      return api.approveOperation(id, {
        planHash: input.planHash ?? '',
        comment: reason,
      });
    case 'reject':
      return api.rejectOperation(id, { reason });
    case 'cancel':
      return api.cancelOperation(id, { reason });
    case 'resume':
      return api.resumeOperation(id, { reason });
    case 'rollback':
      return api.rollbackOperation(id, { reason });
    default:
      return api.continueOperation(id, { reason });
  }
}

/** Approves, rejects, cancels, resumes, rolls back or continues; the operation is read again afterwards. */
export function useActOnOperation(id: string) {
  const api = useApi(meshplaneApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: {
      action: OperationAction;
      planHash?: string;
      text?: string;
    }) =>
      withTimeout(
        Promise.resolve(act(api, id, input.action, input)),
        `"${input.action}" of operation "${id}"`,
      ),
    onSettled: () => client.invalidateQueries({ queryKey: operationKeys.all }),
  });
}

/** What may be installed, upgraded and removed in a cluster. */
export function useLifecycle(cluster: string | undefined) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: operationKeys.lifecycle(cluster ?? ''),
    queryFn: () =>
      withTimeout(
        api.getLifecycle(cluster ?? ''),
        `what can be installed in cluster "${cluster}"`,
        60_000,
      ),
    enabled: Boolean(cluster),
    staleTime: 30_000,
  });
}

/** Schema, defaults and preset of the charts of a version. */
export function useChartValues(
  definition: string | undefined,
  version: string | undefined,
  preset: string,
) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: operationKeys.values(definition ?? '', version ?? '', preset),
    queryFn: () =>
      withTimeout(
        api.getChartValues(definition ?? '', {
          version: version ?? '',
          preset,
        }),
        `the values of "${definition}" ${version}`,
        60_000,
      ),
    enabled: Boolean(definition && version),
    // A chart of a version does not change.
    staleTime: 10 * 60_000,
    refetchOnWindowFocus: false,
  });
}

/** Helm releases of a cluster. */
export function useReleases(cluster: string) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: operationKeys.releases(cluster),
    queryFn: () =>
      withTimeout(
        api.getReleases(cluster),
        `the Helm releases of cluster "${cluster}"`,
      ),
  });
}

/** Sample applications that can be installed. */
export function useSamples() {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: operationKeys.samples,
    queryFn: () => withTimeout(api.getSamples(), 'the sample applications'),
    staleTime: 10 * 60_000,
  });
}

/** Moves from one mesh to another that are possible in a cluster. */
export function useMigrations(cluster: string) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: operationKeys.migrations(cluster),
    queryFn: () =>
      withTimeout(
        api.getMigrations(cluster),
        `the migrations of cluster "${cluster}"`,
      ),
  });
}
