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

import { getMeshDefinition } from '../definitions';
import { mergeValues, splitValues } from './values';

describe('merging values', () => {
  it('merges maps, replaces everything else and changes no input', () => {
    const first = { a: { b: 1, list: [1, 2] }, keep: true };
    expect(
      mergeValues(first, { a: { list: [3], c: null } }, undefined, {
        keep: { now: 'a map' },
      }),
    ).toEqual({ a: { b: 1, list: [3], c: null }, keep: { now: 'a map' } });
    expect(first).toEqual({ a: { b: 1, list: [1, 2] }, keep: true });
  });

  it('does not let a key reach the prototype', () => {
    const merged = mergeValues(JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBe(undefined);
  });
});

describe('sorting values by chart', () => {
  it('takes them as they are for a single chart', () => {
    expect(
      splitValues(getMeshDefinition('kuma'), { cni: { enabled: true } }),
    ).toEqual({ values: { kuma: { cni: { enabled: true } } } });
  });

  it('takes a map by chart for several, and names what is wrong', () => {
    const istio = getMeshDefinition('istio');
    expect(splitValues(istio, { istiod: { replicaCount: 2 } })).toEqual({
      values: { istiod: { replicaCount: 2 } },
    });
    expect(splitValues(istio, { pilot: {} })).toEqual({
      error: expect.stringContaining('"pilot" is no chart of Istio'),
    });
    expect(splitValues(istio, { istiod: 3 })).toEqual({
      error: expect.stringContaining('have to be a map'),
    });
  });
});
