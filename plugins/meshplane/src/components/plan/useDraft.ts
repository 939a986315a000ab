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

import { useMemo } from 'react';
import { useUrlState, type UrlPatch } from '../../lib/useUrlState';
import { draftKind } from './draft';

/** The draft in the address, with what the steps need to read and change it. */
export function useDraft() {
  const { params, patch } = useUrlState();
  return useMemo(
    () => ({
      params,
      kind: draftKind(params),
      text: (name: string): string => params.get(name) ?? '',
      list: (name: string): string[] => params.getAll(name).filter(Boolean),
      /** @param fallback - the server's default, which is not written */
      flag: (name: string, fallback: boolean): boolean =>
        params.has(name) ? params.get(name) === 'true' : fallback,
      set: (changes: UrlPatch) => patch(changes),
      setFlag: (name: string, value: boolean, fallback: boolean) =>
        patch({ [name]: value === fallback ? undefined : String(value) }),
    }),
    [params, patch],
  );
}

/** @see useDraft */
export type DraftState = ReturnType<typeof useDraft>;
