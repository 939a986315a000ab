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

import { Recent } from './Recent';

describe('recent answers', () => {
  it('are made once, as long as they are among the latest', async () => {
    const made: string[] = [];
    const recent = new Recent<string>(2);
    const get = (key: string) =>
      recent.get(key, async () => {
        made.push(key);
        return key;
      });
    await get('a');
    await get('b');
    expect(await get('a')).toBe('a');
    await get('c');
    await get('a');
    expect(made).toEqual(['a', 'b', 'c']);
    await get('b');
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('are made anew after a failure', async () => {
    const recent = new Recent<string>(2);
    await expect(
      recent.get('a', async () => {
        throw new Error('not now');
      }),
    ).rejects.toThrow('not now');
    await expect(recent.get('a', async () => 'now')).resolves.toBe('now');
  });
});
