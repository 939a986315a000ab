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
import { Bar } from '@visx/shape';
import { significant } from '../parts/numbers';
import { BottomAxis } from './Axes';
import { seriesStyle, useChartColors } from './chartColors';
import { ChartFrame, type ChartDrawing } from './ChartFrame';
import { ChartLegend } from './ChartLegend';
import { HoverLayer } from './HoverLayer';

/** One bar: a role, a container or a side of an experiment. */
export interface ResourceBar {
  name: string;
  /** Mean over the measured window. */
  mean: number;
  /** Highest reading, drawn as a thin line. */
  max?: number;
  /** Per 1 000 requests per second, said beside the bar. */
  perThousand?: number;
}

const ROW_HEIGHT = 34;
const MARGIN = { top: 6, right: 150, bottom: 42, left: 120 };

function Drawing(props: ChartDrawing & { bars: ResourceBar[]; unit: string }) {
  const { bars, unit, cursor } = props;
  const colors = useChartColors();
  const width = props.width - MARGIN.left - MARGIN.right;
  const height = props.height - MARGIN.top - MARGIN.bottom;
  const x = scaleLinear<number>({
    domain: [0, Math.max(1e-9, ...bars.map(bar => bar.max ?? bar.mean))],
    range: [0, width],
    nice: true,
  });
  const { color } = seriesStyle(colors, 0);
  const middle = (index: number) => (index + 0.5) * ROW_HEIGHT;
  return (
    <svg width={props.width} height={props.height} aria-hidden>
      <Group left={MARGIN.left} top={MARGIN.top}>
        <BottomAxis
          scale={x}
          colors={colors}
          top={height}
          gridHeight={height}
          label={unit}
          ticks={x.ticks(5)}
          format={value => significant(value)}
        />
        {bars.map((bar, index) => (
          <Group key={bar.name} top={middle(index)}>
            <text
              x={-8}
              dy="0.33em"
              textAnchor="end"
              fontSize={12}
              fill={colors.text}
              fontWeight={cursor === index ? 600 : undefined}
            >
              {bar.name}
            </text>
            <Bar
              y={-9}
              height={18}
              width={Math.max(1, x(bar.mean))}
              fill={color}
              rx={2}
            />
            {bar.max !== undefined && (
              <>
                <line
                  x1={x(bar.mean)}
                  x2={x(bar.max)}
                  stroke={colors.axis}
                  strokeWidth={1.5}
                />
                <line
                  x1={x(bar.max)}
                  x2={x(bar.max)}
                  y1={-6}
                  y2={6}
                  stroke={colors.axis}
                  strokeWidth={1.5}
                />
              </>
            )}
            <text
              x={x(bar.max ?? bar.mean) + 8}
              dy="0.33em"
              fontSize={11}
              fill={colors.text}
            >
              {significant(bar.mean)}
              {bar.perThousand === undefined
                ? ''
                : ` (${significant(bar.perThousand)} per 1k req/s)`}
            </text>
          </Group>
        ))}
        <HoverRows {...props} count={bars.length} width={width} />
      </Group>
    </svg>
  );
}

/** Rows take the pointer instead of columns. */
function HoverRows(props: {
  count: number;
  width: number;
  onCursor: (index: number) => void;
}) {
  return (
    <>
      {Array.from({ length: props.count }, (_, index) => (
        <Group key={index} top={index * ROW_HEIGHT}>
          <HoverLayer
            width={props.width}
            height={ROW_HEIGHT}
            xs={[0]}
            onCursor={() => props.onCursor(index)}
          />
        </Group>
      ))}
    </>
  );
}

/** What was used, as bars below each other: mean, highest reading, and the cost per 1 000 requests per second. */
export function ResourceBars(props: {
  title: string;
  /** Unit of all values: "cores", "MB". */
  unit: string;
  bars: ResourceBar[];
  notes?: string[];
}) {
  const { bars, unit } = props;
  const colors = useChartColors();
  const text = (value: number | undefined) =>
    value === undefined ? undefined : `${significant(value)} ${unit}`;
  const hasMax = bars.some(bar => bar.max !== undefined);
  const read = (bar: ResourceBar) =>
    [
      bar.name,
      `mean ${text(bar.mean)}`,
      bar.max !== undefined && `highest ${text(bar.max)}`,
      bar.perThousand !== undefined &&
        `${text(bar.perThousand)} per 1 000 req/s`,
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <ChartFrame
      title={props.title}
      summary={`${bars
        .map(bar => `${bar.name} ${text(bar.mean)}`)
        .join(', ')}.`}
      height={bars.length * ROW_HEIGHT + MARGIN.top + MARGIN.bottom}
      notes={props.notes}
      legend={
        <ChartLegend
          items={[
            { name: 'Mean', color: seriesStyle(colors, 0).color, mark: 'bar' },
            ...(hasMax
              ? [{ name: 'Highest reading', color: colors.axis }]
              : []),
          ]}
        />
      }
      table={{
        columns: ['What', 'Mean', 'Highest', 'Per 1 000 req/s'],
        rows: bars.map(bar => [
          bar.name,
          text(bar.mean),
          text(bar.max),
          text(bar.perThousand),
        ]),
      }}
      cursor={{ count: bars.length, read: index => read(bars[index]) }}
    >
      {drawing => <Drawing {...drawing} bars={bars} unit={unit} />}
    </ChartFrame>
  );
}
