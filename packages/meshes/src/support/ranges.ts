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

import semver from 'semver';

/**
 * A semver range as people write it: `>=1.32.0 <1.37.0` is `1.32 to 1.36`. Ranges of another form are given as they are.
 */
export function rangeInWords(range: string): string {
  const tilde = /^~(\d+\.\d+)\.(\d+)$/.exec(range);
  if (tilde)
    return tilde[2] === '0'
      ? tilde[1]
      : `${tilde[1]} from ${tilde[1]}.${tilde[2]}`;
  const bounds = /^(?:>=(\S+))?\s*(?:(<=?)(\S+))?$/.exec(range);
  if (!bounds) return range;
  const [, from, upper, to] = bounds;
  if (from === undefined) return to === undefined ? range : upTo(upper, to);
  if (to === undefined) return `${short(from)} or newer`;
  const last = upper === '<' ? minorBefore(to) : short(to);
  return last === undefined
    ? `${short(from)} or newer, but older than ${short(to)}`
    : `${short(from)} to ${last}`;
}

function upTo(operator: string, version: string): string {
  if (operator === '<=') return `${short(version)} or older`;
  const last = minorBefore(version);
  return last === undefined
    ? `older than ${short(version)}`
    : `${last} or older`;
}

/** Without the patch level if that is the first one. */
function short(version: string): string {
  return version.replace(/^(\d+\.\d+)\.0$/, '$1');
}

/** The last minor below an exclusive bound; undefined if the bound is not the start of a minor. */
function minorBefore(version: string): string | undefined {
  const parsed = semver.parse(version);
  return parsed && parsed.patch === 0 && parsed.minor > 0
    ? `${parsed.major}.${parsed.minor - 1}`
    : undefined;
}
