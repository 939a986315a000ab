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

import { profileInput, day } from './__testUtils__/rows';
import { databaseIds, storesOn } from './__testUtils__/storesOn';
import type { ProfileFilter, ProfileStore } from './model';

jest.setTimeout(60_000);

const ADA = 'user:default/ada';
const BOB = 'user:default/bob';

const filter = (overrides: Partial<ProfileFilter> = {}): ProfileFilter => ({
  archived: 'false',
  limit: 100,
  offset: 0,
  ...overrides,
});

describe.each(databaseIds)('DatabaseProfileStore on %s', databaseId => {
  let store: ProfileStore;

  beforeEach(async () => {
    store = (await storesOn(databaseId)).profiles;
  });

  const create = (id: string, overrides = {}, on = 1) =>
    store.create({
      id,
      input: profileInput(overrides),
      createdAt: day(on),
      createdBy: ADA,
      updatedAt: day(on),
      updatedBy: ADA,
    });

  const ids = async (overrides: Partial<ProfileFilter> = {}) => {
    const { items, total } = await store.list(filter(overrides));
    expect(total).toBe(items.length);
    return items.map(({ id }) => id);
  };

  it('keeps every version as it was, and shows the newest', async () => {
    const first = await create('p', { tags: ['web'] });
    const input = profileInput({ name: 'Checkout, harder' });
    const second = await store.addVersion('p', 1, input, {
      at: day(2),
      user: BOB,
    });
    expect(second).toEqual({
      id: 'p',
      version: 2,
      input,
      createdAt: day(1),
      createdBy: ADA,
      updatedAt: day(2),
      updatedBy: BOB,
      archived: false,
    });
    expect(await store.get('p')).toEqual(second);
    expect(await store.get('p', 1)).toEqual(first);
    expect(await store.versions('p')).toEqual([second, first]);
    expect(await store.get('p', 3)).toBeUndefined();
    expect((await store.list(filter())).items).toEqual([second]);
  });

  it('refuses a change of a version that is not the newest any more', async () => {
    await create('p');
    const change = () =>
      store.addVersion('p', 1, profileInput(), { at: day(2), user: BOB });
    const outcomes = await Promise.allSettled([change(), change()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    await expect(change()).rejects.toThrow(
      'The profile "p" has version 2 by now; the change was made to version 1',
    );
    await expect(
      store.addVersion('q', 1, profileInput(), { at: day(2), user: BOB }),
    ).rejects.toThrow('There is no profile "q"');
  });

  it('finds by words, tag, entity and archive, newest change first', async () => {
    await create('a', { name: 'Bezahlung ÄRGER', tags: ['web', 'slow'] });
    await create('b', { entityRef: 'component:default/shop' }, 2);
    await create('c', { name: '100% of_it', tags: ['web'] }, 3);
    await store.setArchived('b', true);
    expect(await ids()).toEqual(['c', 'a']);
    expect(await ids({ archived: 'true' })).toEqual(['b']);
    expect(await ids({ tag: 'slow' })).toEqual(['a']);
    expect(await ids({ q: 'ärger bezahl' })).toEqual(['a']);
    expect(await ids({ q: 'example.com/pay' })).toEqual(['c', 'a']);
    expect(await ids({ q: '0% of_' })).toEqual(['c']);
    expect(await ids({ q: '%a_' })).toEqual([]);
    expect(
      await ids({ archived: 'true', entityRef: 'component:default/shop' }),
    ).toEqual(['b']);
    await store.addVersion('a', 1, profileInput({ tags: [] }), {
      at: day(4),
      user: ADA,
    });
    expect(await ids({ tag: 'slow' })).toEqual([]);
    const page = await store.list(filter({ limit: 1, offset: 1 }));
    expect(page).toMatchObject({ total: 2, items: [{ id: 'c' }] });
  });
});
