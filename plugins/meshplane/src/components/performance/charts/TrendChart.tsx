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
import { LinePath } from '@visx/shape';
import type { PerformanceHistory } from '@meshplane/plugin-meshplane-common';
import type { ReactNode } from 'react';
import { plural } from '../../../lib/format';
import { inUnit, interval } from '../parts/numbers';
import { BottomAxis, ValueAxis } from './Axes';
import { seriesStyle, useChartColors } from './chartColors';
import { ChartFrame, type ChartDrawing } from './ChartFrame';
import { ChartLegend, type LegendItem } from './ChartLegend';
import { HoverLayer } from './HoverLayer';
import { valueScale } from './scales';
import { labelledIndexes, trendLevels } from './trendModel';

type Point = PerformanceHistory['points'][number];

const MARGIN = { top: 14, right: 20, bottom: 46, left: 66 };
const HEIGHT = 300;
const LABEL_WIDTH = 90;
const DOTS_UP_TO = 150;

/** How a point of the history is called: by its release, else by its day. */
export function pointName(point: Point): string {
  return point.release ?? point.at.slice(0, 10);
}

function Drawing(
  props: ChartDrawing & {
    history: PerformanceHistory;
    onSelect?: (point: Point) => void;
  },
) {
  const { history, cursor } = props;
  const { points, unit, changePoints, outlier } = history;
  const colors = useChartColors();
  const style = seriesStyle(colors, 0);
  const accent = seriesStyle(colors, 1).color;
  const width = props.width - MARGIN.left - MARGIN.right;
  const height = props.height - MARGIN.top - MARGIN.bottom;
  const xScale = scaleLinear<number>({
    domain: [-0.5, Math.max(0.5, points.length - 0.5)],
    range: [0, width],
  });
  const yScale = valueScale(
    [...points.map(point => point.value), ...(outlier ? outlier.interval : [])],
    false,
    [height, 0],
  );
  return (
    <svg width={props.width} height={props.height} aria-hidden>
      <Group left={MARGIN.left} top={MARGIN.top}>
        <ValueAxis
          scale={yScale}
          colors={colors}
          width={width}
          label={history.metric}
          ticks={yScale.ticks(6)}
          format={value => inUnit(value, unit)}
        />
        <BottomAxis
          scale={xScale}
          colors={colors}
          top={height}
          label="Release, or day of the run"
          ticks={labelledIndexes(points.length, width / LABEL_WIDTH)}
          format={index => {
            const name = points[index] ? pointName(points[index]) : '';
            return name.length > 13 ? `${name.slice(0, 12)}…` : name;
          }}
        />
        {outlier && (
          <rect
            x={xScale(outlier.index - 0.45)}
            width={xScale(0.9) - xScale(0)}
            y={yScale(outlier.interval[1])}
            height={Math.max(
              1,
              yScale(outlier.interval[0]) - yScale(outlier.interval[1]),
            )}
            fill={accent}
            fillOpacity={0.2}
          />
        )}
        {trendLevels(history).map(level => (
          <line
            key={level.from}
            x1={xScale(level.from - 0.4)}
            x2={xScale(level.to + 0.4)}
            y1={yScale(level.value)}
            y2={yScale(level.value)}
            stroke={accent}
            strokeWidth={2.5}
            strokeDasharray="6 4"
          />
        ))}
        {changePoints.map(change => (
          <Group key={change.index}>
            <line
              x1={xScale(change.index - 0.5)}
              x2={xScale(change.index - 0.5)}
              y1={0}
              y2={height}
              stroke={accent}
              strokeDasharray="2 3"
              strokeWidth={1.5}
            />
            <text
              x={xScale(change.index - 0.5) + 4}
              y={-3}
              fontSize={11}
              fill={colors.text}
            >
              {change.change > 0 ? '▲' : '▼'}{' '}
              {Math.abs(Math.round(change.change * 100))} %
            </text>
          </Group>
        ))}
        <LinePath
          data={points}
          x={(_, index) => xScale(index)}
          y={point => yScale(point.value)}
          stroke={style.color}
          strokeWidth={1.75}
        />
        {points.map((point, index) =>
          points.length <= DOTS_UP_TO || point.baseline || index === cursor ? (
            <circle
              // A release that was measured twice has two points.
              key={`${point.at}-${index}`}
              cx={xScale(index)}
              cy={yScale(point.value)}
              r={index === cursor ? 6 : 4}
              fill={point.baseline ? colors.background : style.color}
              stroke={style.color}
              strokeWidth={point.baseline ? 3 : 1}
            />
          ) : null,
        )}
        <HoverLayer
          width={width}
          height={height}
          xs={points.map((_, index) => xScale(index))}
          onCursor={props.onCursor}
          onSelect={
            props.onSelect && (index => props.onSelect?.(points[index]))
          }
        />
      </Group>
    </svg>
  );
}

function summaryOf(history: PerformanceHistory): string {
  const { points, unit, metric, changePoints, outlier } = history;
  if (points.length === 0) return `There is no value of ${metric} yet.`;
  const last = points[points.length - 1];
  return [
    `${metric} over ${plural(points.length, 'point')}: latest ${inUnit(
      last.value,
      unit,
    )} (${pointName(last)}).`,
    changePoints.length > 0
      ? changePoints.map(change => change.sentence).join(' ')
      : 'No lasting change was found.',
    outlier?.sentence,
  ]
    .filter(Boolean)
    .join(' ');
}

/**
 * A metric over releases with the points from which it stayed different, their levels, and the interval that the latest
 * value was expected in where it fell outside.
 */
export function TrendChart(props: {
  title?: string;
  history: PerformanceHistory;
  /** A last column of the table, such as links to the runs of a point. */
  detail?: { header: string; render: (point: Point) => ReactNode };
  /** A point was clicked; the same must be reachable from the table. */
  onSelect?: (point: Point) => void;
}) {
  const { history, detail, title = 'History' } = props;
  const { points, unit, changePoints, outlier } = history;
  const colors = useChartColors();
  const levels = trendLevels(history);
  const accent = seriesStyle(colors, 1).color;
  const changeAt = (index: number) =>
    changePoints.find(change => change.index === index)?.sentence;
  const legend: LegendItem[] = [
    { name: history.metric, color: seriesStyle(colors, 0).color },
    ...(levels.length > 0
      ? [{ name: 'Level between changes', color: accent, dash: '6 4' }]
      : []),
    ...(changePoints.length > 0
      ? [{ name: 'Change', color: accent, dash: '2 3' }]
      : []),
    ...(outlier
      ? [
          {
            name: `Expected (${interval(outlier.interval, value =>
              inUnit(value, unit),
            )})`,
            color: accent,
            mark: 'band' as const,
          },
        ]
      : []),
  ];
  return (
    <ChartFrame
      title={title}
      summary={summaryOf(history)}
      height={HEIGHT}
      notes={[
        ...(points.some(point => point.baseline)
          ? ['Hollow points: baseline.']
          : []),
        ...history.notes,
      ]}
      legend={<ChartLegend items={legend} />}
      table={{
        columns: [
          'Release or day',
          'Measured',
          history.metric,
          'Runs',
          'Change',
          ...(detail ? [detail.header] : []),
        ],
        rows: points.map((point, index) => [
          `${pointName(point)}${point.baseline ? ' (baseline)' : ''}`,
          point.at.slice(0, 16).replace('T', ' '),
          inUnit(point.value, unit),
          point.runIds.length,
          changeAt(index),
          ...(detail ? [detail.render(point)] : []),
        ]),
      }}
      cursor={{
        count: points.length,
        read: index =>
          [
            pointName(points[index]),
            inUnit(points[index].value, unit),
            plural(points[index].runIds.length, 'run'),
            points[index].baseline && 'baseline',
            changeAt(index),
          ]
            .filter(Boolean)
            .join(' · '),
      }}
    >
      {drawing => (
        <Drawing {...drawing} history={history} onSelect={props.onSelect} />
      )}
    </ChartFrame>
  );
}
