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
import type { PerformanceComparison } from '@meshplane/plugin-meshplane-common';
import { plural } from '../../../lib/format';
import {
  differenceInUnit,
  interval,
  inUnit,
  significant,
} from '../parts/numbers';
import { BottomAxis } from './Axes';
import { seriesStyle, useChartColors, type ChartColors } from './chartColors';
import { ChartFrame, type ChartDrawing } from './ChartFrame';
import { ChartLegend } from './ChartLegend';
import { HoverLayer } from './HoverLayer';
import { differenceScale } from './scales';
import { scaleLinear } from '@visx/scale';

/** One metric of a comparison with the value of every run. */
export type DotMetric = PerformanceComparison['metrics'][number];

const MARGIN = { top: 8, right: 24, bottom: 34, left: 150 };
const ROW = 44;
const AXIS = 38;
const HEIGHT = MARGIN.top + 2 * ROW + AXIS + ROW + MARGIN.bottom;

/** Dots that would hide each other are moved up and down in turn. */
function offsetOf(index: number): number {
  return [0, -7, 7, -13, 13][index % 5];
}

function Side(props: {
  name: string;
  values: readonly number[];
  median: number;
  x: (value: number) => number;
  color: string;
  isHollow: boolean;
  colors: ChartColors;
  marked?: number;
}) {
  const { values, x, color, colors } = props;
  return (
    <>
      <text
        x={-12}
        dy="0.33em"
        textAnchor="end"
        fontSize={12}
        fill={colors.text}
      >
        {props.name.length > 22 ? `${props.name.slice(0, 21)}…` : props.name}
      </text>
      {values.map((value, index) => (
        <circle
          key={index}
          cx={x(value)}
          cy={offsetOf(index)}
          r={props.marked === index ? 7 : 5}
          fill={props.isHollow ? colors.background : color}
          stroke={color}
          strokeWidth={2}
          fillOpacity={0.9}
        />
      ))}
      <line
        x1={x(props.median)}
        x2={x(props.median)}
        y1={-18}
        y2={18}
        stroke={color}
        strokeWidth={3}
      />
    </>
  );
}

function Drawing(
  props: ChartDrawing & {
    metric: DotMetric;
    margin?: number;
    titleA: string;
    titleB: string;
  },
) {
  const { metric, margin, cursor } = props;
  const colors = useChartColors();
  const { valuesA, valuesB, shiftInterval } = metric;
  const width = props.width - MARGIN.left - MARGIN.right;
  const all = [...valuesA, ...valuesB];
  const lowest = Math.min(...all);
  const highest = Math.max(...all);
  const room = (highest - lowest || Math.abs(highest) || 1) * 0.08;
  const x = scaleLinear<number>({
    domain: [lowest - room, highest + room],
    range: [0, width],
    nice: true,
  });
  const zone = margin === undefined ? 0 : Math.abs(metric.medianA * margin);
  const shiftScale = differenceScale(
    [...shiftInterval, zone, -zone],
    [0, width],
  );
  const [styleA, styleB] = [seriesStyle(colors, 0), seriesStyle(colors, 1)];
  const shiftTop = 2 * ROW + AXIS + ROW / 2;
  return (
    <svg width={props.width} height={props.height} aria-hidden>
      <Group left={MARGIN.left} top={MARGIN.top}>
        <BottomAxis
          scale={x}
          colors={colors}
          top={2 * ROW}
          gridHeight={2 * ROW}
          label=""
          ticks={x.ticks(6)}
          format={value => inUnit(value, metric.unit)}
        />
        <Group top={ROW / 2}>
          <Side
            name={props.titleA}
            values={valuesA}
            median={metric.medianA}
            x={x}
            color={styleA.color}
            isHollow
            colors={colors}
            marked={cursor}
          />
        </Group>
        <Group top={ROW * 1.5}>
          <Side
            name={props.titleB}
            values={valuesB}
            median={metric.medianB}
            x={x}
            color={styleB.color}
            isHollow={false}
            colors={colors}
            marked={cursor === undefined ? undefined : cursor - valuesA.length}
          />
        </Group>
        <Group top={shiftTop}>
          <rect
            x={shiftScale(-zone)}
            width={Math.max(0, shiftScale(zone) - shiftScale(-zone))}
            y={-ROW / 2}
            height={ROW}
            fill={colors.zone}
          />
          <text
            x={-12}
            dy="0.33em"
            textAnchor="end"
            fontSize={12}
            fill={colors.text}
          >
            B − A
          </text>
          <line
            x1={shiftScale(0)}
            x2={shiftScale(0)}
            y1={-ROW / 2}
            y2={ROW / 2}
            stroke={colors.axis}
            strokeWidth={1.5}
          />
          <line
            x1={shiftScale(shiftInterval[0])}
            x2={shiftScale(shiftInterval[1])}
            stroke={styleB.color}
            strokeWidth={3}
          />
          {shiftInterval.map((value, end) => (
            <line
              // Both ends may lie at one value.
              key={end === 0 ? 'low' : 'high'}
              x1={shiftScale(value)}
              x2={shiftScale(value)}
              y1={-7}
              y2={7}
              stroke={styleB.color}
              strokeWidth={3}
            />
          ))}
          <circle
            cx={shiftScale(metric.shift)}
            r={5.5}
            fill={styleB.color}
            stroke={colors.background}
            strokeWidth={1.5}
          />
        </Group>
        <BottomAxis
          scale={shiftScale}
          colors={colors}
          top={shiftTop + ROW / 2}
          label=""
          ticks={shiftScale.ticks(6)}
          format={value => differenceInUnit(value, metric.unit)}
        />
        <HoverLayer
          width={width}
          height={2 * ROW}
          xs={all.map(value => x(value))}
          onCursor={props.onCursor}
        />
      </Group>
    </svg>
  );
}

/**
 * One dot per run and side with the medians, and below it the difference of the sides with its interval beside the zone in
 * which it does not matter. The verdict stands above it in words.
 */
export function RunDots(props: {
  metric: DotMetric;
  titleA: string;
  titleB: string;
  /** Share of A's median below which a difference does not matter. */
  margin?: number;
  title?: string;
}) {
  const { metric, titleA, titleB, margin } = props;
  const colors = useChartColors();
  const { valuesA, valuesB, unit } = metric;
  const all = [
    ...valuesA.map((value, index) => ({ side: titleA, run: index + 1, value })),
    ...valuesB.map((value, index) => ({ side: titleB, run: index + 1, value })),
  ];
  return (
    <ChartFrame
      title={props.title ?? `${metric.metric}: every run`}
      summary={metric.sentence}
      height={HEIGHT}
      legend={
        <ChartLegend
          items={[
            {
              name: `${titleA}, ${plural(valuesA.length, 'run')}`,
              color: seriesStyle(colors, 0).color,
              mark: 'ring',
            },
            {
              name: `${titleB}, ${plural(valuesB.length, 'run')}`,
              color: seriesStyle(colors, 1).color,
              mark: 'dot',
            },
            ...(margin === undefined
              ? []
              : [
                  {
                    name: `Does not matter (± ${significant(margin * 100)} %)`,
                    color: colors.axis,
                    mark: 'band' as const,
                  },
                ]),
          ]}
        />
      }
      table={{
        columns: ['Side and run', metric.metric],
        rows: [
          ...all.map(item => [
            `${item.side}, run ${item.run}`,
            inUnit(item.value, unit),
          ]),
          [`${titleA}, median`, inUnit(metric.medianA, unit)],
          [`${titleB}, median`, inUnit(metric.medianB, unit)],
          ['Difference', differenceInUnit(metric.shift, unit)],
          [
            'Its interval',
            interval(metric.shiftInterval, value =>
              differenceInUnit(value, unit),
            ),
          ],
        ],
      }}
      cursor={{
        count: all.length,
        read: index =>
          `${all[index].side}, run ${all[index].run}: ${inUnit(
            all[index].value,
            unit,
          )}`,
      }}
    >
      {drawing => (
        <Drawing
          {...drawing}
          metric={metric}
          margin={margin}
          titleA={titleA}
          titleB={titleB}
        />
      )}
    </ChartFrame>
  );
}
