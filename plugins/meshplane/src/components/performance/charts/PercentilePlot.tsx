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
import { scaleLinear } from '@visx/scale';
import { Area, LinePath } from '@visx/shape';
import type { PercentilePoint } from '@meshplane/plugin-meshplane-common';
import { useMemo, useState } from 'react';
import { latency } from '../parts/numbers';
import { BottomAxis, ValueAxis } from './Axes';
import { seriesStyle, useChartColors, type ChartColors } from './chartColors';
import { ChartFrame, ChartToggle, type ChartDrawing } from './ChartFrame';
import { ChartLegend } from './ChartLegend';
import { HoverLayer } from './HoverLayer';
import {
  curveParts,
  PERCENTILE_TICKS,
  percentileName,
  percentilePosition,
  shownPoints,
} from './percentileAxis';
import { logTicks, prefersLog, valueScale } from './scales';

/** One line of the plot: a run, or the merged runs of a side. */
export interface PercentileSeries {
  name: string;
  /** Ascending percentiles (0 to 100), values in microseconds. */
  points: readonly PercentilePoint[];
  /** Draws the intervals of the points as a band. */
  band?: boolean;
}

const MARGIN = { top: 8, right: 16, bottom: 42, left: 66 };
const HEIGHT = 320;
const FADED = 0.45;

function valuesOf(series: readonly PercentileSeries[]): number[] {
  return series.flatMap(({ points, band }) =>
    shownPoints(points).flatMap(point =>
      band && point.interval ? [point.value, ...point.interval] : [point.value],
    ),
  );
}

/** The point of a curve at a percentile, where it has one that is shown. */
function pointAt(series: PercentileSeries, percentile: number) {
  return shownPoints(series.points).find(
    point => point.percentile === percentile,
  );
}

function Curve(props: {
  series: PercentileSeries;
  index: number;
  colors: ChartColors;
  x: (percentile: number) => number;
  y: (value: number) => number;
}) {
  const { series, x, y } = props;
  const { color, dash } = seriesStyle(props.colors, props.index);
  const banded = shownPoints(series.points).filter(point => point.interval);
  return (
    <>
      {series.band && banded.length > 1 && (
        <Area
          data={banded}
          x={point => x(point.percentile)}
          y0={point => y(point.interval![0])}
          y1={point => y(point.interval![1])}
          fill={color}
          fillOpacity={0.16}
        />
      )}
      {curveParts(series.points).map(part => (
        <LinePath
          key={part.display}
          data={part.points}
          x={point => x(point.percentile)}
          y={point => y(point.value)}
          stroke={color}
          strokeWidth={2.25}
          strokeDasharray={dash}
          strokeOpacity={part.display === 'grey' ? FADED : 1}
          strokeLinejoin="round"
        />
      ))}
    </>
  );
}

function Drawing(
  props: ChartDrawing & {
    series: readonly PercentileSeries[];
    positions: number[];
    isLog: boolean;
  },
) {
  const { series, positions, isLog, cursor } = props;
  const colors = useChartColors();
  const width = props.width - MARGIN.left - MARGIN.right;
  const height = props.height - MARGIN.top - MARGIN.bottom;
  const largest = Math.max(2, ...positions.map(percentilePosition));
  const xScale = scaleLinear<number>({
    domain: [0, largest],
    range: [0, width],
  });
  const yScale = valueScale(valuesOf(series), isLog, [height, 0]);
  const x = (percentile: number) => xScale(percentilePosition(percentile));
  const y = (value: number) => yScale(Math.max(value, isLog ? 1 : 0));
  const [low, high] = yScale.domain();
  const here = cursor === undefined ? undefined : positions[cursor];
  return (
    <svg width={props.width} height={props.height} aria-hidden>
      <Group left={MARGIN.left} top={MARGIN.top}>
        <ValueAxis
          scale={yScale}
          colors={colors}
          width={width}
          label="Latency"
          ticks={isLog ? logTicks(low, high) : yScale.ticks(6)}
          format={latency}
        />
        <BottomAxis
          scale={xScale}
          colors={colors}
          top={height}
          gridHeight={height}
          label="Percentile (every nine takes the same room)"
          ticks={PERCENTILE_TICKS.map(percentilePosition).filter(
            position => position <= largest + 0.001,
          )}
          format={position => percentileName(100 * (1 - 10 ** -position))}
        />
        {series.map((one, index) => (
          <Curve
            key={one.name}
            series={one}
            index={index}
            colors={colors}
            x={x}
            y={y}
          />
        ))}
        {here !== undefined && (
          <>
            <line
              x1={x(here)}
              x2={x(here)}
              y1={0}
              y2={height}
              stroke={colors.axis}
              strokeDasharray="3 3"
            />
            {series.map((one, index) => {
              const point = pointAt(one, here);
              return (
                point && (
                  <circle
                    key={one.name}
                    cx={x(here)}
                    cy={y(point.value)}
                    r={4}
                    fill={seriesStyle(colors, index).color}
                    stroke={colors.background}
                    strokeWidth={1.5}
                  />
                )
              );
            })}
          </>
        )}
        <HoverLayer
          width={width}
          height={height}
          xs={positions.map(x)}
          onCursor={props.onCursor}
        />
      </Group>
    </svg>
  );
}

function summaryOf(series: readonly PercentileSeries[]): string {
  const sentences = series.map(one => {
    const known = [50, 99, 99.9].flatMap(percentile => {
      const point = pointAt(one, percentile);
      return point ? [`p${percentile} ${latency(point.value)}`] : [];
    });
    return `${one.name}: ${known.join(', ') || 'too few samples'}`;
  });
  return `${sentences.join('; ')}.`;
}

/**
 * Latency by percentile up to 99.999, as HdrHistogram plots it: x is log10(1 / (1 − p)). Lines fade where fewer than 100
 * samples lie beyond, and end where fewer than 10 do. Up to six lines are told apart by colour and dashes.
 */
export function PercentilePlot(props: {
  title?: string;
  series: readonly PercentileSeries[];
  notes?: string[];
}) {
  const { series, title = 'Latency percentiles' } = props;
  const colors = useChartColors();
  const [chosenLog, setChosenLog] = useState<boolean>();
  const isLog = chosenLog ?? prefersLog(valuesOf(series));
  const positions = useMemo(
    () =>
      [
        ...new Set(
          series.flatMap(one =>
            shownPoints(one.points).map(point => point.percentile),
          ),
        ),
      ].sort((a, b) => a - b),
    [series],
  );
  const hasFaded = series.some(one =>
    shownPoints(one.points).some(point => point.display === 'grey'),
  );
  const cell = (one: PercentileSeries, percentile: number) => {
    const point = pointAt(one, percentile);
    return point ? latency(point.value) : undefined;
  };
  const table = useMemo(
    () => ({
      columns: [
        'Percentile',
        ...series.flatMap(one => [one.name, `${one.name}: samples beyond`]),
      ],
      rows: positions.map(percentile => [
        percentileName(percentile),
        ...series.flatMap(one => [
          cell(one, percentile),
          pointAt(one, percentile)?.tail.toLocaleString('en'),
        ]),
      ]),
    }),
    [series, positions],
  );
  return (
    <ChartFrame
      title={title}
      summary={summaryOf(series)}
      height={HEIGHT}
      table={table}
      notes={[
        ...(hasFaded
          ? [
              'Faded: fewer than 100 samples lie beyond, so the value is mostly noise. The line ends where fewer than 10 do.',
            ]
          : []),
        ...(props.notes ?? []),
      ]}
      controls={
        <ChartToggle
          label="Logarithmic"
          pressed={isLog}
          onChange={setChosenLog}
        />
      }
      legend={
        <ChartLegend
          items={series.flatMap((one, index) => {
            const style = seriesStyle(colors, index);
            return [
              { name: one.name, ...style },
              ...(one.band
                ? [
                    {
                      name: `${one.name}: 95 % interval`,
                      color: style.color,
                      mark: 'band' as const,
                    },
                  ]
                : []),
            ];
          })}
        />
      }
      cursor={{
        count: positions.length,
        read: index =>
          [
            `p${percentileName(positions[index])}`,
            ...series.map(
              one =>
                `${one.name} ${cell(one, positions[index]) ?? 'not shown'}`,
            ),
          ].join(' · '),
      }}
    >
      {drawing => (
        <Drawing
          {...drawing}
          series={series}
          positions={positions}
          isLog={isLog}
        />
      )}
    </ChartFrame>
  );
}
