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

import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { readMeshplaneConfig } from '../config';

function read(performance?: JsonObject) {
  return readMeshplaneConfig(
    mockServices.rootConfig({
      data: { meshplane: { ...(performance && { performance }) } },
    }),
    mockServices.logger.mock(),
  ).performance;
}

describe('readPerformanceConfig', () => {
  it('allows nothing but what catalog entities name, within modest limits', () => {
    expect(read()).toMatchObject({
      enabled: true,
      targets: [],
      catalogTargets: true,
      allowPrivateAddresses: [],
      allowLoopback: [],
      limits: {
        maxRate: 1000,
        maxDurationSeconds: 1800,
        maxConnections: 500,
        maxBodyBytes: 1024 * 1024,
        maxThreads: expect.any(Number),
        closedLoop: false,
      },
      stopAtErrorRate: 0.5,
      concurrency: 1,
      niceness: 5,
      maxMemoryMb: 1024,
      retentionMs: 730 * 24 * 3_600_000,
      secrets: [],
      generators: {},
    });
  });

  it('reads what is set', () => {
    expect(
      read({
        targets: ['*.shop.svc.cluster.local:8080', 'https://shop.example.com'],
        limits: { maxRate: 5000, maxDuration: '2h' },
        retention: { days: 30 },
        secrets: [
          { name: 'token', value: 's3', targets: ['shop.example.com'] },
        ],
        generators: { fortio: '/opt/fortio' },
      }),
    ).toMatchObject({
      targets: ['*.shop.svc.cluster.local:8080', 'https://shop.example.com'],
      limits: { maxRate: 5000, maxDurationSeconds: 7200, maxConnections: 500 },
      retentionMs: 30 * 24 * 3_600_000,
      secrets: [{ name: 'token', value: 's3', targets: ['shop.example.com'] }],
      generators: { fortio: '/opt/fortio' },
    });
  });

  it.each([
    [
      'a target that is none',
      { targets: ['http://'] },
      /'http:\/\/' .*targets\[0\]/,
    ],
    [
      'a path in a target',
      { targets: ['shop.example.com/cart'] },
      /targets\[0\]/,
    ],
    ['a port that is none', { targets: ['shop:99999'] }, /targets\[0\]/],
    [
      'a secret for no target',
      { secrets: [{ name: 'a', value: 'b', targets: [] }] },
      /secrets\[0\]\.targets/,
    ],
    [
      'a duration that is none',
      { limits: { maxDuration: 'long' } },
      /limits\.maxDuration/,
    ],
    [
      'two secrets of one name',
      {
        secrets: [
          { name: 'a', value: 'b', targets: ['x'] },
          { name: 'a', value: 'c', targets: ['x'] },
        ],
      },
      /'a' .*secrets\[1\]\.name/,
    ],
    ['a share above one', { stopAtErrorRate: 50 }, /'50' .*stopAtErrorRate/],
  ])('refuses %s, with its key', (_, section, message) => {
    expect(() => read(section as JsonObject)).toThrow(message);
  });
});
