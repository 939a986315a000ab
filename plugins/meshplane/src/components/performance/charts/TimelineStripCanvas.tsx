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

import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { latency, significant } from '../parts/numbers';
import { seriesStyle, type ChartColors } from './chartColors';
import { logTicks } from './scales';
import type { TimelineStrip } from './timelineModel';

const AXIS_WIDTH = 66;
const FONT = '11px sans-serif';

function write(unit: TimelineStrip['unit'], value: number): string {
  if (value === 0) return '0';
  if (unit === 'latency') return latency(value);
  return unit === 'milliseconds'
    ? `${significant(value)} ms`
    : significant(value);
}

/** Dashes of SVG as canvas wants them. */
function dashOf(dash: string | undefined): number[] | undefined {
  return dash?.split(' ').map(Number);
}

function seriesOf(
  line: TimelineStrip['lines'][number],
  colors: ChartColors,
): UPlot.Series {
  const style =
    line.style === 'bad'
      ? { color: colors.bad, dash: undefined }
      : seriesStyle(colors, line.style);
  return {
    label: line.name,
    stroke: style.color,
    width: line.kind === 'bars' ? 0 : 2,
    dash: dashOf(style.dash),
    fill: line.kind === 'bars' ? style.color : undefined,
    paths:
      line.kind === 'bars' ? UPlot.paths.bars?.({ size: [0.9] }) : undefined,
    points: { show: false },
    // A second without any answer is not a gap in time.
    spanGaps: true,
  };
}

function optionsOf(props: StripProps): UPlot.Options {
  const { strip, colors, warmupSeconds, isLast, isLog } = props;
  const usesLog = strip.unit === 'latency' && isLog;
  return {
    width: props.width,
    height: props.height,
    legend: { show: false },
    padding: [8, 12, isLast ? 0 : 8, 0],
    cursor: {
      sync: { key: props.syncKey },
      drag: { x: false, y: false },
      points: { size: 7 },
      y: false,
    },
    scales: {
      x: {
        time: false,
        range: (_, __, max) => [
          -warmupSeconds,
          Math.max(max, props.lastSecond, 5),
        ],
      },
      y: usesLog
        ? {
            distr: 3,
            range: (_, min, max) => [(min || 1) / 1.3, (max || 10) * 1.3],
          }
        : { range: (_, __, max) => [0, (max || 1) * 1.08] },
    },
    axes: [
      {
        show: isLast,
        // Fractions of seconds have no place on an axis of seconds.
        incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600],
        stroke: colors.text,
        font: FONT,
        grid: { stroke: colors.grid, width: 1 },
        ticks: { stroke: colors.grid, width: 1 },
        size: 28,
        values: (_, seconds) => seconds.map(second => `${second} s`),
      },
      {
        stroke: colors.text,
        font: FONT,
        labelFont: FONT,
        label: strip.label,
        labelSize: 16,
        labelGap: 2,
        size: AXIS_WIDTH - 16,
        grid: { stroke: colors.grid, width: 1 },
        ticks: { show: false },
        space: 26,
        ...(usesLog
          ? {
              splits: (_: UPlot, __: number, from: number, to: number) =>
                logTicks(from, to, 6),
              filter: (_: UPlot, splits: number[]) => splits,
            }
          : {}),
        values: (_, values) => values.map(value => write(strip.unit, value)),
      },
    ],
    series: [{}, ...strip.lines.map(line => seriesOf(line, colors))],
    hooks: {
      drawClear: [
        plot => {
          if (warmupSeconds <= 0) return;
          const from = plot.valToPos(-warmupSeconds, 'x', true);
          const to = plot.valToPos(0, 'x', true);
          plot.ctx.save();
          plot.ctx.fillStyle = colors.zone;
          plot.ctx.fillRect(from, plot.bbox.top, to - from, plot.bbox.height);
          plot.ctx.restore();
        },
      ],
      setCursor: [
        plot => {
          const { idx, left } = plot.cursor;
          // Positions that this component set itself come back here, too.
          if (left !== undefined && left >= 0 && typeof idx === 'number') {
            props.onCursor(idx);
          }
        },
      ],
    },
  };
}

/** Props of the canvas of one strip. */
export interface StripProps {
  strip: TimelineStrip;
  seconds: number[];
  /** The axis reaches at least until here. */
  lastSecond: number;
  warmupSeconds: number;
  colors: ChartColors;
  width: number;
  height: number;
  isLast: boolean;
  isLog: boolean;
  syncKey: string;
  cursor?: number;
  onCursor: (index: number) => void;
}

/** One strip of a timeline on a canvas; new seconds are added without drawing the page anew. */
export default function TimelineStripCanvas(props: StripProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>();
  const latest = useRef(props);
  latest.current = props;
  const { strip, seconds, width, height, colors, isLog, isLast, cursor } =
    props;
  const data = () =>
    [
      latest.current.seconds,
      ...latest.current.strip.lines.map(line => line.values),
    ] as UPlot.AlignedData;
  const shape = strip.lines.map(line => line.name).join();

  useEffect(() => {
    if (!box.current) return undefined;
    const made = new UPlot(
      optionsOf({
        ...latest.current,
        onCursor: index => latest.current.onCursor(index),
      }),
      data(),
      box.current,
    );
    plot.current = made;
    return () => {
      plot.current = undefined;
      made.destroy();
    };
    // What only changes the data is handed over below.
  }, [
    width,
    height,
    colors,
    isLog,
    isLast,
    shape,
    props.warmupSeconds,
    props.lastSecond,
  ]);

  useEffect(() => {
    plot.current?.setData(data());
  }, [seconds, strip]);

  useEffect(() => {
    const made = plot.current;
    if (!made || made.cursor.idx === cursor) return;
    const left =
      cursor === undefined ? -10 : made.valToPos(seconds[cursor], 'x');
    made.setCursor({ left, top: cursor === undefined ? -10 : 4 }, false);
  }, [cursor, seconds]);

  return <div ref={box} />;
}
