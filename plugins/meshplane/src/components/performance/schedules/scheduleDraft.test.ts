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

import { draftOf, previewOf, readDraft, repeatsHint } from './scheduleDraft';

const now = Date.parse('2026-11-24T12:00:00.000Z');

it('says what an expression means before it is saved', () => {
  expect(previewOf('0 2 * * 1-5', now)).toEqual({
    words: 'at 02:00 UTC from Monday to Friday',
    next: [
      '2026-11-25 02:00',
      '2026-11-26 02:00',
      '2026-11-27 02:00',
      '2026-11-30 02:00',
      '2026-12-01 02:00',
    ],
  });
  expect(previewOf('0 0 31 2 *', now)).toEqual({
    error: '"0 0 31 2 *" names a day that never comes',
  });
});

it('names the field that is wrong', () => {
  const draft = { ...draftOf(), repeats: '21', cron: '0 2 *' };
  expect(readDraft(draft, now).problems).toEqual({
    name: 'A name is needed',
    profileId: 'Choose what is to run',
    repeats: '"21" is no whole number from 1 to 20',
    cron: expect.stringContaining('five are needed'),
  });
});

it('gives what the server takes', () => {
  const draft = {
    ...draftOf(undefined, 'p1'),
    name: ' Nightly ',
    repeats: '6',
  };
  expect(readDraft(draft, now)).toEqual({
    input: {
      name: 'Nightly',
      profileId: 'p1',
      cron: '0 2 * * *',
      enabled: true,
      repeats: 6,
      compareWithBaseline: true,
    },
  });
});

it('warns of too few runs for a verdict', () => {
  expect(repeatsHint('1', true)).toMatch(/only described/);
  expect(repeatsHint('5', true)).toMatch(/Enough for a verdict/);
});
