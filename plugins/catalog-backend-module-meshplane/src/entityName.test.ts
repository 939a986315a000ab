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

import { entityName } from './entityName';

describe('entityName', () => {
  it('keeps what the catalog accepts', () => {
    expect(entityName('edge')).toBe('edge');
    expect(entityName('edge', 'istio~istio-system~1-30')).toBe(
      'edge-istio-istio-system-1-30',
    );
  });

  it('gives different names to different things, in 63 characters at most', () => {
    const names = [
      entityName('a:b'),
      entityName('a@b'),
      entityName('a_b'),
      entityName('x'.repeat(70)),
      entityName(`${'x'.repeat(69)}y`),
      entityName('…'),
    ];
    expect(new Set(names).size).toBe(names.length);
    for (const name of names)
      expect(name).toMatch(/^(?=.{1,63}$)[A-Za-z0-9]+([-_.]+[A-Za-z0-9]+)*$/);
  });
});
