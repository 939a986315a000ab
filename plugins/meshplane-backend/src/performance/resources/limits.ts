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

/** Assumed where Prometheus does not tell, seconds. */
export const DEFAULT_SCRAPE_SECONDS = 15;

/** Fewer readings than this in a window say nothing about it. */
export const MIN_READINGS = 4;

/** Shortest window that can carry numbers, seconds, for a source that is read so often. */
export function shortestWindow(intervalSeconds: number): number {
  return MIN_READINGS * intervalSeconds;
}

/** Why there are no numbers, for people. */
export function tooShortNote(
  windowSeconds: number,
  intervalSeconds: number,
  source: string,
): string {
  return `The measured phase of ${round(
    windowSeconds,
  )} s is too short to say what it used: ${source} has a reading every ${round(
    intervalSeconds,
  )} s, and fewer than ${MIN_READINGS} readings say nothing. Measure for at least ${round(
    shortestWindow(intervalSeconds),
  )} s.`;
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
