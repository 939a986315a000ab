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

import { InvalidArgumentError } from 'commander';
import type { Gate } from '@meshplane/benchmark';

const GATE = /^\s*(?:([a-z]+(?:\{[^}]*\})?)\s*:)?\s*(\S.*?)\s*$/i;

/**
 * Gates of a command line: `[METRIC:]THRESHOLD`, several of them separated by commas. Whether a threshold is well
 * formed is for the library to say.
 */
export function gates(text: string, before: Gate[] = []): Gate[] {
  const found = splitOutsideBraces(text).map((part): Gate => {
    const match = GATE.exec(part);
    if (!match) {
      throw new InvalidArgumentError(
        'It must be thresholds such as "p(99)<250" or "errors:rate<0.01".',
      );
    }
    const [, metric, threshold] = match;
    return {
      // A bare "rate<0.01" is taken for errors by the library, as where the grammar comes from.
      metric: metric ?? 'latency',
      threshold,
      abort: false,
      delaySeconds: 5,
    };
  });
  return [...before, ...found];
}

function splitOutsideBraces(text: string): string[] {
  return text.split(/,(?![^{]*\})(?![^(]*\))/);
}
