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
import type { PanelData } from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import { usePanelData } from '../../../data/performance/connectionQueries';
import { plural } from '../../../lib/format';
import { QueryView } from '../../feedback/QueryView';
import { BottomAxis, ValueAxis } from '../charts/Axes';
import { seriesStyle, useChartColors } from '../charts/chartColors';
import { ChartFrame, type ChartDrawing } from '../charts/ChartFrame';
import { ChartLegend } from '../charts/ChartLegend';
import { HoverLayer } from '../charts/HoverLayer';
import { differenceScale } from '../charts/scales';
import { inUnit } from '../parts/numbers';
import { MAX_LINES, panelModel, pointsOf, type PanelModel } from './panelModel';

const MARGIN = { top: 8, right: 16, bottom: 42, left: 66 };
const HEIGHT = 240;
const TICKS = 6;

function Drawing(props: ChartDrawing & { model: PanelModel; unit: string }) {
  const { model, unit, cursor } = props;
  const colors = useChartColors();
  const width = props.width - MARGIN.left - MARGIN.right;
  const height = props.height - MARGIN.top - MARGIN.bottom;
  const lines = model.lines.slice(0, MAX_LINES);
  const last = model.seconds[model.seconds.length - 1] ?? 1;
  const x = scaleLinear<number>({
    domain: [0, Math.max(1, last)],
    range: [0, width],
  });
  const y = differenceScale(
    lines.flatMap(line => pointsOf(model, line).map(point => point.value)),
    [height, 0],
  );
  return (
    <svg width={props.width} height={props.height} aria-hidden>
      <Group left={MARGIN.left} top={MARGIN.top}>
        <ValueAxis
          scale={y}
          colors={colors}
          width={width}
          label={unit}
          ticks={y.ticks(TICKS)}
          format={value => inUnit(value, '')}
        />
        <BottomAxis
          scale={x}
          colors={colors}
          top={height}
          label="Seconds of the window"
          ticks={x.ticks(TICKS)}
          format={value => `${value} s`}
        />
        {lines.map((line, index) => {
          const { color, dash } = seriesStyle(colors, index);
          return (
            <LinePath
              key={line.name}
              data={pointsOf(model, line)}
              x={point => x(point.second)}
              y={point => y(point.value)}
              stroke={color}
              strokeWidth={2}
              strokeDasharray={dash}
            />
          );
        })}
        {cursor !== undefined && (
          <line
            x1={x(model.seconds[cursor])}
            x2={x(model.seconds[cursor])}
            y1={0}
            y2={height}
            stroke={colors.axis}
            strokeDasharray="3 3"
          />
        )}
        <HoverLayer
          width={width}
          height={height}
          xs={model.seconds.map(second => x(second))}
          onCursor={props.onCursor}
        />
      </Group>
    </svg>
  );
}

/** The data of one panel of Grafana, drawn here. */
export function PanelChart(props: { data: PanelData }) {
  const { data } = props;
  const colors = useChartColors();
  const model = useMemo(() => panelModel(data), [data]);
  const unit = data.unit ?? '';
  const at = (index: number) =>
    new Date((model.start + model.seconds[index]) * 1000)
      .toISOString()
      .slice(11, 19);
  const write = (value: number | undefined) =>
    value === undefined ? 'no value' : inUnit(value, unit);
  const lines = model.lines.slice(0, MAX_LINES);
  const rest = model.lines.length - lines.length;
  return (
    <ChartFrame
      title={data.title}
      summary={
        model.seconds.length === 0
          ? 'Prometheus has no value in this window.'
          : `${plural(data.series.length, 'series', 'series')} from ${at(
              0,
            )} to ${at(model.seconds.length - 1)} UTC. ${lines
              .map(line => {
                const values = pointsOf(model, line).map(item => item.value);
                return `${line.name}: ${
                  values.length === 0
                    ? 'no value'
                    : `highest ${write(Math.max(...values))}`
                }`;
              })
              .join('; ')}.`
      }
      height={HEIGHT}
      notes={[
        ...(rest > 0
          ? [`${plural(rest, 'more series', 'more series')} in the table only.`]
          : []),
        ...data.notes,
      ]}
      legend={
        <ChartLegend
          items={lines.map((line, index) => ({
            name: line.name,
            ...seriesStyle(colors, index),
          }))}
        />
      }
      table={{
        columns: ['Time (UTC)', ...model.lines.map(line => line.name)],
        rows: model.seconds.map((_, index) => [
          at(index),
          ...model.lines.map(line => write(line.values[index])),
        ]),
      }}
      cursor={{
        count: model.seconds.length,
        read: index =>
          [
            at(index),
            ...lines.map(line => `${line.name} ${write(line.values[index])}`),
          ].join(' · '),
      }}
    >
      {drawing => <Drawing {...drawing} model={model} unit={unit} />}
    </ChartFrame>
  );
}

/** Asks for the data of a panel over a window and draws it. */
export function PanelView(props: {
  connection: string;
  dashboard: string;
  panel: number;
  from: string;
  to: string;
}) {
  const panel = usePanelData(props);
  return (
    <QueryView query={panel} what="the panel" rows={3}>
      {data => <PanelChart data={data} />}
    </QueryView>
  );
}
