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
 * Values that are being written, kept in the browser's session: they are too long for an address, and a reload must not
 * lose them, nor the way back from the plan. They go when the window is closed.
 */
export interface ValuesStore {
  read(key: string): string | undefined;
  write(key: string, text: string | undefined): void;
}

const PREFIX = 'meshplane.values.';

/** In the session storage; where the browser refuses it, values live as long as the page. */
export const sessionValues: ValuesStore = {
  read: key => {
    try {
      return window.sessionStorage.getItem(PREFIX + key) ?? undefined;
    } catch {
      return undefined;
    }
  },
  write: (key, text) => {
    try {
      if (text === undefined) window.sessionStorage.removeItem(PREFIX + key);
      else window.sessionStorage.setItem(PREFIX + key, text);
    } catch {
      // Full or switched off: the values stay in the page's memory.
    }
  },
};

/** One draft per kind of operation and target: another mesh starts from its own values. */
export function valuesKey(params: URLSearchParams): string {
  return [
    params.get('kind') ?? 'mesh.install',
    params.get('definition') ?? params.get('mesh') ?? '',
    params.get('from_operation') ?? '',
  ].join('/');
}
