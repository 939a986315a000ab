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
  OperationInput,
  OperationKind,
} from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import type {
  OperationCatalog,
  OperationPlanner,
  PlanContext,
  PlannedOperation,
  StepContext,
  StepExecutor,
  StepSpec,
} from '../operations/model';
import type { OperationSettings } from '../operations/settings';

export const testSettings: OperationSettings = {
  enabled: { lifecycle: true, workloads: true },
  approval: 'self',
  approvers: [],
  planExpiryMs: 24 * 3_600_000,
  retentionMs: 180 * 24 * 3_600_000,
  maxLogEntries: 10_000,
  resume: 'manual',
};

/** A step with defaults for everything that a test does not look at. */
export function stepOf(
  id: string,
  type: string,
  overrides: Partial<StepSpec> = {},
): StepSpec {
  return {
    id,
    type,
    title: `Step ${id}`,
    params: { name: id },
    estimatedSeconds: 5,
    reversible: true,
    ...overrides,
  };
}

/** A plan with defaults for everything that a test does not look at. */
export function plannedOf(
  overrides: Partial<PlannedOperation> = {},
): PlannedOperation {
  return {
    title: 'Restart workloads',
    summary: 'Restarts what needs it',
    locks: ['namespace/shop'],
    namespace: 'shop',
    findings: [],
    charts: [],
    steps: [],
    changes: [],
    restarts: [],
    fingerprint: 'facts-1',
    ...overrides,
  };
}

/** What a test makes of planning; it may change between calls. */
export interface FakePlans {
  plan(
    input: OperationInput,
    context: PlanContext,
  ): PlannedOperation | Promise<PlannedOperation>;
  fingerprint?(
    input: OperationInput,
    context: PlanContext,
  ): string | Promise<string>;
}

/** A catalog whose every kind is planned by the given function. */
export function fakeCatalog(options: {
  plans?: FakePlans;
  executors?: readonly StepExecutor[];
}): OperationCatalog {
  const { plans, executors = [] } = options;
  return {
    planner: (kind: OperationKind): OperationPlanner => ({
      kind,
      plan: async (input, context) =>
        plans ? plans.plan(input, context) : plannedOf(),
      fingerprint: async (input, context) => {
        if (plans?.fingerprint) return plans.fingerprint(input, context);
        return plans
          ? (await plans.plan(input, context)).fingerprint
          : plannedOf().fingerprint;
      },
    }),
    executor: type => {
      const found = executors.find(one => one.type === type);
      if (!found) throw new Error(`No executor of "${type}"`);
      return found;
    },
  };
}

/** What a fake cluster holds: names that steps have made, by cluster. */
export class FakeWorld {
  readonly made = new Map<string, Set<string>>();
  readonly calls: string[] = [];

  of(cluster: string) {
    const made = this.made.get(cluster) ?? new Set<string>();
    this.made.set(cluster, made);
    return made;
  }
}

const paramsSchema = z.object({ name: z.string() });
type Params = z.output<typeof paramsSchema>;

/** How a step of {@link makeStep} behaves beside making its thing. */
export interface MakeBehaviour {
  /** Before the thing is made. */
  before?(context: StepContext, params: Params): Promise<void> | void;
  /** After it is made, before the step has ended. */
  after?(context: StepContext, params: Params): Promise<void> | void;
  check?: StepExecutor<Params>['check'];
  undo?: StepExecutor<Params>['undo'];
}

/** An executor of the type `make`: it makes a named thing in the fake world, and takes it away again. */
export function makeStep(
  world: FakeWorld,
  behaviour: MakeBehaviour = {},
): StepExecutor {
  const executor: StepExecutor<Params> = {
    type: 'make',
    params: paramsSchema,
    check: async ({ name }, context) => {
      world.calls.push(`check ${context.cluster.name} ${name}`);
      if (behaviour.check) return behaviour.check({ name }, context);
      return world.of(context.cluster.name).has(name)
        ? { state: 'done', detail: `"${name}" is there` }
        : { state: 'todo', detail: `"${name}" is not there` };
    },
    run: async (params, context) => {
      const { name } = params;
      world.calls.push(`run ${context.cluster.name} ${name}`);
      await context.record({ before: [...world.of(context.cluster.name)] });
      context.log('info', `making "${name}"`);
      await behaviour.before?.(context, params);
      world.of(context.cluster.name).add(name);
      await behaviour.after?.(context, params);
      context.progress(50, `"${name}" is half there`);
      return { detail: `"${name}" was made` };
    },
    undo: async (params, context) => {
      const { name } = params;
      world.calls.push(`undo ${context.cluster.name} ${name}`);
      if (behaviour.undo) return behaviour.undo(params, context);
      world.of(context.cluster.name).delete(name);
      return { detail: `"${name}" is gone` };
    },
  };
  return executor as unknown as StepExecutor;
}
