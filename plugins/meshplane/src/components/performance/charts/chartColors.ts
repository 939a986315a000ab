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

import { useTheme } from '@material-ui/core/styles';
import { useMemo } from 'react';

/** How one line or group of marks is told from the others: by colour and by dashes, never by colour alone. */
export interface SeriesStyle {
  color: string;
  /** `stroke-dasharray`; undefined is a solid line. */
  dash?: string;
}

/** Colours of charts in the portal's theme. */
export interface ChartColors {
  text: string;
  axis: string;
  grid: string;
  background: string;
  /** Errors, failures, what is worse. */
  bad: string;
  /** Shaded zones: warm-up, margin of "no change". */
  zone: string;
  /** From few to many, for heatmaps. */
  ramp: string[];
  series: SeriesStyle[];
}

const DASHES = [undefined, '7 4', '2 3', '9 3 2 3', '1 4', '12 4'];

// Pairs that stay apart for the common kinds of colour blindness: blue and orange first.
const LIGHT = [
  '#1f5fbf',
  '#b85400',
  '#00796b',
  '#8e3ba6',
  '#5d4037',
  '#ad1457',
];
const DARK = ['#7ab8ff', '#ffab5c', '#4fd1b8', '#d9a2f0', '#c9ada7', '#ff8fb1'];

const LIGHT_RAMP = [
  '#dbe9f8',
  '#a9cbea',
  '#6ba3d6',
  '#3576b5',
  '#15508c',
  '#08305c',
];
const DARK_RAMP = [
  '#1d3550',
  '#2a5580',
  '#3d7fb5',
  '#66abdd',
  '#a3d2f2',
  '#e6f5ff',
];

function colorsOf(isDark: boolean, palette: Record<string, string>) {
  return {
    text: palette.text,
    axis: palette.axis,
    grid: palette.grid,
    background: palette.background,
    bad: isDark ? '#f88378' : '#c62828',
    zone: isDark ? 'rgba(255, 255, 255, 0.08)' : 'rgba(0, 0, 0, 0.06)',
    ramp: isDark ? DARK_RAMP : LIGHT_RAMP,
    series: (isDark ? DARK : LIGHT).map((color, index) => ({
      color,
      dash: DASHES[index],
    })),
  };
}

/** Style of the series number `index`; more than there are start again from the first. */
export function seriesStyle(colors: ChartColors, index: number): SeriesStyle {
  return colors.series[index % colors.series.length];
}

/** Colours of charts in the current theme. */
export function useChartColors(): ChartColors {
  const { palette } = useTheme();
  const { type, divider, text, background } = palette;
  return useMemo(
    () =>
      colorsOf(type === 'dark', {
        text: text.secondary,
        axis: text.secondary,
        grid: divider,
        background: background.paper,
      }),
    [type, divider, text.secondary, background.paper],
  );
}
