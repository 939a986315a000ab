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

/** A line of a unified diff as it is drawn. */
export interface DiffLine {
  type: 'hunk' | 'add' | 'remove' | 'context';
  text: string;
  /** Line in the old and in the new text, counted from 1. */
  before?: number;
  after?: number;
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@(.*)$/;

/** Reads a unified diff: file headers are dropped, lines get their numbers on both sides. */
export function parseDiff(diff: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let before = 1;
  let after = 1;
  let isInHunk = false;
  for (const text of diff.replace(/\n$/, '').split('\n')) {
    const hunk = HUNK.exec(text);
    if (hunk) {
      before = Number(hunk[1]);
      after = Number(hunk[2]);
      isInHunk = true;
      lines.push({ type: 'hunk', text });
    } else if (!isInHunk && /^(---|\+\+\+|diff |index )/.test(text)) {
      continue;
    } else if (text.startsWith('+')) {
      lines.push({ type: 'add', text: text.slice(1), after });
      after += 1;
    } else if (text.startsWith('-')) {
      lines.push({ type: 'remove', text: text.slice(1), before });
      before += 1;
    } else if (!text.startsWith('\\') && text !== '') {
      lines.push({ type: 'context', text: text.slice(1), before, after });
      before += 1;
      after += 1;
    }
  }
  return lines;
}

/** How many lines come and go. */
export function countDiff(lines: readonly DiffLine[]): {
  added: number;
  removed: number;
} {
  return {
    added: lines.filter(line => line.type === 'add').length,
    removed: lines.filter(line => line.type === 'remove').length,
  };
}
