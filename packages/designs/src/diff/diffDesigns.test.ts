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
import { diffDesigns } from './diffDesigns';

const web = {
  id: 'web',
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  configuration: { spec: { replicas: 1, 'a/b': true } },
};
const db = { id: 'db', apiVersion: 'v1', kind: 'Service' };

describe('diffDesigns', () => {
  it('takes designs as the same whatever the order of their components', () => {
    const difference = diffDesigns(
      designSchema.parse({ name: 'shop', components: [web, db] }),
      designSchema.parse({ name: 'shop', components: [db, web] }),
    );
    expect(difference.same).toBe(true);
  });

  it('names what is new, gone and changed, with the places that changed', () => {
    const difference = diffDesigns(
      designSchema.parse({ name: 'shop', components: [web, db] }),
      designSchema.parse({
        name: 'store',
        components: [
          { ...web, configuration: { spec: { replicas: 3 } } },
          { ...db, id: 'cache' },
        ],
      }),
    );
    expect(difference).toMatchObject({
      same: false,
      design: [{ op: 'replace', path: '/name', value: 'store' }],
      components: {
        added: ['cache'],
        removed: ['db'],
        changed: [
          {
            id: 'web',
            changes: [
              { op: 'remove', path: '/configuration/spec/a~1b' },
              {
                op: 'replace',
                path: '/configuration/spec/replicas',
                value: 3,
              },
            ],
          },
        ],
      },
    });
  });
});
