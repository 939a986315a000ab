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

import { isDictionary } from '../Importer';

/** `match Labels`: how an old version of Meshery broke `matchLabels`. */
const BROKEN = /^[a-z]+(?: [A-Z][A-Za-z0-9]*)+$/;

/**
 * Mends keys into which blanks were put at every capital letter; no kind of Kubernetes has keys with blanks. Keys whose
 * mended form is there too stay as they are.
 *
 * @returns the value, and how many keys were mended
 */
export function mendBlankKeys(value: unknown): {
  value: unknown;
  mended: number;
} {
  if (Array.isArray(value)) {
    const parts = value.map(mendBlankKeys);
    return {
      value: parts.map(part => part.value),
      mended: parts.reduce((sum, part) => sum + part.mended, 0),
    };
  }
  if (!isDictionary(value)) return { value, mended: 0 };
  let mended = 0;
  const entries = Object.entries(value).map(([key, one]) => {
    const inner = mendBlankKeys(one);
    mended += inner.mended;
    const joined = key.replaceAll(' ', '');
    if (!BROKEN.test(key) || Object.hasOwn(value, joined))
      return [key, inner.value];
    mended += 1;
    return [joined, inner.value];
  });
  return { value: Object.fromEntries(entries), mended };
}
