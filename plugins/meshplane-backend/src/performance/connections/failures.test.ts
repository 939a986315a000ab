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

import { failureOf, refusalOf } from './failures';

const answer = (status: number, text: string) => ({
  status,
  headers: {},
  text,
});

describe('refusalOf', () => {
  it.each([
    [401, 'unauthorized', 'put valid ones into the configuration'],
    [403, 'forbidden', 'grant their account'],
    [502, 'server', 'check its log'],
  ])('says what %i means', (status, kind, remedy) => {
    const error = refusalOf('https://x', answer(status, '{"message":"no"}'));
    const failure = failureOf(error);
    expect(failure).toMatchObject({
      kind,
      message: `"https://x" answers with ${status}: no`,
    });
    expect(failure.remedy).toContain(remedy);
    // The portal itself answers with "unavailable", whatever the other side said.
    expect(error).toMatchObject({ name: 'ServiceUnavailableError' });
    expect(error).not.toHaveProperty('status');
  });

  it('takes no credentials and no pages from answers', () => {
    const echo = refusalOf(
      'https://x',
      answer(400, '{"error":"bad header Bearer abcdefghijkl"}'),
    );
    expect(echo.message).not.toContain('abcdefghijkl');
    const page = refusalOf(
      'https://x',
      answer(502, '<html>Bad gateway</html>'),
    );
    expect(page.message).toBe('"https://x" answers with 502');
  });
});
