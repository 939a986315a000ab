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

import { isDeepStrictEqual } from 'node:util';

type Data = Record<string, unknown>;

/** True for `{…}`, as opposed to lists, null and scalars. */
export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `load_generator`, `loadGenerator` and `LoadGenerator` name the same field. */
export function foldKey(key: string): string {
  return key.replace(/[_-]/g, '').toLowerCase();
}

/**
 * Brings a change of the model back into the foreign document that it came from.
 *
 * `before` and `after` are what our exporter would write for the model as imported and as it is now. Only where they
 * differ is the original touched, so that an unchanged model gives back the document as it was: its numbers as strings,
 * its spelling of keys, its unknown fields.
 */
export function overlayChanges(
  original: Data,
  before: Data,
  after: Data,
): Data {
  const out: Data = { ...original };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const was = before[key];
    const is = after[key];
    if (isDeepStrictEqual(was, is)) {
      continue;
    }
    const target =
      key in out
        ? key
        : Object.keys(out).find(k => foldKey(k) === foldKey(key)) ?? key;
    const current = out[target];
    if (is === undefined) {
      delete out[target];
    } else if (isData(is) && isData(was) && isData(current)) {
      out[target] = overlayChanges(current, was, is);
    } else {
      out[target] = is;
    }
  }
  return out;
}
