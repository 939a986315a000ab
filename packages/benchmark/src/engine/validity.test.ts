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

import { judgeValidity, ValidityInput } from './validity';

const good: ValidityInput = {
  model: 'open',
  scheduled: 1000,
  sent: 1000,
  dropped: 0,
  lateP99Ms: 1.2,
  waitP99Ms: 0.1,
  responseP50Ms: 5,
  eventLoopUtilization: 0.3,
  throttledPeriods: 0,
  connects: 10,
  connectFailures: 0,
};

const failedChecks = (change: Partial<ValidityInput>) => {
  const { status, gates } = judgeValidity({ ...good, ...change });
  const failed = gates.filter(gate => !gate.passed).map(({ name }) => name);
  expect(status).toBe(failed.length === 0 ? 'valid' : 'invalid');
  return failed;
};

describe('judgeValidity', () => {
  it('passes a run whose generator kept up', () => {
    expect(failedChecks({})).toEqual([]);
  });

  it.each<[string, Partial<ValidityInput>]>([
    ['rate-achieved', { sent: 989 }],
    ['dropped', { dropped: 1 }],
    ['lag', { lateP99Ms: 2.1 }],
    ['event-loop', { eventLoopUtilization: 0.71 }],
    ['cpu-throttled', { throttledPeriods: 1 }],
    ['connect-failures', { connectFailures: 1 }],
  ])('fails %s', (name, change) => {
    expect(failedChecks(change)).toEqual([name]);
  });

  it('allows more lateness where answers take long anyway', () => {
    expect(failedChecks({ lateP99Ms: 9, responseP50Ms: 100 })).toEqual([]);
  });

  it('does not blame the generator for waiting for a connection', () => {
    const { status, notes } = judgeValidity({ ...good, waitP99Ms: 160 });
    expect(status).toBe('valid');
    expect(notes.join()).toContain('connection-limited');
  });

  it('judges a closed loop only by what it promises', () => {
    expect(
      failedChecks({ model: 'closed', sent: 10, eventLoopUtilization: 0.9 }),
    ).toEqual([]);
    expect(
      failedChecks({ model: 'closed', eventLoopUtilization: 0.99 }),
    ).toEqual(['event-loop']);
  });

  it('does not hold it against a generator that it never sleeps, where it was told so', () => {
    expect(failedChecks({ spin: true, eventLoopUtilization: 1 })).toEqual([]);
  });

  it('leaves out what the system does not tell', () => {
    const { gates } = judgeValidity({ ...good, throttledPeriods: undefined });
    expect(gates.map(({ name }) => name)).not.toContain('cpu-throttled');
  });
});
