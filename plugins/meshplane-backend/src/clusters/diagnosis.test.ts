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

import type { KindStatus } from '@meshplane/plugin-meshplane-common';
import type { ClusterDescription } from '@meshplane/plugin-meshplane-node';
import { diagnoseCluster } from './diagnosis';
import { FakeTiming } from './__testUtils__/FakeTiming';
import { type Behaviour, FakeCluster } from './__testUtils__/fakeCluster';

const synced: KindStatus = {
  kind: 'Pod',
  state: 'synced',
  objects: 1,
  relists: 0,
};

async function diagnose(
  behaviour: Behaviour,
  options: {
    description?: Partial<ClusterDescription>;
    kinds?: KindStatus[];
  } = {},
) {
  const fake = new FakeCluster();
  fake.behaviour = behaviour;
  const timing = new FakeTiming();
  const pending = diagnoseCluster({
    description: {
      name: 'a',
      state: 'ready',
      fingerprint: '',
      connect: async () => fake.connect(),
      ...options.description,
    },
    kinds: options.kinds ?? [synced],
    checkPermissions: async () => [],
    timing,
    timeoutMs: 1_000,
  });
  await timing.advance(5_000);
  const { steps } = await pending;
  return {
    fake,
    steps,
    states: Object.fromEntries(steps.map(({ id, state }) => [id, state])),
  };
}

describe('diagnoseCluster', () => {
  it('goes through all steps of a fine cluster and closes its connection', async () => {
    const { states, fake } = await diagnose('fine');
    expect(states).toEqual({
      configuration: 'ok',
      address: 'ok',
      tls: 'ok',
      authentication: 'ok',
      version: 'ok',
      permissions: 'ok',
      inventory: 'ok',
    });
    expect(fake.connections.map(({ closed }) => closed)).toEqual([true]);
  });

  it.each<[Behaviour, string, string[]]>([
    ['refused', 'address', ['configuration']],
    ['hangs', 'address', ['configuration']],
    ['unauthorized', 'authentication', ['configuration', 'address', 'tls']],
  ])(
    'finds the step at which a cluster that is %s fails',
    async (behaviour, failedStep, fineSteps) => {
      const { steps } = await diagnose(behaviour);
      const failed = steps.filter(({ state }) => state === 'failed');
      expect(failed.map(({ id }) => id)).toEqual([failedStep]);
      expect(failed[0].remedy).toEqual(expect.stringMatching(/\w+/));
      expect(
        steps.filter(({ state }) => state === 'ok').map(({ id }) => id),
      ).toEqual(fineSteps);
      expect(
        steps.filter(({ state }) => state === 'skipped').map(({ id }) => id),
      ).toHaveLength(6 - fineSteps.length);
    },
  );

  it('says that permissions are missing and how to grant them', async () => {
    const { steps } = await diagnose('no-namespaces');
    expect(steps.find(({ id }) => id === 'permissions')).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining("namespace 'kube-system'"),
      remedy: expect.stringContaining('ClusterRole'),
    });
  });

  it('goes on where the version may not be read', async () => {
    const { states } = await diagnose('no-version');
    expect(states).toMatchObject({ version: 'warning', permissions: 'ok' });
  });

  it('repeats what is wrong with the configuration', async () => {
    const { steps } = await diagnose('fine', {
      description: { state: 'misconfigured', message: 'wrong path' },
    });
    expect(steps[0]).toMatchObject({ state: 'failed', detail: 'wrong path' });
  });

  it('names the kinds that the inventory cannot read', async () => {
    const { steps } = await diagnose('fine', {
      kinds: [
        synced,
        { ...synced, kind: 'Node', state: 'forbidden', error: 'no' },
      ],
    });
    expect(steps.at(-1)).toMatchObject({
      id: 'inventory',
      state: 'warning',
      detail: '1 of 2 kinds cannot be read: Node (no).',
    });
  });
});
