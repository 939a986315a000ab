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

import type { MeshReport, WorkloadCoverage } from '@meshplane/meshes';
import { z } from 'zod';
import { WORKLOAD_KINDS } from '../kube/shapes';
import { RESTART_CODES } from '../planning/restartReasons';

/** Type of the step that waits until the inventory shows what the operation was for. */
export const VERIFY_COVERAGE = 'verify-coverage';

export const verifyParamsSchema = z.object({
  namespace: z.string(),
  /** Definition and id of the mesh; the id may be gone from the report when its last workload has left it. */
  definition: z.string(),
  mesh: z.string(),
  /**
   * `asked`: the namespace asks for the mesh; its pods come onto it when they are next made. `settled`: whatever mesh
   * they are on, nothing asks for a restart (definition and mesh are empty then).
   */
  expect: z.enum(['on', 'off', 'asked', 'settled']),
  workloads: z.array(
    z.object({ kind: z.enum(WORKLOAD_KINDS), name: z.string() }),
  ),
  timeoutSeconds: z.number().min(1),
});
export type VerifyParams = z.output<typeof verifyParamsSchema>;

export interface VerifyRow {
  title: string;
  state: 'passed' | 'failed' | 'unknown';
  detail: string;
}

/** Compares a report with what was meant to be. */
export function compareCoverage(
  params: VerifyParams,
  report: Pick<MeshReport, 'workloads' | 'namespaces'>,
): VerifyRow[] {
  if (params.expect === 'asked') return [askedRow(params, report)];
  const { namespace } = params;
  return params.workloads.map(({ kind, name }) => {
    const title = `${kind} ${namespace}/${name}`;
    const found = report.workloads.find(
      ({ workload }) =>
        workload.kind === kind &&
        workload.name === name &&
        workload.namespace === namespace,
    );
    if (!found) {
      return {
        title,
        state: 'unknown',
        detail: 'the inventory does not show it',
      };
    }
    if (found.pods.total === 0) {
      return {
        title,
        state: 'unknown',
        detail: 'it has no pods, so nothing can be seen',
      };
    }
    switch (params.expect) {
      case 'on':
        return onRow(title, params, found);
      case 'off':
        return offRow(title, params, found);
      default:
        return settledRow(title, found);
    }
  });
}

function settledRow(
  title: string,
  { pods, meshes, reasons }: WorkloadCoverage,
): VerifyRow {
  const open = reasons.find(({ code }) => RESTART_CODES.has(code));
  if (open) return { title, state: 'failed', detail: open.text };
  return {
    title,
    state: 'passed',
    detail:
      meshes.length === 0
        ? `its ${pods.total} pods are new; they are on no mesh`
        : `${pods.onMesh} of ${pods.total} pods are on ${meshes
            .map(id => `"${id}"`)
            .join(' and ')}`,
  };
}

function onRow(
  title: string,
  { mesh }: VerifyParams,
  { pods, meshes, state, reasons }: WorkloadCoverage,
): VerifyRow {
  const on = state === 'on-mesh' && meshes.length === 1 && meshes[0] === mesh;
  if (on) {
    return {
      title,
      state: 'passed',
      detail: `${pods.onMesh} of ${pods.total} pods are on "${mesh}"`,
    };
  }
  const seen =
    meshes.length === 0
      ? `${pods.onMesh} of ${pods.total} pods are on a mesh`
      : `its pods are on ${meshes.map(id => `"${id}"`).join(' and ')}`;
  return { title, state: 'failed', detail: [seen, ...why(reasons)].join('; ') };
}

function offRow(
  title: string,
  { mesh }: VerifyParams,
  { pods, meshes, reasons }: WorkloadCoverage,
): VerifyRow {
  return meshes.includes(mesh)
    ? {
        title,
        state: 'failed',
        detail: [
          `${pods.onMesh} of ${pods.total} pods are still on "${mesh}"`,
          ...why(reasons),
        ].join('; '),
      }
    : {
        title,
        state: 'passed',
        detail: `none of its ${pods.total} pods is on "${mesh}"`,
      };
}

function askedRow(
  { namespace, definition }: VerifyParams,
  { namespaces }: Pick<MeshReport, 'namespaces'>,
): VerifyRow {
  const title = `Namespace ${namespace}`;
  const intent = namespaces
    .find(one => one.namespace === namespace)
    ?.intent.find(one => one.definition === definition);
  return intent?.on
    ? { title, state: 'passed', detail: intent.text }
    : {
        title,
        state: 'failed',
        detail: 'the inventory does not show that it asks for the mesh',
      };
}

function why(reasons: WorkloadCoverage['reasons']): string[] {
  return reasons
    .filter(({ severity }) => severity !== 'info')
    .slice(0, 2)
    .map(({ text }) => text);
}
