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

import type { PercentilePoint } from '@meshplane/plugin-meshplane-common';

/** Percentiles with a tick, as HdrHistogram's plots have them. */
export const PERCENTILE_TICKS = [0, 50, 90, 99, 99.9, 99.99, 99.999];

/** Position of a percentile (0 to below 100) on the axis: every further nine takes the same room. */
export function percentilePosition(percentile: number): number {
  // The difference is rounded: 100 − 99.9 is not 0.1 in binary, and a tick must stand where its point does.
  return Math.log10(100 / Number((100 - percentile).toFixed(9)));
}

/** "50", "99.9", "99.999"; "0" is the minimum. */
export function percentileName(percentile: number): string {
  return String(Number(percentile.toFixed(4)));
}

/** Part of a curve that is drawn in one way. */
export interface CurvePart {
  display: 'full' | 'grey';
  points: PercentilePoint[];
}

/**
 * Cuts a curve where its tail becomes thin: `full` with at least 100 samples beyond, `grey` with at least 10, and nothing
 * after that. A grey part starts at the last point of the full one, so that the line has no gap.
 */
export function curveParts(points: readonly PercentilePoint[]): CurvePart[] {
  const parts: CurvePart[] = [];
  for (const point of points) {
    if (point.display === 'hidden' || point.percentile >= 100) break;
    const last = parts[parts.length - 1];
    if (last?.display === point.display) last.points.push(point);
    else {
      const joint = last?.points[last.points.length - 1];
      parts.push({
        display: point.display,
        points: joint ? [joint, point] : [point],
      });
    }
  }
  return parts;
}

/** Points of a curve that are drawn at all. */
export function shownPoints(
  points: readonly PercentilePoint[],
): PercentilePoint[] {
  const end = points.findIndex(
    point => point.display === 'hidden' || point.percentile >= 100,
  );
  return end < 0 ? [...points] : points.slice(0, end);
}
