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

import { withTimeout } from './withTimeout';

describe('withTimeout', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('hands on an answer and an error', async () => {
    await expect(withTimeout(Promise.resolve(1), 'it')).resolves.toBe(1);
    await expect(
      withTimeout(Promise.reject(new Error('refused')), 'it'),
    ).rejects.toThrow('refused');
  });

  it('gives up and says what it waited for', async () => {
    const caught = withTimeout(new Promise(() => {}), 'the fleet', 2_000).catch(
      (error: Error) => error.message,
    );
    jest.advanceTimersByTime(2_000);
    expect(await caught).toContain('No answer for the fleet within 2 s');
  });
});
