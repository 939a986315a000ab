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

import { ImportLog } from './document/ImportLog';
import { withoutSecrets } from './secrets';

function strip(value: unknown) {
  const log = new ImportLog();
  return { value: withoutSecrets(value, [], log), log };
}

describe('withoutSecrets', () => {
  it('leaves out credentials in fields, headers, URLs and JSON inside of texts', () => {
    const { value, log } = strip({
      UserCredentials: 'a:b',
      headers: {
        Authorization: 'Bearer x',
        'X-Session-Token': 'y',
        Accept: '*',
      },
      requestHeaders: '{"authorization":"Bearer x","accept":"*"}',
      url: 'https://a:b@host/path',
      lines: ['Cookie: c', 'Accept: *'],
      tls: { key: '-----BEGIN PRIVATE KEY-----\nabc', ca: 'public' },
    });
    expect(value).toEqual({
      headers: { Accept: '*' },
      requestHeaders: '{"accept":"*"}',
      url: 'https://host/path',
      lines: ['Accept: *'],
      tls: { ca: 'public' },
    });
    expect(log.stripped).toBe(7);
    expect(log.warnings.map(w => w.path)).toContain('headers.X-Session-Token');
    expect(JSON.stringify(log.warnings)).not.toContain('Bearer');
  });

  it('keeps what only sounds like it', () => {
    const harmless = {
      UserCredentials: '',
      metrics: { token_refresh_time: { avg: 1 } },
      requestHeaders: '{"accept": "*"}',
      text: '{not json',
    };
    expect(strip(harmless).value).toEqual(harmless);
  });
});
