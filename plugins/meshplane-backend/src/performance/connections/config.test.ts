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

import { readMetricsConfig } from './config';

const SERVICE = {
  cluster: 'edge',
  namespace: 'monitoring',
  name: 'prometheus',
  port: 9090,
};

describe('readMetricsConfig', () => {
  it('reads addresses, services and what data sources mean', () => {
    const { prometheus, grafana } = readMetricsConfig({
      prometheus: [
        {
          name: 'central',
          url: 'https://prometheus.example.com/prefix/',
          token: 't',
          clusterLabel: 'cluster',
          tenant: 'team',
        },
        { name: 'inside', service: { ...SERVICE, path: '/prom/' } },
      ],
      grafana: [
        {
          name: 'boards',
          url: 'https://grafana.example.com',
          username: 'u',
          password: 'p',
          datasources: [{ uid: 'abc', prometheus: 'central' }],
        },
      ],
    });
    expect(prometheus).toMatchObject([
      {
        clusters: [],
        clusterLabel: 'cluster',
        tenant: 'team',
        target: { type: 'url', credentials: { type: 'bearer', token: 't' } },
      },
      {
        clusters: ['edge'],
        target: { type: 'service', scheme: 'http', path: '/prom' },
      },
    ]);
    expect(grafana).toMatchObject([
      { annotate: true, target: { credentials: { type: 'basic' } } },
    ]);
    expect(grafana[0].datasources.get('abc')).toBe('central');
  });

  it.each([
    [{ prometheus: [{ name: 'a' }] }, "set 'meshplane.prometheus[0].url'"],
    [
      {
        prometheus: [{ name: 'a', url: 'http://x' }],
        grafana: [{ name: 'a', url: 'http://y' }],
      },
      "Duplicate connection name 'a' in 'meshplane.grafana[0].name'",
    ],
    [
      { prometheus: [{ name: 'a', url: 'nonsense' }] },
      "Invalid value 'nonsense'",
    ],
    [
      { prometheus: [{ name: 'a', url: 'ftp://x/' }] },
      'starts with "https://" or "http://"',
    ],
    [
      {
        prometheus: [{ name: 'a', service: SERVICE, token: 'top-secret' }],
      },
      'passes no credentials on',
    ],
    [
      {
        prometheus: [{ name: 'a', service: SERVICE, clusters: ['other'] }],
      },
      "leaves out 'edge'",
    ],
    [
      { prometheus: [{ name: 'a', url: 'http://x', username: 'u' }] },
      'are needed together',
    ],
    [
      {
        grafana: [
          {
            name: 'a',
            url: 'http://x',
            datasources: [{ uid: 'u', prometheus: 'gone' }],
          },
        ],
      },
      "names 'gone'",
    ],
  ])('refuses %j', (sections, message) => {
    expect(() => readMetricsConfig(sections)).toThrow(message);
  });

  it.each([
    [{ url: 'https://u:top-secret@x/' }],
    [{ url: '//u:top-secret@x' }],
    [{ url: 'https://x', token: 'top-secret\nline' }],
    [{ url: 'https://x', token: 'top-secret', username: 'u' }],
  ])('never quotes credentials, as in %#', entry => {
    const reading = () =>
      readMetricsConfig({ prometheus: [{ name: 'a', ...entry }] });
    expect(reading).toThrow("'meshplane.prometheus[0]");
    expect(reading).not.toThrow('top-secret');
  });
});
