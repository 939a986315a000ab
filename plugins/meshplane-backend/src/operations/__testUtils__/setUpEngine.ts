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

import type { Knex } from 'knex';
import {
  fakeCatalog,
  FakeWorld,
  type MakeBehaviour,
  makeStep,
  plannedOf,
  stepOf,
} from '../../__testUtils__/operations';
import type { PlannedOperation, StepExecutor } from '../model';
import type { OperationSettings } from '../settings';
import { Replica } from './Replica';

/** A replica whose plans make a, b and c in a fake world. */
export async function setUpEngine(
  knex: Knex,
  behaviour: MakeBehaviour = {},
  options: {
    plan?: () => Partial<PlannedOperation>;
    executors?: StepExecutor[];
    settings?: Partial<OperationSettings>;
  } = {},
) {
  const world = new FakeWorld();
  const replica = await Replica.create({
    knex,
    settings: options.settings,
    catalog: fakeCatalog({
      plans: {
        plan: () =>
          plannedOf({
            steps: ['a', 'b', 'c'].map(id => stepOf(id, 'make')),
            ...options.plan?.(),
          }),
      },
      executors: [makeStep(world, behaviour), ...(options.executors ?? [])],
    }),
  });
  return { world, replica, made: () => [...world.of('edge')] };
}

/** Step b fails as long as it is broken. */
export const failing = (broken: { now: boolean }): MakeBehaviour => ({
  before: (_context, { name }) => {
    if (broken.now && name === 'b') throw new Error('the quota is used up');
  },
});
