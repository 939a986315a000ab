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

import { AxisBottom, AxisLeft } from '@visx/axis';
import type { scaleLinear, scaleLog } from '@visx/scale';
import type { ChartColors } from './chartColors';

/** Scales that the axes of this plugin's charts use. */
export type NumberScale =
  | ReturnType<typeof scaleLinear<number>>
  | ReturnType<typeof scaleLog<number>>;

interface AxisProps {
  scale: NumberScale;
  colors: ChartColors;
  label: string;
  ticks: number[];
  format: (value: number) => string;
}

const TICK_FONT_PX = 11;

/** Value axis at the left with lines across the drawing. */
export function ValueAxis(props: AxisProps & { width: number }) {
  const { scale, colors, ticks, format, label, width } = props;
  return (
    <>
      {ticks.map(tick => (
        <line
          key={tick}
          x1={0}
          x2={width}
          y1={scale(tick)}
          y2={scale(tick)}
          stroke={colors.grid}
        />
      ))}
      <AxisLeft
        scale={scale}
        tickValues={ticks}
        tickFormat={value => format(Number(value))}
        hideAxisLine
        hideTicks
        label={label}
        labelOffset={46}
        labelProps={{
          fill: colors.text,
          fontSize: TICK_FONT_PX,
          textAnchor: 'middle',
          fontFamily: 'inherit',
        }}
        tickLabelProps={{
          fill: colors.text,
          fontSize: TICK_FONT_PX,
          textAnchor: 'end',
          dx: -4,
          dy: '0.33em',
          fontFamily: 'inherit',
        }}
      />
    </>
  );
}

/** Axis below the drawing. */
export function BottomAxis(
  props: AxisProps & {
    top: number;
    /** Lines up through the drawing. */
    gridHeight?: number;
  },
) {
  const { scale, colors, ticks, format, label, top, gridHeight } = props;
  return (
    <>
      {gridHeight !== undefined &&
        ticks.map(tick => (
          <line
            key={tick}
            x1={scale(tick)}
            x2={scale(tick)}
            y1={top - gridHeight}
            y2={top}
            stroke={colors.grid}
          />
        ))}
      <AxisBottom
        top={top}
        scale={scale}
        tickValues={ticks}
        tickFormat={value => format(Number(value))}
        stroke={colors.axis}
        tickStroke={colors.axis}
        tickLength={5}
        label={label}
        labelOffset={12}
        labelProps={{
          fill: colors.text,
          fontSize: TICK_FONT_PX,
          textAnchor: 'middle',
          fontFamily: 'inherit',
        }}
        tickLabelProps={{
          fill: colors.text,
          fontSize: TICK_FONT_PX,
          textAnchor: 'middle',
          dy: '0.25em',
          fontFamily: 'inherit',
        }}
      />
    </>
  );
}
