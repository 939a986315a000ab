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

import { useChartColors } from '../charts';

const WIDTH = 160;
const HEIGHT = 36;
const PAD = 4;
/** Smallest span of values that takes the whole height, as a share of the largest value. */
const LEAST_SPAN = 0.2;

/** The course of a value at a glance; what it says stands in words beside it. */
export function Sparkline(props: { values: readonly number[]; label: string }) {
  const { values, label } = props;
  const colors = useChartColors();
  if (values.length < 2) return null;
  const lowest = Math.min(...values);
  const highest = Math.max(...values);
  // Zero would flatten every course; but noise of a few percent must not look like one, either.
  const least = Math.abs(highest) * LEAST_SPAN;
  const room = Math.max(0, least - (highest - lowest)) / 2;
  const span = Math.max(highest - lowest, least) || 1;
  const x = (index: number) =>
    PAD + (index / (values.length - 1)) * (WIDTH - 2 * PAD);
  const y = (value: number) =>
    HEIGHT - PAD - ((value - lowest + room) / span) * (HEIGHT - 2 * PAD);
  const last = values.length - 1;
  const { color } = colors.series[0];
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <polyline
        points={values
          .map((value, index) => `${x(index)},${y(value)}`)
          .join(' ')}
        fill="none"
        stroke={color}
        strokeWidth={2}
        strokeLinejoin="round"
      />
      <circle cx={x(last)} cy={y(values[last])} r={3.5} fill={color} />
    </svg>
  );
}
