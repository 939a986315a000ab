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

import { Group } from '@visx/group';
import { HeatmapRect } from '@visx/heatmap';
import { scaleLinear, scaleLog } from '@visx/scale';
import { LinePath } from '@visx/shape';
import type {
  LatencyHeatmap as HeatmapData,
  TimelinePoint,
} from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import { plural } from '../../../lib/format';
import { latency } from '../parts/numbers';
import { BottomAxis, ValueAxis } from './Axes';
import { useChartColors, type ChartColors } from './chartColors';
import { ChartFrame, type ChartDrawing } from './ChartFrame';
import { ChartLegend, RampLegend } from './ChartLegend';
import { busiestRow, heatmapBins, type HeatmapBins } from './heatmapBins';
import { HoverLayer } from './HoverLayer';
import { logTicks } from './scales';

const MARGIN = { top: 8, right: 16, bottom: 42, left: 66 };
const HEIGHT = 340;
const STRIP_HEIGHT = 44;
const GAP = 10;
const MAX_COLUMNS = 180;
const MAX_ROWS = 48;

type Bin = HeatmapBins['columns'][number];

function errorsOf(point: TimelinePoint): number {
  return Object.values(point.errors).reduce((sum, count) => sum + count, 0);
}

/** Rate and errors per second over the same seconds as the heatmap. */
function RateStrip(props: {
  timeline: readonly TimelinePoint[];
  x: (second: number) => number;
  width: number;
  colors: ChartColors;
}) {
  const { timeline, x, width, colors } = props;
  const largest = Math.max(1, ...timeline.map(point => point.sent));
  const y = scaleLinear<number>({
    domain: [0, largest * 1.15],
    range: [STRIP_HEIGHT, 0],
  });
  const columnWidth = Math.max(1, x(1) - x(0));
  return (
    <>
      <rect width={width} height={STRIP_HEIGHT} fill={colors.zone} />
      <LinePath
        data={[...timeline]}
        x={point => x(point.second) + columnWidth / 2}
        y={point => y(point.sent)}
        stroke={colors.series[0].color}
        strokeWidth={1.75}
      />
      {timeline
        .filter(point => errorsOf(point) > 0)
        .map(point => (
          <rect
            key={point.second}
            x={x(point.second)}
            width={columnWidth}
            y={y(errorsOf(point))}
            height={STRIP_HEIGHT - y(errorsOf(point))}
            fill={colors.bad}
          />
        ))}
      <text
        x={-6}
        y={STRIP_HEIGHT / 2}
        dy="0.33em"
        textAnchor="end"
        fontSize={11}
        fill={colors.text}
      >
        req/s
      </text>
    </>
  );
}

function Drawing(
  props: ChartDrawing & {
    bins: HeatmapBins;
    timeline?: readonly TimelinePoint[];
  },
) {
  const { bins, timeline, cursor } = props;
  const colors = useChartColors();
  const strip = timeline?.length ? STRIP_HEIGHT + GAP : 0;
  const width = props.width - MARGIN.left - MARGIN.right;
  const height = props.height - MARGIN.top - MARGIN.bottom - strip;
  const seconds = bins.columns.length * bins.secondsPerColumn;
  const x = scaleLinear<number>({ domain: [0, seconds], range: [0, width] });
  const y = scaleLog<number>({
    domain: [bins.lowest, bins.edges[bins.edges.length - 1]],
    range: [height, 0],
  });
  const shade = scaleLog<number>({
    domain: [1, Math.max(2, bins.largest)],
    range: [0, colors.ramp.length - 0.001],
    clamp: true,
  });
  const columnWidth = width / bins.columns.length;
  const lower = (row: number) => (row > 0 ? bins.edges[row - 1] : bins.lowest);
  const bottom = height + strip;
  return (
    <svg width={props.width} height={props.height} aria-hidden>
      <Group left={MARGIN.left} top={MARGIN.top}>
        <ValueAxis
          scale={y}
          colors={colors}
          width={width}
          label="Latency"
          ticks={logTicks(...(y.domain() as [number, number]))}
          format={latency}
        />
        <HeatmapRect<Bin, number>
          data={bins.columns}
          bins={column => column.counts}
          count={count => count}
          xScale={index => index * columnWidth}
          yScale={row => y(bins.edges[row])}
          binWidth={columnWidth}
          binHeight={1}
          gap={0}
        >
          {cells =>
            cells.flat().map(
              cell =>
                (cell.bin ?? 0) > 0 && (
                  <rect
                    key={`${cell.column}:${cell.row}`}
                    x={cell.x}
                    y={y(bins.edges[cell.row])}
                    // Cells overlap a little: seams between them would look like a grid.
                    width={columnWidth + 0.4}
                    height={y(lower(cell.row)) - y(bins.edges[cell.row]) + 0.4}
                    fill={colors.ramp[Math.floor(shade(cell.bin))]}
                  />
                ),
            )
          }
        </HeatmapRect>
        {cursor !== undefined && (
          <rect
            x={cursor * columnWidth}
            width={Math.max(1, columnWidth)}
            height={bottom}
            fill="none"
            stroke={colors.axis}
          />
        )}
        {timeline && strip > 0 && (
          <Group top={height + GAP}>
            <RateStrip
              timeline={timeline}
              x={x}
              width={width}
              colors={colors}
            />
          </Group>
        )}
        <BottomAxis
          scale={x}
          colors={colors}
          top={bottom}
          label="Seconds of the measured phase"
          ticks={x.ticks(Math.max(3, Math.floor(width / 90)))}
          format={String}
        />
        <HoverLayer
          width={width}
          height={bottom}
          xs={bins.columns.map((_, index) => (index + 0.5) * columnWidth)}
          onCursor={props.onCursor}
        />
      </Group>
    </svg>
  );
}

/**
 * How many requests had which latency in which second: shows stalls, two kinds of answers beside each other, and a start
 * that is still cold. Colours stand for counts on a logarithmic scale. With a timeline, rate and errors stand below.
 */
export function LatencyHeatmap(props: {
  title?: string;
  heatmap: HeatmapData;
  timeline?: readonly TimelinePoint[];
}) {
  const { heatmap, timeline, title = 'Latency over time' } = props;
  const colors = useChartColors();
  const bins = useMemo(
    () => heatmapBins(heatmap, MAX_COLUMNS, MAX_ROWS),
    [heatmap],
  );
  const span = (column: Bin) =>
    bins.secondsPerColumn === 1
      ? `${column.second} s`
      : `${column.second} to ${column.second + bins.secondsPerColumn} s`;
  const rangeOf = (row: number) =>
    `${latency(row > 0 ? bins.edges[row - 1] : bins.lowest)} to ${latency(
      bins.edges[row],
    )}`;
  const facts = (column: Bin) => {
    const busiest = busiestRow(column.counts);
    const used = column.counts.flatMap((count, row) =>
      count > 0 ? [row] : [],
    );
    const total = column.counts.reduce((sum, count) => sum + count, 0);
    return busiest === undefined
      ? { total, busiest: 'none', slowest: 'none' }
      : {
          total,
          busiest: rangeOf(busiest),
          slowest: rangeOf(used[used.length - 1]),
        };
  };
  const all = bins.columns.map(facts);
  const requests = all.reduce((sum, column) => sum + column.total, 0);
  const top = bins.edges[bins.edges.length - 1] ?? bins.lowest;
  return (
    <ChartFrame
      title={title}
      summary={`${plural(requests, 'answer')} in ${plural(
        bins.columns.length * bins.secondsPerColumn,
        'second',
      )}, from ${latency(bins.lowest)} to ${latency(top)}.`}
      height={HEIGHT}
      legend={
        <>
          <RampLegend
            colors={colors.ramp}
            from="1 answer"
            to={`${bins.largest.toLocaleString('en')} answers (logarithmic)`}
          />
          {timeline && timeline.length > 0 && (
            <ChartLegend
              items={[
                { name: 'Requests sent per second', ...colors.series[0] },
                {
                  name: 'Errors per second',
                  color: colors.bad,
                  mark: 'bar',
                },
              ]}
            />
          )}
        </>
      }
      table={{
        columns: ['Second', 'Answers', 'Most between', 'Slowest between'],
        rows: bins.columns.map((column, index) => [
          span(column),
          all[index].total.toLocaleString('en'),
          all[index].busiest,
          all[index].slowest,
        ]),
      }}
      cursor={{
        count: bins.columns.length,
        read: index =>
          `${span(bins.columns[index])} · ${plural(
            all[index].total,
            'answer',
          )} · most ${all[index].busiest} · slowest ${all[index].slowest}`,
      }}
    >
      {drawing => <Drawing {...drawing} bins={bins} timeline={timeline} />}
    </ChartFrame>
  );
}
