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

import { InputError } from '@backstage/errors';

/** One requirement of a label selector. */
export interface LabelRequirement {
  key: string;
  operator: 'in' | 'notin' | 'exists' | 'missing';
  values: readonly string[];
}

const NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const PREFIX =
  /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
/** Operators and punctuation, or a run of anything else. */
const TOKEN = /\s*(==|!=|[=!(),]|[^\s=!(),]+)/y;

class SelectorParser {
  private readonly tokens: string[];
  private position = 0;

  constructor(private readonly text: string) {
    this.tokens = tokensOf(text);
  }

  parse(): LabelRequirement[] {
    const requirements = [this.requirement()];
    while (this.peek() !== undefined) {
      this.expect(',', 'a comma');
      requirements.push(this.requirement());
    }
    return requirements;
  }

  private requirement(): LabelRequirement {
    if (this.peek() === '!') {
      this.position += 1;
      return { key: this.key(), operator: 'missing', values: [] };
    }
    const key = this.key();
    const operator = this.peek();
    if (operator === undefined || operator === ',') {
      return { key, operator: 'exists', values: [] };
    }
    this.position += 1;
    switch (operator) {
      case '=':
      case '==':
        return { key, operator: 'in', values: [this.value()] };
      case '!=':
        return { key, operator: 'notin', values: [this.value()] };
      case 'in':
      case 'notin':
        return { key, operator, values: this.values() };
      default:
        throw this.error(
          `expected "=", "!=", "in" or "notin" after "${key}", found "${operator}"`,
        );
    }
  }

  private values(): string[] {
    this.expect('(', 'an opening bracket');
    const values = [this.value()];
    while (this.peek() === ',') {
      this.position += 1;
      values.push(this.value());
    }
    this.expect(')', 'a closing bracket');
    return values;
  }

  private key(): string {
    const key = this.word('a label key');
    const slash = key.lastIndexOf('/');
    const prefix = key.slice(0, Math.max(0, slash));
    if (
      !NAME.test(key.slice(slash + 1)) ||
      (slash !== -1 && (!PREFIX.test(prefix) || prefix.length > 253))
    ) {
      throw this.error(`"${key}" is not a label key`);
    }
    return key;
  }

  /** A label value may be empty: `key=` asks for an empty value. */
  private value(): string {
    const token = this.peek();
    if (token === undefined || token === ',' || token === ')') return '';
    const value = this.word('a label value');
    if (!NAME.test(value)) throw this.error(`"${value}" is not a label value`);
    return value;
  }

  private word(what: string): string {
    const token = this.peek();
    if (token === undefined || /^[=!(),]/.test(token)) {
      throw this.error(
        `expected ${what}, found ${
          token === undefined ? 'the end' : `"${token}"`
        }`,
      );
    }
    this.position += 1;
    return token;
  }

  private expect(token: string, what: string): void {
    const found = this.peek();
    if (found !== token) {
      throw this.error(
        `expected ${what}, found ${
          found === undefined ? 'the end' : `"${found}"`
        }`,
      );
    }
    this.position += 1;
  }

  private peek(): string | undefined {
    return this.tokens[this.position];
  }

  private error(message: string): InputError {
    return new InputError(`Label selector "${this.text}": ${message}`);
  }
}

/**
 * Parses a label selector as kubectl takes it: `app=shop,tier in (web,api),!legacy`.
 *
 * @throws InputError that names the offending text
 */
export function parseLabelSelector(text: string): LabelRequirement[] {
  return text.trim() === '' ? [] : new SelectorParser(text).parse();
}

/** Whether labels meet every requirement. As in Kubernetes, `!=` and `notin` hold where the label is missing. */
export function matchesLabels(
  labels: Readonly<Record<string, string>> | undefined,
  requirements: readonly LabelRequirement[],
): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value =
      labels && Object.prototype.hasOwnProperty.call(labels, key)
        ? labels[key]
        : undefined;
    switch (operator) {
      case 'exists':
        return value !== undefined;
      case 'missing':
        return value === undefined;
      case 'in':
        return value !== undefined && values.includes(value);
      default:
        return value === undefined || !values.includes(value);
    }
  });
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    tokens.push(match[1]);
  }
  return tokens;
}
