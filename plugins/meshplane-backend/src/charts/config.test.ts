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

import { ConfigReader } from '@backstage/config';
import { chartsSectionSchema, readChartsConfig } from './config';

const read = (section: unknown) =>
  readChartsConfig(
    chartsSectionSchema.parse(section),
    new ConfigReader({ meshplane: { charts: section as {} } }),
  );

describe('readChartsConfig', () => {
  it('has defaults', () => {
    expect(readChartsConfig(undefined)).toMatchObject({
      repositories: [],
      onlyConfigured: false,
      maxChartBytes: 20 * 1024 * 1024,
      timeoutMs: 30_000,
    });
  });

  it('reads repositories', () => {
    const { repositories, timeoutMs } = read({
      timeout: '5s',
      repositories: [
        {
          url: 'https://mirror.example.com/istio/',
          mirrorOf: 'https://charts.example.com/',
          username: 'u',
          password: 'p',
        },
      ],
    });
    expect(timeoutMs).toBe(5000);
    expect(repositories).toEqual([
      {
        key: 'meshplane.charts.repositories[0]',
        url: 'https://mirror.example.com/istio',
        mirrorOf: ['https://charts.example.com'],
        credentials: { username: 'u', password: 'p' },
        allowPlainHttp: false,
        digestPins: {},
      },
    ]);
  });

  const url = 'https://a.example.com';
  it.each([
    [{ repositories: [{ url: 'file:///charts' }] }, 'an address that starts'],
    [{ repositories: [{ url: 'https://u:p@x' }] }, 'without credentials'],
    [
      { repositories: [{ url, digestPins: { 'a@1': 'sha256:1' } }] },
      '64 hexadecimal digits',
    ],
    [
      { repositories: [{ url, username: 'u' }] },
      "needs both 'username' and 'password'",
    ],
    [
      {
        repositories: [{ url, cosignKey: '-----BEGIN PUBLIC KEY-----\nx' }],
      },
      "repositories[0].cosignKey' cannot be used",
    ],
    [
      {
        repositories: [
          { url, mirrorOf: ['oci://x/y'] },
          { url: 'https://b.example.com', mirrorOf: 'oci://x/y/' },
        ],
      },
      "both name 'oci://x/y'",
    ],
    [{ timeout: 'soon' }, "Invalid value 'soon' of configuration key"],
    [{ timeout: '1ms' }, 'at least 100 milliseconds'],
  ])('refuses %j', (section, message) => {
    expect(() => read(section)).toThrow(message);
  });
});
