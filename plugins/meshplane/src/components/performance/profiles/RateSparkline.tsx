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

import type { PerformanceProfile } from '@meshplane/plugin-meshplane-common';
import { useChartColors } from '../charts/chartColors';

type Stage = Extract<
  PerformanceProfile['load']['load'],
  { model: 'open' }
>['stages'][number];

/** The rate over time as the stages say it, without axes: a preview beside the fields. */
export function RateSparkline(props: {
  stages: ReadonlyArray<Pick<Stage, 'seconds' | 'from' | 'to'>>;
  width?: number;
  height?: number;
}) {
  const { stages, width = 160, height = 36 } = props;
  const colors = useChartColors();
  const total = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  const highest = Math.max(
    1,
    ...stages.flatMap(stage => [stage.from, stage.to]),
  );
  if (!(total > 0)) return null;
  const y = (rate: number) => height - 2 - (rate / highest) * (height - 4);
  let at = 0;
  const points = stages.flatMap(stage => {
    const start = (at / total) * width;
    at += stage.seconds;
    return [
      `${start},${y(stage.from)}`,
      `${(at / total) * width},${y(stage.to)}`,
    ];
  });
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={`Rate over ${total} s: ${stages
        .map(stage => `${stage.from} to ${stage.to} in ${stage.seconds} s`)
        .join(', ')}`}
    >
      <polygon
        points={`0,${height} ${points.join(' ')} ${width},${height}`}
        fill={colors.series[0].color}
        fillOpacity={0.2}
      />
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke={colors.series[0].color}
        strokeWidth={2}
      />
    </svg>
  );
}
