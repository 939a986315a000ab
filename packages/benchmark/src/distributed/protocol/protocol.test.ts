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

import fc from 'fast-check';
import { estimateClock, narrowed } from './clock';
import { ShardLineReader, shardLines } from './lines';
import type { ShardMessage } from './messages';

const error = (serial: number, message = 'broken'): ShardMessage => ({
  type: 'error',
  shard: 0,
  serial,
  message,
});
/** Does not compress, so that it takes several lines. */
const long = (length: number, seed = 7) => {
  let state = seed;
  let text = '';
  while (text.length < length) {
    state = (state * 1103515245 + 12345) % 2147483648;
    text += state.toString(36);
  }
  return text.slice(0, length);
};

describe('lines of shards', () => {
  it('stay below the length at which logs cut', () => {
    const lines = shardLines(error(1, long(50_000)));
    expect(lines.length).toBeGreaterThan(3);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(
      8192,
    );
  });

  it('are read in any order, any number of times, cut anywhere, among other output', () => {
    const messages = [
      error(0, 'a'),
      error(1, long(30_000)),
      error(2, long(9000)),
    ];
    const lines = messages.flatMap(shardLines);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...lines, ...lines, 'a warning\n'], {
          minLength: lines.length * 2 + 1,
        }),
        fc.integer({ min: 1, max: 9000 }),
        (shuffled, size) => {
          const reader = new ShardLineReader();
          const text = shuffled.join('');
          const read: ShardMessage[] = [];
          for (let at = 0; at < text.length; at += size)
            read.push(...reader.feed(text.slice(at, at + size)));
          expect(read.sort((one, other) => one.serial - other.serial)).toEqual(
            messages,
          );
          expect(reader.others()).toEqual(['a warning']);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('are not taken for whole when one was cut, and are when the log is read again', () => {
    const message = error(0, long(20_000));
    const lines = shardLines(message);
    const reader = new ShardLineReader();
    const cut = [...lines];
    cut[1] = `${cut[1].slice(0, 4000)}\n`;
    expect(reader.feed(cut.join(''))).toEqual([]);
    reader.feed('PERF1 1/2 half of a li');
    reader.restart();
    expect(reader.feed(lines.join(''))).toEqual([message]);
    expect(reader.feed(lines.join(''))).toEqual([]);
  });

  it.each([
    ['a number beyond the count', (line: string) => line.replace('1/1', '2/1')],
    ['an absurd count', (line: string) => line.replace('1/1', '1/9999999')],
    [
      'a hash of something else',
      (line: string) => line.replace(/[0-9a-f]{64}/, '0'.repeat(64)),
    ],
  ])('are ignored with %s', (_, change) => {
    const [line] = shardLines(error(0));
    const reader = new ShardLineReader();
    expect(reader.feed(change(line))).toEqual([]);
    expect(reader.feed(line)).toEqual([error(0)]);
  });

  it('keep what else was said, to explain a failure', () => {
    const reader = new ShardLineReader();
    reader.feed(
      Array.from({ length: 30 }, (_, index) => `line ${index}\n`).join(''),
    );
    expect(reader.others()).toHaveLength(20);
    expect(reader.others().at(-1)).toBe('line 29');
  });
});

describe('estimateClock', () => {
  /** A world in which answers take a while and the reference is off. */
  function world(offset: number, latency: () => number) {
    let now = 1_700_000_000_123.4;
    let asked = 0;
    return {
      asked: () => asked,
      now: () => now,
      until: async (moment: number) => {
        now = Math.max(now, moment);
      },
      ask: async () => {
        asked++;
        now += latency();
        const answer = Math.floor((now + offset) / 1000) * 1000;
        now += latency();
        return answer;
      },
    };
  }

  it('finds the offset within the uncertainty that it tells, in few questions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: -90_000, max: 90_000, noNaN: true }),
        fc.array(fc.double({ min: 0.1, max: 8, noNaN: true }), {
          minLength: 40,
          maxLength: 40,
        }),
        async (offset, latencies) => {
          let next = 0;
          const source = world(offset, () => latencies[next++ % 40]);
          const clock = await estimateClock(source);
          expect(Math.abs(clock.offsetMs - offset)).toBeLessThanOrEqual(
            clock.uncertaintyMs + 1e-3,
          );
          expect(clock.uncertaintyMs).toBeLessThan(25);
          expect(source.asked()).toBeLessThanOrEqual(33);
        },
      ),
    );
  });

  it('tells a large uncertainty where answers are slow', async () => {
    const clock = await estimateClock(world(400, () => 300));
    expect(clock.uncertaintyMs).toBeGreaterThan(50);
    expect(Math.abs(clock.offsetMs - 400)).toBeLessThanOrEqual(
      clock.uncertaintyMs,
    );
  });

  it('notices two clocks behind one address', () => {
    const bounds = narrowed(
      { low: -Infinity, high: Infinity },
      { sent: 0, received: 2, answer: 5000 },
    );
    expect(() =>
      narrowed(bounds, { sent: 10, received: 12, answer: 9000 }),
    ).toThrow('several servers with different clocks');
  });
});
