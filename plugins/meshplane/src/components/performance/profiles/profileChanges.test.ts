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

import {
  checkoutInput,
  profileOf,
} from '../../../../dev/performance/profileFixtures';
import { profileChanges } from './profileChanges';

it('says field by field what a version has changed, and nothing else', () => {
  const before = profileOf('p', checkoutInput);
  const after = profileOf(
    'p',
    {
      ...checkoutInput,
      tags: ['shop'],
      load: { ...checkoutInput.load, connections: 64, streams: 3 },
    },
    { version: 2, updatedAt: '2026-11-24T00:00:00.000Z' },
  );
  expect(profileChanges(before, after)).toEqual([
    { path: 'load.connections', before: '32', after: '64' },
    { path: 'load.streams', before: undefined, after: '3' },
    { path: 'tags.1', before: 'nightly', after: undefined },
  ]);
});
