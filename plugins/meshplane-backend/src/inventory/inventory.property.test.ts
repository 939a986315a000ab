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

import fc from 'fast-check';
import { FakeApi, pod, PODS } from './__testUtils__/FakeApi';
import { eventually, Harness } from './__testUtils__/harness';

type Step =
  | { do: 'put'; namespace: string; name: string; image: string; owner: string }
  | { do: 'remove'; namespace: string; name: string }
  | { do: 'break' | 'end' | 'too-old' | 'bookmark' | 'garbage' }
  | { do: 'wait' };

const namespace = fc.constantFrom('a', 'b', 'c');
const name = fc.constantFrom('p0', 'p1', 'p2', 'p3', 'p4');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      namespace,
      name,
      image: fc.constantFrom('i:1', 'i:2'),
      owner: fc.constantFrom('rs-1', 'rs-2'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('remove' as const),
      namespace,
      name,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'break',
        'end',
        'too-old',
        'bookmark',
        'garbage',
        'wait',
      ),
    }) as fc.Arbitrary<Step>,
  },
);

/** What the snapshot has to say in the end, kept in the simplest way. */
class Model {
  readonly pods = new Map<string, { image: string; owner: string }>();

  rows(): string[] {
    return [...this.pods]
      .map(([key, { image, owner }]) => `${key} ${image} ${owner}`)
      .sort();
  }
}

describe('inventory under random events', () => {
  it('ends with the state of the cluster, whatever happened on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
        const api = new FakeApi();
        const model = new Model();
        const harness = new Harness();
        await harness.started(api);
        await eventually(() => api.openWatches(PODS) === 1);
        for (const one of steps) await play(one, api, model);
        const settled = await harness.until(
          ({ list }) =>
            list !== undefined &&
            rowsOf(harness).join() === model.rows().join(),
        );
        for (const key of ['rs-1', 'rs-2']) {
          expect(settled.ownedBy(key).map(keyOf)).toEqual(
            [...model.pods]
              .filter(([, { owner }]) => owner === key)
              .map(([id]) => id)
              .sort(),
          );
        }
        await harness.inventory.stop();
        expect(api.openWatches()).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

async function play(one: Step, api: FakeApi, model: Model): Promise<void> {
  switch (one.do) {
    case 'put':
      api.put(
        PODS,
        pod(one.namespace, one.name, { image: one.image, owner: one.owner }),
      );
      model.pods.set(`${one.namespace}/${one.name}`, one);
      break;
    case 'remove':
      if (model.pods.delete(`${one.namespace}/${one.name}`)) {
        api.remove(PODS, one.namespace, one.name);
      }
      break;
    case 'break':
      api.endWatches(PODS, 'broken');
      break;
    case 'end':
      api.endWatches(PODS, 'cleanly');
      break;
    case 'too-old':
      api.oldestVersion = api.currentVersion;
      api.endWatches(PODS, 'broken');
      break;
    case 'bookmark':
      api.bookmark(PODS);
      break;
    case 'garbage':
      api.sendRaw(PODS, '}{\n');
      break;
    default:
      await new Promise(resolve => setImmediate(resolve));
  }
}

function rowsOf(harness: Harness): string[] {
  return harness.inventory
    .snapshot('one')
    .list('Pod')
    .map(
      one =>
        `${keyOf(one)} ${one.spec.containers[0].image} ${
          one.metadata.ownerReferences?.[0].uid
        }`,
    )
    .sort();
}

function keyOf({
  metadata,
}: {
  metadata: { namespace?: string; name: string };
}): string {
  return `${metadata.namespace}/${metadata.name}`;
}
