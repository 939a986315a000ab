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

/**
 * The JSON document that a program has printed with indentation among other lines: logs of containers mix its output with
 * its messages.
 *
 * @returns undefined if there is none
 */
export function printedDocument(log: string): string | undefined {
  const lines = log.split(/\r?\n/);
  const end = lines.findLastIndex(line => line === '}');
  const begin = lines.slice(0, end + 1).findLastIndex(line => line === '{');
  if (end < 0 || begin < 0) return undefined;
  // Messages of the program that came between are complete lines without indentation.
  return lines
    .slice(begin, end + 1)
    .filter((line, index, all) => {
      const isFrame = index === 0 || index === all.length - 1;
      return isFrame || /^\s/.test(line);
    })
    .join('\n');
}

/** The last line of a log that is a JSON object with something in it. */
export function printedLine(log: string, part: string): string | undefined {
  return log
    .split(/\r?\n/)
    .findLast(
      line => line.startsWith('{') && line.endsWith('}') && line.includes(part),
    );
}
