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

import type { LifecycleStage } from './LifecycleStage';
import { AMBIENT, states, verdicts } from './reading';

/** A namespace comes onto ambient mode with a waypoint, and nothing is restarted. */
export async function joinAmbient(stage: LifecycleStage): Promise<void> {
  const { live, runner } = stage;
  const namespace = 'captured';
  await live.namespace(namespace);
  await live.deployment(namespace, 'web');
  await live.settled(namespace, 1);
  const pods = await live.podUids(namespace);
  const plan = await runner.plan('workload.onboard', {
    mesh: AMBIENT,
    namespace,
    waypoint: 'entrance',
  });
  expect(plan.restarts).toEqual([]);
  expect(plan.changes[0]).toMatchObject({
    step: 'waypoint',
    action: 'create',
    object: { kind: 'Gateway', name: 'entrance' },
  });
  const stopAgent = live.captureAmbient(namespace);
  const programmed = live.programGateway(namespace, 'entrance');
  const ran = await runner.run('ambient', plan);
  await Promise.all([stopAgent(), programmed]);
  expect(states(ran)).toEqual(['waypoint: done', 'mark: done', 'verify: done']);
  expect(verdicts(ran)).toEqual([`passed: 1 of 1 pods are on "${AMBIENT}"`]);
  expect(await live.podUids(namespace)).toEqual(pods);
  await runner.undo('ambient', plan);
  expect(
    (await live.core.readNamespace({ name: namespace })).metadata?.labels,
  ).toEqual({ 'kubernetes.io/metadata.name': namespace });
}
