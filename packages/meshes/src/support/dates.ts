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

const DAY = 24 * 60 * 60 * 1000;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * Whole days from now to the end of a day in UTC; negative once the day is over, so that a product is supported on the
 * very day of its end of life.
 *
 * @param isoDate - `YYYY-MM-DD`
 */
export function daysUntilEndOf(isoDate: string, now: Date): number {
  const end = Date.parse(`${isoDate}T00:00:00Z`) + DAY;
  return Math.ceil((end - now.getTime()) / DAY) - 1;
}

/** `2026-09-30` as `30 September 2026`: the same for every reader, without a locale. */
export function dateInWords(isoDate: string): string {
  const [year, month, day] = isoDate.split('-').map(Number);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/** `2026-11-30` as `November 2026`, for dates that are only known that well. */
export function monthInWords(isoDate: string): string {
  const [year, month] = isoDate.split('-').map(Number);
  return `${MONTHS[month - 1]} ${year}`;
}
