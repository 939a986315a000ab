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

import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import type {
  OperationCatalog,
  OperationPlanner,
  StepContext,
  StepExecutor,
} from '../model';

const paramsSchema = z.object({ name: z.string(), namespace: z.string() });
type Params = z.output<typeof paramsSchema>;

/** Steps of {@link configMapCatalog}, in their order. */
export const CONFIG_MAPS = ['a', 'b', 'c'];

/** Called in the middle of a step: before its ConfigMap is made, and after. */
export type Hook = (
  name: string,
  when: 'before' | 'after',
  context: StepContext,
) => Promise<void> | void;

/** Operations that make the ConfigMaps a, b and c in a namespace of a real cluster. */
export function configMapCatalog(hook: Hook = () => {}): OperationCatalog {
  const executor: StepExecutor<Params> = {
    type: 'configmap',
    params: paramsSchema,
    check: async (params, { connection, signal }) =>
      (await call(connection, 'GET', params, signal))
        ? { state: 'done', detail: `ConfigMap "${params.name}" is there` }
        : { state: 'todo', detail: `ConfigMap "${params.name}" is not there` },
    run: async (params, context) => {
      const { connection, signal } = context;
      await context.record({ made: params.name });
      context.log('info', `making ConfigMap "${params.name}"`);
      await hook(params.name, 'before', context);
      await call(connection, 'POST', params, signal);
      await hook(params.name, 'after', context);
      return { detail: `ConfigMap "${params.name}" was made` };
    },
    undo: async (params, { connection, signal }) => {
      await call(connection, 'DELETE', params, signal);
      return { detail: `ConfigMap "${params.name}" is gone` };
    },
  };
  const planner = (kind: OperationPlanner['kind']): OperationPlanner => ({
    kind,
    plan: async input => {
      const { namespace } = input as { namespace: string };
      return {
        title: 'Make ConfigMaps',
        summary: `Makes ConfigMaps in "${namespace}"`,
        locks: [`namespace/${namespace}`],
        namespace,
        findings: [],
        charts: [],
        steps: CONFIG_MAPS.map(name => ({
          id: name,
          type: executor.type,
          title: `Make ${name}`,
          params: { name, namespace },
          estimatedSeconds: 1,
          reversible: true,
        })),
        changes: [],
        restarts: [],
        fingerprint: 'facts',
      };
    },
    fingerprint: async () => 'facts',
  });
  return { planner, executor: () => executor as unknown as StepExecutor };
}

/** @returns undefined if there is no such ConfigMap */
async function call(
  connection: ClusterConnection,
  method: 'GET' | 'POST' | 'DELETE',
  { namespace, name }: Params,
  signal: AbortSignal,
): Promise<unknown> {
  const all = `/api/v1/namespaces/${namespace}/configmaps`;
  const response = await connection.request(
    method === 'POST' ? all : `${all}/${name}`,
    {
      method,
      signal,
      headers: { 'content-type': 'application/json' },
      ...(method === 'POST' && {
        body: JSON.stringify({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name },
        }),
      }),
    },
  );
  const text = Buffer.concat(await response.body.toArray()).toString();
  const body = JSON.parse(text) as { message?: string };
  if (response.status === 404 && method !== 'POST') return undefined;
  // Made by an attempt that was cut off: as good as made now.
  if (response.status === 409) return body;
  if (response.status >= 300)
    throw new Error(
      `The API server answered ${response.status}: ${body.message}`,
    );
  return body;
}
