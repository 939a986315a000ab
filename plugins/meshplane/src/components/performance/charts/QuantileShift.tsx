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
import type { PerformanceComparison } from '@meshplane/plugin-meshplane-common';
import { useState } from 'react';
import {
  interval,
  latency,
  signedLatency,
  signedPercent,
} from '../parts/numbers';
import { BottomAxis, ValueAxis } from './Axes';
import { seriesStyle, useChartColors } from './chartColors';
import { ChartFrame, ChartToggle, type ChartDrawing } from './ChartFrame';
import { ChartLegend } from './ChartLegend';
import { HoverLayer } from './HoverLayer';
import {
  PERCENTILE_TICKS,
  percentileName,
  percentilePosition,
} from './percentileAxis';
import { differenceScale } from './scales';

/** One quantile of a comparison, microseconds. */
export type ShiftPoint = PerformanceComparison['shift'][number];

interface Drawn {
  percentile: number;
  value: number;
  interval?: [number, number];
  /** Half of the zone in which a difference does not matter. */
  margin: number;
  display: ShiftPoint['display'];
}

const MARGIN = { top: 10, right: 16, bottom: 42, left: 66 };
const HEIGHT = 300;

/** What of a comparison is drawn: in microseconds, or as shares of side A. */
function drawnPoints(
  points: readonly ShiftPoint[],
  margin: number,
  isRelative: boolean,
): Drawn[] {
  return points.flatMap(point => {
    const { a, shift, percentile, display } = point;
    if (a === undefined || shift === undefined || display === 'hidden') {
      return [];
    }
    if (isRelative && a <= 0) return [];
    const scale = isRelative ? 1 / a : 1;
    return [
      {
        percentile,
        display,
        value: shift * scale,
        interval: point.interval && [
          point.interval[0] * scale,
          point.interval[1] * scale,
        ],
        margin: margin * a * scale,
      },
    ];
  });
}

function Drawing(
  props: ChartDrawing & {
    points: Drawn[];
    format: (value: number) => string;
  },
) {
  const { points, format, cursor } = props;
  const colors = useChartColors();
  const style = seriesStyle(colors, 1);
  const width = props.width - MARGIN.left - MARGIN.right;
  const height = props.height - MARGIN.top - MARGIN.bottom;
  const positions = points.map(point => percentilePosition(point.percentile));
  const xScale = scaleLinear<number>({
    domain: [Math.min(0.25, ...positions), Math.max(2, ...positions) + 0.05],
    range: [0, width],
  });
  const yScale = differenceScale(
    points.flatMap(point => [
      point.value,
      ...(point.interval ?? []),
      point.margin,
      -point.margin,
    ]),
    [height, 0],
  );
  const x = (point: Drawn) => xScale(percentilePosition(point.percentile));
  const banded = points.filter(point => point.interval);
  return (
    <svg width={props.width} height={props.height} aria-hidden>
      <Group left={MARGIN.left} top={MARGIN.top}>
        <Area
          data={points}
          x={x}
          y0={point => yScale(-point.margin)}
          y1={point => yScale(point.margin)}
          fill={colors.zone}
        />
        <ValueAxis
          scale={yScale}
          colors={colors}
          width={width}
          label="B − A (above zero: B is slower)"
          ticks={yScale.ticks(6)}
          format={value => (value === 0 ? '0' : format(value))}
        />
        <BottomAxis
          scale={xScale}
          colors={colors}
          top={height}
          label="Percentile"
          ticks={PERCENTILE_TICKS.map(percentilePosition).filter(
            position =>
              position >= xScale.domain()[0] && position <= xScale.domain()[1],
          )}
          format={position => percentileName(100 * (1 - 10 ** -position))}
        />
        <line
          x1={0}
          x2={width}
          y1={yScale(0)}
          y2={yScale(0)}
          stroke={colors.axis}
          strokeWidth={1.5}
        />
        <Area
          data={banded}
          x={x}
          y0={point => yScale(point.interval![0])}
          y1={point => yScale(point.interval![1])}
          fill={style.color}
          fillOpacity={0.18}
        />
        <LinePath
          data={points}
          x={x}
          y={point => yScale(point.value)}
          stroke={style.color}
          strokeWidth={2.25}
        />
        {points.map((point, index) => (
          <g
            key={point.percentile}
            opacity={point.display === 'grey' ? 0.45 : 1}
          >
            {point.interval && (
              <line
                x1={x(point)}
                x2={x(point)}
                y1={yScale(point.interval[0])}
                y2={yScale(point.interval[1])}
                stroke={style.color}
                strokeWidth={1.5}
              />
            )}
            <circle
              cx={x(point)}
              cy={yScale(point.value)}
              r={cursor === index ? 6 : 4}
              fill={style.color}
              stroke={colors.background}
              strokeWidth={1.5}
            />
          </g>
        ))}
        <HoverLayer
          width={width}
          height={height}
          xs={points.map(x)}
          onCursor={props.onCursor}
        />
      </Group>
    </svg>
  );
}

/**
 * Where in the distribution side B differs from side A: the difference of every percentile with its 95 % interval, and the
 * zone in which a difference does not matter. Above zero B is slower.
 */
export function QuantileShift(props: {
  title?: string;
  points: readonly ShiftPoint[];
  /** Share of A's value below which a difference does not matter, such as 0.05. */
  margin: number;
  titleA: string;
  titleB: string;
  notes?: string[];
}) {
  const {
    points,
    margin,
    titleA,
    titleB,
    title = 'Shift by percentile',
  } = props;
  const [isRelative, setRelative] = useState(false);
  const colors = useChartColors();
  const drawn = drawnPoints(points, margin, isRelative);
  const format = isRelative ? signedPercent : signedLatency;
  const worst = drawn.reduce<Drawn | undefined>(
    (best, point) =>
      !best || Math.abs(point.value) > Math.abs(best.value) ? point : best,
    undefined,
  );
  const summary = worst
    ? `${titleB} against ${titleA}: the largest difference is ${format(
        worst.value,
      )} at p${percentileName(worst.percentile)}${
        worst.interval
          ? ` (95 % interval ${interval(worst.interval, format)})`
          : ''
      }.`
    : 'No percentile has enough samples on both sides.';
  return (
    <ChartFrame
      title={title}
      summary={summary}
      height={HEIGHT}
      notes={props.notes}
      controls={
        <ChartToggle
          label="As percent of A"
          pressed={isRelative}
          onChange={setRelative}
        />
      }
      legend={
        <ChartLegend
          items={[
            {
              name: `${titleB} minus ${titleA}`,
              color: seriesStyle(colors, 1).color,
            },
            {
              name: '95 % interval',
              color: seriesStyle(colors, 1).color,
              mark: 'band',
            },
            {
              name: `Does not matter (± ${margin * 100} % of A)`,
              color: colors.axis,
              mark: 'band',
            },
          ]}
        />
      }
      table={{
        columns: [
          'Percentile',
          titleA,
          titleB,
          'Difference',
          '95 % interval',
          'Relative',
          'Samples beyond',
        ],
        rows: points.map(point => [
          percentileName(point.percentile),
          point.a === undefined ? undefined : latency(point.a),
          point.b === undefined ? undefined : latency(point.b),
          point.shift === undefined ? undefined : signedLatency(point.shift),
          interval(point.interval, signedLatency),
          point.ratio === undefined
            ? undefined
            : signedPercent(point.ratio - 1),
          point.tail.toLocaleString('en'),
        ]),
      }}
      cursor={{
        count: drawn.length,
        read: index =>
          [
            `p${percentileName(drawn[index].percentile)}`,
            format(drawn[index].value),
            drawn[index].interval &&
              `95 % interval ${interval(drawn[index].interval, format)}`,
          ]
            .filter(Boolean)
            .join(' · '),
      }}
    >
      {drawing => <Drawing {...drawing} points={drawn} format={format} />}
    </ChartFrame>
  );
}
