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

import { experimentInputSchema } from '@meshplane/plugin-meshplane-common';
import { restoreWords } from './restoreWords';

it('says in words what has to be taken back, and where', () => {
  const input = { mesh: 'istio~system~default', namespace: 'shop' };
  const parsed = experimentInputSchema.parse({
    name: 'x',
    profileId: 'p1',
    arms: [
      { name: 'without' },
      {
        name: 'with',
        restore: { kind: 'workload.offboard', clusters: ['prod-eu'], input },
      },
      {
        name: 'off',
        restore: { kind: 'workload.onboard', clusters: ['edge-1'], input },
      },
    ],
  });
  expect(
    restoreWords({ input: parsed, toRestore: ['with', 'off', 'gone'] }),
  ).toEqual([
    'with: namespace shop in prod-eu is to be taken off the mesh again',
    'off: namespace shop in edge-1 is to be brought back onto istio~system~default',
    'gone',
  ]);
});
