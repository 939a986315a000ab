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

import { loadProfileSchema } from './profile';
import { profileWithoutSecrets } from './profileWithoutSecrets';

it('keeps what a run was, and none of its credentials', () => {
  const profile = loadProfileSchema.parse({
    name: 'checkout',
    endpoints: [
      {
        url: 'http://user:hunter2@127.0.0.1:8080/pay',
        headers: { Authorization: 'Bearer hunter2', Accept: 'text/plain' },
        cookies: { session: 'hunter2' },
      },
    ],
    load: { model: 'open', stages: [{ seconds: 1, from: 10, to: 10 }] },
    tls: { cert: 'public', key: 'hunter2' },
    preserved: { smp: { headers: { authorization: 'Basic hunter2' } } },
  });
  const kept = profileWithoutSecrets(profile);
  expect(JSON.stringify(kept)).not.toContain('hunter2');
  expect(kept.endpoints[0].headers.Accept).toBe('text/plain');
  expect(kept.endpoints[0].url).toContain('127.0.0.1:8080/pay');
  expect(kept.load).toEqual(profile.load);
});
