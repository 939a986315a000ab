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

import type { RunDetail } from '@meshplane/plugin-meshplane-common';
import { plural } from '../../../lib/format';
import { Section } from '../../layout/Section';
import {
  latency,
  megabytes,
  sharePercent,
  significant,
} from '../parts/numbers';
import { Tiles, type TileItem } from '../runs/Tiles';

/** How arrivals were made, in words. */
function arrivalText(run: RunDetail): string | undefined {
  const load = run.profile?.load.load ?? run.result?.profile?.load;
  if (!load) return undefined;
  return load.model === 'open'
    ? `open, ${load.arrivals}`
    : 'closed: maximum throughput, no statement about latency';
}

function latencyTiles(run: RunDetail): TileItem[] {
  const headline = run.headline;
  const count = run.result?.latency.response?.count;
  const tail = (percentile: number) => {
    if (count === undefined) return undefined;
    const beyond = Math.floor(
      Number((count * (1 - percentile / 100)).toFixed(6)),
    );
    return `${plural(beyond, 'sample')} beyond`;
  };
  const tile = (
    name: string,
    percentile: number,
    value: number | undefined,
  ): TileItem => ({
    name,
    value: value === undefined ? undefined : latency(value),
    detail: tail(percentile),
  });
  return [
    tile('p50', 50, headline?.p50),
    tile('p90', 90, headline?.p90),
    tile('p99', 99, headline?.p99),
    tile('p99.9', 99.9, headline?.p999),
    {
      name: 'Maximum',
      value: headline?.max === undefined ? undefined : latency(headline.max),
    },
  ];
}

/** The numbers that people ask for first, each with what it rests on. */
export function HeadlineSection(props: { run: RunDetail }) {
  const { run } = props;
  const { headline, result } = run;
  if (!headline) return null;
  const isInvalid = run.validity === 'invalid';
  const errors = Object.values(result?.counts.errors ?? {}).reduce(
    (sum, count) => sum + count,
    0,
  );
  const items: TileItem[] = [
    ...latencyTiles(run),
    {
      name: 'Rate',
      value: `${significant(headline.achievedRate)}/s`,
      detail:
        headline.targetRate === undefined
          ? 'as fast as possible'
          : `of ${significant(headline.targetRate)}/s wanted`,
    },
    {
      name: 'Errors',
      value:
        headline.errorRate === undefined
          ? undefined
          : sharePercent(headline.errorRate),
      detail:
        result &&
        `${errors.toLocaleString('en')} of ${result.counts.sent.toLocaleString(
          'en',
        )}`,
    },
    {
      name: 'CPU per 1 000 req/s',
      value:
        headline.cpuPerThousand === undefined
          ? undefined
          : `${significant(headline.cpuPerThousand)} cores`,
      detail: 'all measured containers',
    },
    {
      name: 'Memory',
      value:
        headline.memoryBytes === undefined
          ? undefined
          : megabytes(headline.memoryBytes),
      detail: 'all measured containers',
    },
  ];
  const basis = [
    result &&
      plural(result.latency.response?.count ?? result.counts.ok, 'sample'),
    `${significant(headline.measuredSeconds)} s measured`,
    arrivalText(run) && `arrivals ${arrivalText(run)}`,
    run.precision && run.precision !== 'exact'
      ? `${run.precision}: percentiles are not exact`
      : run.precision,
    result?.tls === 'unverified' && 'certificate of the target not checked',
  ].filter(Boolean);
  return (
    <Section
      title={isInvalid ? 'Numbers that must not be used' : 'Result'}
      subtitle={basis.join(' · ')}
    >
      <Tiles label="Result" items={items} />
    </Section>
  );
}
