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

/** A window of time, epoch milliseconds. */
export interface Window {
  from: number;
  to: number;
}

/**
 * Link to a board, or to one panel of it, at a window.
 *
 * @param address - of Grafana, without a slash at its end
 * @param path - of the board as Grafana tells it: with the path under which it is served, or without
 */
export function boardLink(
  address: string,
  path: string,
  options: { window?: Window; panel?: number } = {},
): string {
  const { origin, pathname } = new URL(address);
  const base = pathname.replace(/\/+$/, '');
  // What is served under a path tells it in front of its own links.
  const whole = path.startsWith(`${base}/`) ? path : `${base}${path}`;
  const url = new URL(origin);
  url.pathname = whole.replace(/[?#].*$/, '');
  const { window, panel } = options;
  if (window) {
    url.searchParams.set('from', String(Math.round(window.from)));
    url.searchParams.set('to', String(Math.round(window.to)));
  }
  if (panel !== undefined) url.searchParams.set('viewPanel', String(panel));
  return url.href;
}
