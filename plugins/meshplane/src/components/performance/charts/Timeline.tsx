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
import { lazy, Suspense, useId, useMemo, useState } from 'react';
import { plural } from '../../../lib/format';
import { latency, significant } from '../parts/numbers';
import { seriesStyle, useChartColors } from './chartColors';
import { ChartFrame, ChartToggle } from './ChartFrame';
import { ChartLegend, type LegendItem } from './ChartLegend';
import { prefersLog } from './scales';
import { droppedCount, errorCount, timelineModel } from './timelineModel';

// The library of the canvas is of no use to those who read tables, and to those who never open a run.
const TimelineStripCanvas = lazy(() => import('./TimelineStripCanvas'));

const HEIGHT = 430;
const AXIS_HEIGHT = 28;

/** Whether this browser can draw on a canvas as the timeline needs it. */
function canDraw(): boolean {
  return typeof Path2D === 'function' && typeof matchMedia === 'function';
}

function worst(
  points: readonly TimelinePoint[],
  read: (point: TimelinePoint) => number | undefined,
): TimelinePoint | undefined {
  return points.reduce<TimelinePoint | undefined>(
    (best, point) =>
      (read(point) ?? -1) > ((best && read(best)) ?? -1) ? point : best,
    undefined,
  );
}

function summaryOf(points: readonly TimelinePoint[]): string {
  if (points.length === 0) return 'No second has been measured yet.';
  const errors = points.reduce((sum, point) => sum + errorCount(point), 0);
  const dropped = points.reduce((sum, point) => sum + droppedCount(point), 0);
  const slowest = worst(points, point => point.p99);
  const sent = points.reduce((sum, point) => sum + point.sent, 0);
  return `${plural(points.length, 'second')}: ${significant(
    sent / points.length,
  )} requests per second on average; ${
    slowest?.p99 === undefined
      ? 'no latency yet'
      : `highest p99 ${latency(slowest.p99)} at second ${slowest.second}`
  }; ${errors === 0 ? 'no errors' : plural(errors, 'error')}; ${
    dropped === 0 ? 'nothing dropped' : `${plural(dropped, 'request')} not sent`
  }.`;
}

function reading(point: TimelinePoint): string {
  return [
    `Second ${point.second}`,
    ...(['p50', 'p90', 'p99'] as const).flatMap(name => {
      const value = point[name];
      return value === undefined ? [] : [`${name} ${latency(value)}`];
    }),
    `${point.sent.toLocaleString('en')} of ${point.scheduled.toLocaleString(
      'en',
    )} sent`,
    plural(errorCount(point), 'error'),
    ...(point.lagP99Ms === undefined
      ? []
      : [`lag ${significant(point.lagP99Ms)} ms`]),
  ].join(' · ');
}

/**
 * A run second by second: latency, rate, errors and the generator's own lag in strips below each other, which share the
 * axis of time. Grows while a run is under way.
 */
export function Timeline(props: {
  title?: string;
  points: readonly TimelinePoint[];
  /** Drawn before second 0 as a shaded zone; nothing in it is part of the result. */
  warmupSeconds?: number;
  /** How long the measured phase will be, so that the axis stays while it grows. */
  plannedSeconds?: number;
}) {
  const { points, warmupSeconds = 0, title = 'Timeline' } = props;
  const colors = useChartColors();
  const syncKey = useId();
  const [chosenLog, setChosenLog] = useState<boolean>();
  const model = useMemo(() => timelineModel(points), [points]);
  const isLog =
    chosenLog ??
    prefersLog(points.flatMap(point => [point.p50 ?? 0, point.p99 ?? 0]));
  const weights = model.strips.reduce((sum, strip) => sum + strip.weight, 0);
  const table = useMemo(
    () => ({
      columns: [
        'Second',
        'p50',
        'p90',
        'p99',
        'Scheduled',
        'Sent',
        'Errors',
        'Lag p99',
      ],
      rows: points.map(point => [
        point.second,
        ...[point.p50, point.p90, point.p99].map(value =>
          value === undefined ? undefined : latency(value),
        ),
        point.scheduled.toLocaleString('en'),
        point.sent.toLocaleString('en'),
        errorCount(point).toLocaleString('en'),
        point.lagP99Ms === undefined
          ? undefined
          : `${significant(point.lagP99Ms)} ms`,
      ]),
    }),
    [points],
  );
  const legend: LegendItem[] = [
    ...model.strips.flatMap(strip =>
      strip.lines.map(line => ({
        name: line.name,
        ...(line.style === 'bad'
          ? { color: colors.bad, mark: 'bar' as const }
          : seriesStyle(colors, line.style)),
      })),
    ),
    ...(warmupSeconds > 0
      ? [
          {
            name: 'Warm-up, not measured',
            color: colors.axis,
            mark: 'band' as const,
          },
        ]
      : []),
  ];
  return (
    <ChartFrame
      title={title}
      summary={summaryOf(points)}
      height={HEIGHT}
      table={table}
      tableOnly={!canDraw()}
      legend={<ChartLegend items={legend} />}
      controls={
        <ChartToggle
          label="Logarithmic"
          pressed={isLog}
          onChange={setChosenLog}
        />
      }
      cursor={{ count: points.length, read: index => reading(points[index]) }}
    >
      {({ width, height, cursor, onCursor }) => (
        <Suspense fallback={<div style={{ height }} />}>
          {model.strips.map((strip, index) => {
            const isLast = index === model.strips.length - 1;
            return (
              <TimelineStripCanvas
                key={strip.label}
                strip={strip}
                seconds={model.seconds}
                lastSecond={props.plannedSeconds ?? 0}
                warmupSeconds={warmupSeconds}
                colors={colors}
                width={width}
                height={
                  Math.round(
                    ((height - AXIS_HEIGHT) * strip.weight) / weights,
                  ) + (isLast ? AXIS_HEIGHT : 0)
                }
                isLast={isLast}
                isLog={isLog}
                syncKey={syncKey}
                cursor={cursor}
                onCursor={onCursor}
              />
            );
          })}
        </Suspense>
      )}
    </ChartFrame>
  );
}
