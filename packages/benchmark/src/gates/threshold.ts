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

/** What of a metric is compared. @public */
export type Aggregation =
  | { kind: 'percentile'; percentile: number }
  | { kind: 'avg' | 'min' | 'max' | 'rate' | 'count' };

/** @public */
export type ThresholdOperator = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** A threshold as parsed. @public */
export interface Threshold {
  text: string;
  aggregation: Aggregation;
  /** True for `delta(…)`: the change against a baseline is compared, not the value. */
  delta: boolean;
  operator: ThresholdOperator;
  /** In the unit of `unit`; a change and a share with `%` are in percent. */
  value: number;
  unit?: 'us' | 'ms' | 's' | '%';
}

/** A threshold that cannot be parsed; `position` counts characters from 1. @public */
export class ThresholdSyntaxError extends Error {
  constructor(
    readonly threshold: string,
    readonly position: number,
    expected: string,
  ) {
    const found = threshold[position - 1];
    super(
      `The threshold "${threshold}" cannot be read: expected ${expected} at position ${position}, found ${
        found === undefined ? 'its end' : `"${found}"`
      }`,
    );
    this.name = 'ThresholdSyntaxError';
  }
}

const OPERATORS = ['===', '==', '!=', '<=', '>=', '<', '>'];
const WORDS = ['avg', 'min', 'max', 'med', 'rate', 'count'] as const;

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  parse(): Threshold {
    this.skipSpace();
    const delta = this.take('delta');
    if (delta) {
      this.expect('(');
    }
    const aggregation = this.aggregation(delta);
    if (delta) {
      this.expect(')');
    }
    const operator = this.operator();
    const value = this.number();
    const unit = this.unit();
    this.skipSpace();
    if (this.at < this.text.length) {
      this.fail('nothing more');
    }
    if (delta && unit !== '%') {
      this.fail('"%" after a change');
    }
    const isShare = aggregation.kind === 'rate';
    const isCount = aggregation.kind === 'count';
    if (
      !delta &&
      unit !== undefined &&
      (isCount || isShare !== (unit === '%'))
    ) {
      this.at -= unit.length;
      this.fail(isShare ? '"%" or no unit' : 'a unit that fits, or none');
    }
    return {
      text: this.text.trim(),
      aggregation,
      delta,
      operator,
      value,
      ...(unit ? { unit } : {}),
    };
  }

  private aggregation(delta: boolean): Aggregation {
    this.skipSpace();
    for (const word of WORDS) {
      if (this.take(word)) {
        return word === 'med'
          ? { kind: 'percentile', percentile: 50 }
          : { kind: word };
      }
    }
    if (this.take('p')) {
      return { kind: 'percentile', percentile: this.percentile() };
    }
    return this.fail(`p(N), ${WORDS.join(', ')}${delta ? '' : ' or delta(…)'}`);
  }

  /** `(99.9)` as in k6, or `99.9`. */
  private percentile(): number {
    this.skipSpace();
    const inBrackets = this.take('(');
    this.skipSpace();
    const start = this.at;
    const match = /^\d+(\.\d+)?/.exec(this.text.slice(this.at));
    if (!match) {
      return this.fail('a percentile such as 99 or 99.9');
    }
    this.at += match[0].length;
    const percentile = Number(match[0]);
    if (percentile > 100 || (percentile === 0 && !inBrackets)) {
      this.at = start;
      return this.fail('a percentile from 0 to 100');
    }
    if (inBrackets) {
      this.expect(')');
    }
    return percentile;
  }

  private operator(): ThresholdOperator {
    this.skipSpace();
    const found = OPERATORS.find(operator => this.take(operator));
    if (!found) {
      return this.fail(`one of ${OPERATORS.join(' ')}`);
    }
    return (found === '===' ? '==' : found) as ThresholdOperator;
  }

  private number(): number {
    this.skipSpace();
    const match = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?/i.exec(
      this.text.slice(this.at),
    );
    const value = match ? Number(match[0]) : NaN;
    if (!match || !Number.isFinite(value)) {
      return this.fail('a number');
    }
    this.at += match[0].length;
    return value;
  }

  private unit(): Threshold['unit'] {
    this.skipSpace();
    const units = ['us', 'ms', 's', '%'] as const;
    return units.find(unit => this.take(unit));
  }

  private take(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) {
      return false;
    }
    this.at += word.length;
    return true;
  }

  private expect(word: string): void {
    this.skipSpace();
    if (!this.take(word)) {
      this.fail(`"${word}"`);
    }
  }

  private skipSpace(): void {
    while (/\s/.test(this.text[this.at] ?? '')) {
      this.at++;
    }
  }

  private fail(expected: string): never {
    throw new ThresholdSyntaxError(this.text, this.at + 1, expected);
  }
}

/**
 * Parses a threshold in the grammar of k6 (`p(99)<250`, `avg<=10`, `rate<0.01`, `count==0`), extended by units
 * (`p(99)<0.25s`, `rate<1%`) and by changes against a baseline (`delta(p99)<5%`).
 *
 * @throws ThresholdSyntaxError with the position of what cannot be read.
 * @public
 */
export function parseThreshold(text: string): Threshold {
  return new Parser(text).parse();
}
