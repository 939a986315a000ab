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
  guardOf,
  inputOf,
  type LoadOverrides,
  messages,
} from './__testUtils__/guardOf';

describe('limits', () => {
  it.each<[string, LoadOverrides, string]>([
    [
      'a rate',
      { load: { model: 'open', stages: [{ seconds: 1, from: 0, to: 51 }] } },
      'load.load.stages.0: A rate of 51 is more than the allowed 50 ("meshplane.performance.limits.maxRate")',
    ],
    [
      'a duration with its warm-up',
      { warmupSeconds: 51 },
      'load.load: A duration in seconds of 61 is more than the allowed 60 ("meshplane.performance.limits.maxDuration")',
    ],
    ['connections', { connections: 11 }, 'A number of connections of 11'],
    ['a drain', { drainSeconds: 3600 }, 'A drain in seconds of 3600'],
    ['threads', { threads: 3 }, 'A number of threads of 3'],
    [
      'a closed loop',
      { load: { model: 'closed', seconds: 1 } },
      'A closed load has no rate that could be limited',
    ],
    [
      'a body',
      {
        endpoints: [
          { url: 'http://shop.example.com', body: { text: 'é'.repeat(6) } },
        ],
      },
      'load.endpoints.0.body: A body in bytes of 12 is more than the allowed 10',
    ],
  ])('caps %s', async (_, load, message) => {
    const guard = guardOf({
      targets: ['shop.example.com'],
      limits: {
        maxRate: 50,
        maxDuration: '1m',
        maxConnections: 10,
        maxBodyBytes: 10,
        maxThreads: 2,
      },
    });
    const input = inputOf('http://shop.example.com', { load });
    await expect(guard.admit(input)).rejects.toThrow(message);
  });
});

describe('credentials', () => {
  const secrets = [
    { name: 'TOKEN', value: 's3cr3t-value', targets: ['shop.example.com'] },
  ];
  const guard = guardOf(
    {
      targets: ['shop.example.com', 'other.example.com'],
      secrets,
    },
    { resolve: async () => ['93.184.216.34'] },
  );

  it.each<[string, LoadOverrides, string]>([
    [
      'a header',
      { headers: { Authorization: 'Bearer abc' } },
      'The header "Authorization" has a credential written down',
    ],
    [
      'a header of another name',
      { headers: { 'X-Api-Key': 'abc' } },
      'The header "X-Api-Key" has a credential',
    ],
    [
      'a value that says what it is',
      { headers: { 'X-Forward': 'Basic dXNlcjpwYXNz' } },
      'The header "X-Forward" has a credential',
    ],
    [
      'a value behind a secret',
      { headers: { Authorization: 'Bearer ${secret:TOKEN}abc' } },
      'The header "Authorization" has a credential',
    ],
    [
      'a cookie',
      { cookies: { session: 'abc' } },
      'The cookie "session" has a credential',
    ],
    [
      'cookies in a header',
      { headers: { Cookie: 'a=b' } },
      'The header "Cookie" is made of "cookies"',
    ],
    [
      'a password in the URL',
      { url: 'http://user:pass@shop.example.com/' },
      'The URL has a user name or password in it',
    ],
    [
      'a token in the URL',
      { url: 'http://shop.example.com/?access_token=abc' },
      'The parameter "access_token" of the URL looks like a credential',
    ],
    [
      'a secret in the URL',
      { url: 'http://shop.example.com/?q=${secret:TOKEN}' },
      'Secrets are not filled in in URLs',
    ],
    [
      'a token in the body',
      {
        body: {
          text: '{"t":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"}',
        },
      },
      'Looks like a token',
    ],
  ])('refuses %s, and does not repeat it', async (_, endpoint, message) => {
    const text = await messages(
      guard,
      inputOf('http://shop.example.com/', { endpoint }),
    );
    expect(text).toContain(message);
    expect(text).not.toMatch(/abc|dXNl|pass@|eyJ/);
  });

  it('refuses a private key, unless it is a secret', async () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----';
    expect(
      await messages(
        guard,
        inputOf('https://shop.example.com/', { load: { tls: { key } } }),
      ),
    ).toContain('The private key is written down');
    expect(
      (
        await guard.admit(
          inputOf('https://shop.example.com/', {
            load: { tls: { key: '${secret:TOKEN}' } },
          }),
        )
      ).load.tls?.key,
    ).toBe('s3cr3t-value');
  });

  it('fills secrets in for the targets that they are for, and for no others', async () => {
    const endpoint = {
      headers: { Authorization: 'Bearer ${secret:TOKEN}', Accept: 'text/html' },
      cookies: { session: '${secret:TOKEN}', language: 'en' },
    };
    const input = inputOf('http://shop.example.com/', { endpoint });
    const { load } = await guard.admit(input);
    expect(load.endpoints[0]).toMatchObject({
      headers: { Authorization: 'Bearer s3cr3t-value', Accept: 'text/html' },
      cookies: { session: 's3cr3t-value', language: 'en' },
    });
    expect(input.load.endpoints[0].headers.Authorization).toBe(
      'Bearer ${secret:TOKEN}',
    );
    await expect(
      guard.admit(inputOf('http://other.example.com/', { endpoint })),
    ).rejects.toThrow(
      'load.endpoints.0.headers.Authorization: The secret "TOKEN" may not be sent to "other.example.com:80"',
    );
  });

  it('says which secret is not there', async () => {
    expect(
      await messages(
        guard,
        inputOf('http://shop.example.com/', {
          endpoint: { headers: { Authorization: '${secret:OTHER}' } },
        }),
      ),
    ).toBe('There is no secret "OTHER" in "meshplane.performance.secrets"');
  });
});
