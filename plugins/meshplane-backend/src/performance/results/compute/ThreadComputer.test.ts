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

import { systemTiming } from '../../../clusters/timing';
import { measured } from '../__testUtils__/measured';
import { runChartsOf } from '../charts/runCharts';
import { ThreadComputer } from './ThreadComputer';

jest.setTimeout(60_000);

describe('computing in a thread', () => {
  const result = measured('r', { seconds: 3 });
  const input = { latency: result.latency, slices: result.slices };

  it('gives what would come out here, several at a time, and starts anew after it was stopped', async () => {
    const computer = new ThreadComputer(systemTiming);
    const expected = JSON.parse(JSON.stringify(runChartsOf(input)));
    const both = await Promise.all([
      computer.compute('charts', input),
      computer.compute('charts', input),
    ]);
    expect(JSON.parse(JSON.stringify(both))).toEqual([expected, expected]);
    await computer.stop();
    const file = await computer.compute('readFile', {
      fileName: 'x.json',
      content: Buffer.from('{}'),
    });
    expect(file.errors).toHaveLength(1);
    await computer.stop();
  });

  it('tells whoever asked what went wrong, and goes on', async () => {
    const computer = new ThreadComputer(systemTiming);
    const broken = { latency: {}, slices: [{ ...result.slices[0], hdr: '?' }] };
    await expect(computer.compute('charts', broken)).rejects.toThrow(
      'the text is not base64, or it is cut off',
    );
    await expect(computer.compute('charts', input)).resolves.toHaveProperty(
      'timeline',
    );
    const late = computer.compute('charts', input);
    await Promise.all([
      expect(late).rejects.toThrow('The backend is shutting down'),
      computer.stop(),
    ]);
  });

  it('ends work that takes too long', async () => {
    const scheduled: (() => void)[] = [];
    const computer = new ThreadComputer({
      ...systemTiming,
      schedule: (_delayMs, callback) => {
        scheduled.push(callback);
        return () => {};
      },
    });
    const work = computer.compute('charts', input);
    scheduled[0]();
    await expect(work).rejects.toThrow(
      'Working out "charts" took longer than 2 minutes',
    );
  });
});
