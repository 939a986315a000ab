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
import { sampleFiles } from './__testUtils__/sampleFiles';
import { exportPerformance, exportFormats } from './exportPerformance';
import { ExportError } from './exported';
import { importPerformance } from './importPerformance';

const texts = Object.values(sampleFiles).map(({ content }) =>
  typeof content === 'string' ? content : JSON.stringify(content, null, 1),
);

/** A good file with a few stretches of it replaced, removed or doubled. */
const damaged = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(
      fc.record({
        at: fc.nat({ max: 5000 }),
        length: fc.nat({ max: 40 }),
        by: fc.oneof(
          fc.constantFrom(
            '',
            '[',
            '}',
            '"',
            ',',
            ': ',
            '\n',
            '-1',
            '*a',
            '&a ',
          ),
          fc.string({ maxLength: 8 }),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((current, { at, length, by }) => {
      const from = at % current.length;
      return current.slice(0, from) + by + current.slice(from + length) || ' ';
    }, text),
  );

describe('importPerformance', () => {
  it('never throws on damaged files, and never gives nothing without an error', () => {
    fc.assert(
      fc.property(damaged, text => {
        const { counts, errors } = importPerformance(text);
        expect(counts!.objects > 0 || errors.length > 0).toBe(true);
      }),
      { numRuns: 1500, seed: 11 },
    );
  });

  it('never throws on bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        expect(importPerformance(bytes).errors.length).toBeGreaterThan(0);
      }),
      { numRuns: 500, seed: 12 },
    );
  });

  it('gives what every exporter can write, or refuses with a reason', () => {
    const refusal = (format: (typeof exportFormats)[number], text: string) => {
      try {
        exportPerformance(format, importPerformance(text));
        return undefined;
      } catch (error) {
        return error;
      }
    };
    const refusals = exportFormats.flatMap(format =>
      texts.map(text => refusal(format, text)).filter(Boolean),
    );
    expect(refusals.filter(e => !(e instanceof ExportError))).toEqual([]);
  });
});
