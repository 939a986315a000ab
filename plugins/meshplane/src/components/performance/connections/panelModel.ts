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

import type { PanelData } from '@meshplane/plugin-meshplane-common';

/** Lines that can still be told apart; the others stand in the table only. */
export const MAX_LINES = 6;

/** A panel as the chart wants it: the same instants for all series. */
export interface PanelModel {
  /** Seconds since the first instant, ascending. */
  seconds: number[];
  /** Epoch seconds of the first instant. */
  start: number;
  lines: Array<{ name: string; values: Array<number | undefined> }>;
}

/** Puts the points of all series on one axis of time; a series that has no value at an instant has a gap there. */
export function panelModel(data: PanelData): PanelModel {
  const instants = [
    ...new Set(data.series.flatMap(one => one.points.map(([time]) => time))),
  ].sort((a, b) => a - b);
  const start = instants[0] ?? 0;
  return {
    start,
    seconds: instants.map(time => time - start),
    lines: data.series.map(one => {
      const values = new Map(one.points);
      return {
        name: one.name,
        values: instants.map(time => {
          const value = values.get(time);
          return value !== undefined && Number.isFinite(value)
            ? value
            : undefined;
        }),
      };
    }),
  };
}

/** Values of a line without its gaps, with their positions. */
export function pointsOf(
  model: PanelModel,
  line: PanelModel['lines'][number],
): Array<{ second: number; value: number }> {
  return line.values.flatMap((value, index) =>
    value === undefined ? [] : [{ second: model.seconds[index], value }],
  );
}
