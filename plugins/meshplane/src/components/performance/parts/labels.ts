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

/** Labels as text, one `name=value` a line. */
export function labelsText(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

/**
 * Reads `name=value` lines; empty ones are ignored.
 *
 * @returns the labels, or what is wrong with which line
 */
export function readLabels(
  text: string,
): { labels: Record<string, string> } | { problem: string } {
  const labels: Record<string, string> = {};
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (!line) continue;
    const at = line.indexOf('=');
    if (at < 1) {
      return { problem: `Line ${index + 1}: "${line}" is not name=value.` };
    }
    const name = line.slice(0, at).trim();
    if (name in labels) {
      return { problem: `Line ${index + 1}: "${name}" stands there twice.` };
    }
    labels[name] = line.slice(at + 1).trim();
  }
  return { labels };
}
