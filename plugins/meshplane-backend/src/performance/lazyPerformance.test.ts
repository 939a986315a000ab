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
import { systemTiming } from '../clusters/timing';
import type { RunningPerformance } from './createPerformance';
import { lazyPerformance } from './lazyPerformance';

// Whoever loads the engine with the plugin makes the backend start later.
jest.mock('@meshplane/benchmark', () => {
  throw new Error('The engine was loaded');
});

const options = (logger = mockServices.logger.mock()) =>
  ({
    logger,
    timing: {
      ...systemTiming,
      schedule: (_delayMs: number, callback: () => void) => {
        callback();
        return () => {};
      },
    },
    database: mockServices.database.mock({
      getClient: async () => ({ migrate: { latest: async () => {} } } as never),
    }),
  } as unknown as Parameters<typeof lazyPerformance>[0]);

describe('load tests that are loaded late', () => {
  it('are not loaded with the plugin', async () => {
    const { meshplanePlugin } = await import('../plugin');
    expect(meshplanePlugin.$$type).toBe('@backstage/BackendFeature');
  });

  it('are made once, started, and stopped once', async () => {
    const calls: string[] = [];
    const made = {
      start: () => calls.push('start'),
      stop: async () => calls.push('stop'),
    } as unknown as RunningPerformance;
    const lazy = lazyPerformance(options(), async () => async () => {
      calls.push('make');
      return made;
    });
    lazy.start();
    expect(await lazy.get()).toBe(made);
    await lazy.stop();
    expect(calls).toEqual(['make', 'start', 'stop']);
  });

  it('are made again after a failure, which is told', async () => {
    const logger = mockServices.logger.mock();
    let attempts = 0;
    const lazy = lazyPerformance(options(logger), async () => async () => {
      attempts += 1;
      throw new Error('no table');
    });
    lazy.start();
    await expect(lazy.get()).rejects.toThrow('no table');
    await expect(lazy.get()).rejects.toThrow('no table');
    expect(attempts).toBe(2);
    expect(logger.error).toHaveBeenCalledWith(
      'Load tests cannot be run: Error: no table',
    );
    await lazy.stop();
  });

  it('are not made while the backend ends', async () => {
    const lazy = lazyPerformance(options(), async () => async () => {
      throw new Error('made');
    });
    await lazy.stop();
    await expect(lazy.get()).rejects.toThrow('The backend is shutting down');
  });
});
