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

import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** A change of query parameters; `undefined`, the empty string and the empty array remove one. */
export type UrlPatch = Record<string, string | string[] | undefined>;

/**
 * Filters live in the query string, so that a link shows what its sender saw. Changes replace the history entry: the
 * back button leaves the page instead of undoing keystrokes.
 */
export function useUrlState() {
  const [params, setParams] = useSearchParams();
  const patch = useCallback(
    (changes: UrlPatch) =>
      setParams(
        previous => {
          const next = new URLSearchParams(previous);
          for (const [key, value] of Object.entries(changes)) {
            next.delete(key);
            for (const item of Array.isArray(value) ? value : [value]) {
              if (item) next.append(key, item);
            }
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return { params, patch };
}
