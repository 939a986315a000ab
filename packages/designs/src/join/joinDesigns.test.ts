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

import { designSchema } from '../model/design';
import { joinDesigns } from './joinDesigns';

const part = (name: string) =>
  designSchema.parse({
    name,
    components: [{ id: 'web', apiVersion: 'v1', kind: 'Service' }],
    relationships: [
      {
        id: 'r',
        kind: 'edge',
        type: 'a',
        subType: 'b',
        from: 'web',
        to: 'web',
        origin: 'user',
      },
    ],
    parameters: [{ name: 'n', targets: [{ component: 'web', path: ['a'] }] }],
    preserved: { meshery: { of: name } },
  });

describe('joinDesigns', () => {
  it('keeps every component, and what leads to it', () => {
    const joined = joinDesigns([part('a'), part('b')], 'both');
    expect(joined.components.map(({ id }) => id)).toEqual(['web', 'web-2']);
    expect(joined.relationships.map(({ from, to }) => [from, to])).toEqual([
      ['web', 'web'],
      ['web-2', 'web-2'],
    ]);
    expect(joined.parameters).toHaveLength(1);
    expect(joined.preserved).toEqual({
      'part-1': { meshery: { of: 'a' } },
      'part-2': { meshery: { of: 'b' } },
    });
  });

  it('leaves a single design as it is', () => {
    expect(joinDesigns([part('a')], 'other')).toEqual(part('a'));
  });
});
