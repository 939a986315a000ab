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

import { readHeaders, type ArmDraft } from './armDraft';
import {
  leastSeconds,
  newExperiment,
  powerHint,
  readExperiment,
} from './experimentDraft';

function draft(arm: Partial<ArmDraft>) {
  const made = { ...newExperiment('p1'), name: 'Cost of the mesh' };
  return { ...made, arms: [made.arms[0], { ...made.arms[1], ...arm }] };
}

const onboard: Partial<ArmDraft> = {
  change: 'onboard',
  cluster: 'prod-eu',
  namespace: 'shop',
  mesh: 'istio~istio-system~default',
};

it('takes back by the opposite operation what a side sets up', () => {
  const { input } = readExperiment(
    draft({ ...onboard, features: 'mtls, mtls ,retries' }),
  ) as {
    input: { arms: unknown[] };
  };
  expect(input.arms[1]).toMatchObject({
    name: 'with mesh',
    features: ['mtls', 'retries'],
    setUp: {
      kind: 'workload.onboard',
      clusters: ['prod-eu'],
      input: { mesh: 'istio~istio-system~default', namespace: 'shop' },
    },
    restore: { kind: 'workload.offboard', clusters: ['prod-eu'] },
  });
  expect(input.arms[0]).not.toHaveProperty('setUp');
});

it('refuses sides that differ in nothing, or have one name', () => {
  expect(readExperiment(draft({})).problems?.arms[1].change).toMatch(
    /Nothing tells this side from "without mesh"/,
  );
  expect(
    readExperiment(draft({ name: 'without mesh', baseUrl: 'http://b:80' }))
      .problems?.arms[1].name,
  ).toMatch(/Another side is called "without mesh"/);
});

it('names what a guided change still needs', () => {
  const problems = readExperiment(
    draft({ change: 'offboard', namespace: 'Shop!' }),
  ).problems;
  expect(problems?.arms[1]).toEqual({
    cluster: 'Choose the cluster',
    mesh: 'Choose the mesh',
    namespace: '"Shop!" is no name of a namespace',
  });
});

it('names wrong numbers and addresses', () => {
  const problems = readExperiment({
    ...draft({ baseUrl: 'checkout:8080', headers: 'no colon' }),
    rounds: '21',
    threshold: '',
  }).problems;
  expect(problems).toMatchObject({
    rounds: '"21" is no whole number from 1 to 20',
    threshold: '"" is no percentage from 0 to 1000',
  });
  expect(problems?.arms[1].baseUrl).toMatch(/"checkout:8080" is no address/);
  expect(problems?.arms[1].headers).toBe(
    'Line 1, "no colon", is no "Name: value"',
  );
});

it('reads headers whose values hold colons', () => {
  expect(readHeaders('Host: shop:8080\n\nX-A: 1')).toEqual({
    headers: { Host: 'shop:8080', 'X-A': '1' },
  });
});

it('says what rounds can tell', () => {
  expect(powerHint('4')).toMatch(/cannot be judged/);
  expect(powerHint('6')).toMatch(/about 77 in 100/);
  expect(powerHint('12')).toMatch(/about 96 in 100/);
  expect(leastSeconds(draft({}), 65)).toBe(2 * 6 * 70);
});
