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

import type { ReactNode } from 'react';

/** One column of a table. */
export interface Column<T> {
  id: string;
  header: string;
  render: (row: T) => ReactNode;
  /** Makes the column sortable in the browser. */
  sortValue?: (row: T) => string | number;
  /** Makes the column sortable by the server. */
  sortable?: boolean;
  align?: 'left' | 'right';
  width?: number | string;
}

/** By which column a table is sorted. */
export interface SortOrder {
  column: string;
  descending: boolean;
}

/** Reads an order such as `-pods` from a query parameter. */
export function parseSort(text: string | null, fallback: SortOrder): SortOrder {
  if (!text) return fallback;
  return text.startsWith('-')
    ? { column: text.slice(1), descending: true }
    : { column: text, descending: false };
}

/** Writes an order for a query parameter. */
export function formatSort(sort: SortOrder): string {
  return `${sort.descending ? '-' : ''}${sort.column}`;
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

/** A sorted copy; unknown columns leave the order as it is, equal rows keep their order. */
export function sortRows<T>(
  rows: readonly T[],
  columns: ReadonlyArray<Column<T>>,
  sort: SortOrder | undefined,
): T[] {
  const value = columns.find(column => column.id === sort?.column)?.sortValue;
  if (!value || !sort) return [...rows];
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(value(a), value(b)));
}
