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

/** Matchers of labels, by label: equal to one value, or to one of several. */
export type Matchers = Readonly<
  Record<string, string | readonly string[] | { readonly raw: string }>
>;

/** A value as it stands between quotes. */
export function escapeLabelValue(value: string): string {
  return value
    .replace(/\\/g, '\\\\')
    .replace(/\n/g, '\\n')
    .replace(/"/g, '\\"');
}

/** A text that a regular expression (RE2, always anchored) takes literally. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, match =>
    match === '/' ? '/' : `\\${match}`,
  );
}

/**
 * A selector such as `up{job="a",pod=~"x|y"}`.
 *
 * @param matchers - a text is matched as it is, of a list any entry; `raw` is a whole operator with its quoted value
 */
export function selector(metric: string, matchers: Matchers): string {
  const parts = Object.entries(matchers).map(([label, value]) => {
    if (typeof value === 'string') {
      return `${label}="${escapeLabelValue(value)}"`;
    }
    if ('raw' in value) return `${label}${value.raw}`;
    return value.length === 1
      ? `${label}="${escapeLabelValue(value[0])}"`
      : `${label}=~"${escapeLabelValue(value.map(escapeRegex).join('|'))}"`;
  });
  return `${metric}{${parts.join(',')}}`;
}

/** A range of whole milliseconds, as Prometheus writes it. */
export function rangeOf(seconds: number): string {
  const milliseconds = Math.max(1, Math.round(seconds * 1000));
  return milliseconds % 1000 === 0
    ? `[${milliseconds / 1000}s]`
    : `[${milliseconds}ms]`;
}
