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

import { clusterStateSchema } from '@meshplane/plugin-meshplane-common';
import { assertTransition, mayFollow } from './transitions';

describe('transitions', () => {
  it.each(clusterStateSchema.options)('lets a cluster stay %s', state => {
    expect(mayFollow(state, state)).toBe(true);
  });

  it.each(clusterStateSchema.options)(
    'lets a source change a %s cluster to starting, misconfigured or connecting',
    state => {
      expect(mayFollow(state, 'starting')).toBe(true);
      expect(mayFollow(state, 'misconfigured')).toBe(true);
      expect(mayFollow(state, 'connecting')).toBe(true);
    },
  );

  it('refuses a verdict about a connection that was never tried', () => {
    expect(() => assertTransition('starting', 'connected')).toThrow(
      "A cluster cannot go from 'starting' to 'connected'",
    );
    expect(mayFollow('misconfigured', 'unreachable')).toBe(false);
  });
});
