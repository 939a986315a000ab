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

import type { z as zod } from 'zod/v3';
import type { OperationOutputs, RunOptions } from './planAndRun';

type Z = typeof zod;

/** Inputs that every action which plans an operation has. */
export const commonInputs = {
  clusters: (z: Z) =>
    z.array(z.string()).min(1).describe('Names of the clusters'),
  rollout: (z: Z) =>
    z
      .enum(['all-at-once', 'one-by-one'])
      .default('one-by-one')
      .describe(
        'Several clusters: all at once, or one after the other with a stop at the first failure',
      ),
  delivery: (z: Z) =>
    z
      .enum(['direct', 'gitops'])
      .default('direct')
      .describe(
        'direct: change the cluster; gitops: write files for Flux or Argo CD into the workspace',
      ),
  approve: (z: Z) =>
    z
      .boolean()
      .default(true)
      .describe(
        'Approve the plan at once (needs the permission); otherwise somebody approves it on its page',
      ),
  wait: (z: Z) =>
    z.boolean().default(true).describe('Wait until the operation has ended'),
  timeoutSeconds: (z: Z) =>
    z
      .number()
      .int()
      .min(10)
      .max(86_400)
      .default(3600)
      .describe('Longest time to wait, in seconds'),
};

/** Outputs that every action which plans an operation has. */
export const commonOutputs = {
  operation: (z: Z) => z.string().describe('Id of the operation'),
  url: (z: Z) => z.string().describe('Page of the operation in the portal'),
  state: (z: Z) =>
    z
      .string()
      .describe(
        'planned, running, succeeded, failed, cancelled or interrupted',
      ),
  summary: (z: Z) => z.string().describe('What the plan does, in words'),
  findings: (z: Z) =>
    z
      .array(
        z.object({
          severity: z.string(),
          title: z.string(),
          detail: z.string(),
        }),
      )
      .describe('What the checks before the operation found'),
  result: (z: Z) =>
    z
      .array(
        z.object({ title: z.string(), state: z.string(), detail: z.string() }),
      )
      .describe('What was true at the end'),
  files: (z: Z) =>
    z
      .array(z.string())
      .describe('Files written into the workspace (delivery gitops)'),
};

/** The parts of the input that say how, not what. */
export function runOptionsOf(input: RunOptions): RunOptions {
  const { approve, wait, timeoutSeconds } = input;
  return { approve, wait, timeoutSeconds };
}

/** The parts of the input that all requests have. */
export function requestFieldsOf(input: {
  clusters: string[];
  rollout: 'all-at-once' | 'one-by-one';
  delivery: 'direct' | 'gitops';
}) {
  return {
    clusters: input.clusters,
    rollout: { policy: input.rollout },
    delivery: input.delivery,
  };
}

/** Hands the outputs to a task, key by key. */
export function writeOutputs(
  ctx: { output(name: keyof OperationOutputs, value: never): void },
  outputs: OperationOutputs,
) {
  for (const [name, value] of Object.entries(outputs))
    ctx.output(name as keyof OperationOutputs, value as never);
}
