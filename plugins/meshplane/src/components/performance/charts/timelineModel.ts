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

import type { TimelinePoint } from '@meshplane/plugin-meshplane-common';

/** A line of a strip: one value per second, `null` where there is none. */
export interface TimelineLine {
  name: string;
  values: Array<number | null>;
  /** Number of its style among those of the theme; errors have a colour of their own. */
  style: number | 'bad';
  kind: 'line' | 'bars';
}

/** One of the drawings below each other that share the axis of time. */
export interface TimelineStrip {
  label: string;
  unit: 'latency' | 'count' | 'milliseconds';
  /** Share of the whole height. */
  weight: number;
  lines: TimelineLine[];
}

/** Seconds of a run as columns. */
export interface TimelineModel {
  seconds: number[];
  strips: TimelineStrip[];
}

/** Errors of a second, of all kinds. */
export function errorCount(point: TimelinePoint): number {
  return Object.values(point.errors).reduce((sum, count) => sum + count, 0);
}

/** Requests of a second that should have been sent and were not. */
export function droppedCount(point: TimelinePoint): number {
  return Math.max(0, point.scheduled - point.sent);
}

/** Puts the seconds of a run into strips: latency, rate, errors, and how late the generator itself was. */
export function timelineModel(points: readonly TimelinePoint[]): TimelineModel {
  const column = (read: (point: TimelinePoint) => number | undefined) =>
    points.map(point => read(point) ?? null);
  const strips: TimelineStrip[] = [
    {
      label: 'Latency',
      unit: 'latency',
      weight: 5,
      lines: [
        {
          name: 'p50',
          values: column(point => point.p50),
          style: 0,
          kind: 'line',
        },
        {
          name: 'p90',
          values: column(point => point.p90),
          style: 2,
          kind: 'line',
        },
        {
          name: 'p99',
          values: column(point => point.p99),
          style: 1,
          kind: 'line',
        },
      ],
    },
    {
      label: 'Requests/s',
      unit: 'count',
      weight: 2.5,
      lines: [
        {
          name: 'Scheduled per second',
          values: column(point => point.scheduled),
          style: 3,
          kind: 'line',
        },
        {
          name: 'Sent per second',
          values: column(point => point.sent),
          style: 0,
          kind: 'line',
        },
      ],
    },
    {
      label: 'Errors/s',
      unit: 'count',
      weight: 1.5,
      lines: [
        {
          name: 'Errors per second',
          values: column(errorCount),
          style: 'bad',
          kind: 'bars',
        },
      ],
    },
  ];
  if (points.some(point => point.lagP99Ms !== undefined)) {
    strips.push({
      label: 'Lag p99',
      unit: 'milliseconds',
      weight: 1.5,
      lines: [
        {
          name: 'Lag of the generator',
          values: column(point => point.lagP99Ms),
          style: 4,
          kind: 'line',
        },
      ],
    });
  }
  return { seconds: points.map(point => point.second), strips };
}
