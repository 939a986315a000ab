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

import { createTwoFilesPatch } from 'diff';
import { dump } from 'js-yaml';
import type { KubeObject } from './model';

/** Nobody reads more; the largest CRDs have twice as much. */
const MAX_DIFF_CHARS = 200_000;
/** Finding the shortest diff of two texts without anything in common takes quadratic time. */
const TIMEOUT_MS = 1_000;

/** YAML of an object, one line per value, so that a diff of it is short. */
export function toYaml(object: KubeObject): string {
  return dump(object, { lineWidth: -1, noRefs: true, skipInvalid: true });
}

/**
 * Unified diff of two states of an object as YAML.
 *
 * @param name - stands in the head of the diff
 */
export function textDiff(
  name: string,
  before: KubeObject | undefined,
  after: KubeObject | undefined,
): string {
  if (!before || !after) {
    const object = after ?? before;
    return object ? cut(oneSided(name, toYaml(object), after ? '+' : '-')) : '';
  }
  const patch = createTwoFilesPatch(
    name,
    name,
    toYaml(before),
    toYaml(after),
    undefined,
    undefined,
    { context: 3, timeout: TIMEOUT_MS },
  );
  return patch === undefined
    ? `--- ${name}\n+++ ${name}\n# The two have too little in common to be compared line by line.\n`
    : cut(patch.slice(patch.indexOf('--- ')));
}

/** All lines are new, or all are gone: no need to search. */
function oneSided(name: string, yaml: string, sign: '+' | '-'): string {
  const lines = yaml.replace(/\n$/, '').split('\n');
  const [from, to] = sign === '+' ? ['/dev/null', name] : [name, '/dev/null'];
  const span = `1,${lines.length}`;
  return [
    `--- ${from}`,
    `+++ ${to}`,
    sign === '+' ? `@@ -0,0 +${span} @@` : `@@ -${span} +0,0 @@`,
    ...lines.map(line => sign + line),
    '',
  ].join('\n');
}

function cut(text: string): string {
  if (text.length <= MAX_DIFF_CHARS) return text;
  const end = text.lastIndexOf('\n', MAX_DIFF_CHARS);
  const left = text.slice(end + 1).split('\n').length - 1;
  return `${text.slice(0, end)}\n# ${left} more lines are not shown.\n`;
}
