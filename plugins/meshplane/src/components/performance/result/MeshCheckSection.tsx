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
import { DataTable } from '../../layout/DataTable';
import { Section } from '../../layout/Section';
import type { Column } from '../../layout/sortRows';
import { sharePercent, significant } from '../parts/numbers';

type Mesh = NonNullable<NonNullable<RunDetail['resources']>['mesh']>;

interface Row {
  what: string;
  client: string;
  mesh: string;
}

const columns: Array<Column<Row>> = [
  { id: 'what', header: 'What', render: row => row.what },
  {
    id: 'client',
    header: 'Generator saw',
    align: 'right',
    render: row => row.client,
  },
  { id: 'mesh', header: 'Mesh saw', align: 'right', render: row => row.mesh },
];

function text(value: number | undefined, write: (value: number) => string) {
  return value === undefined ? '–' : write(value);
}

/** The same window as the mesh saw it: numbers that disagree show that something else sent requests, too, or got lost. */
export function MeshCheckSection(props: { run: RunDetail; mesh: Mesh }) {
  const { mesh } = props;
  const { headline } = props.run;
  const perSecond = (value: number) => `${significant(value)}/s`;
  const ms = (value: number) => `${significant(value)} ms`;
  const inMs = (micros: number | undefined) =>
    micros === undefined ? undefined : micros / 1000;
  const rows: Row[] = [
    {
      what: 'Rate',
      client: text(headline?.achievedRate, perSecond),
      mesh: text(mesh.requestRate, perSecond),
    },
    {
      what: 'Errors',
      client: text(headline?.errorRate, sharePercent),
      mesh: text(mesh.errorRate, sharePercent),
    },
    {
      what: 'p50',
      client: text(inMs(headline?.p50), ms),
      mesh: text(mesh.p50Ms, ms),
    },
    {
      what: 'p99',
      client: text(inMs(headline?.p99), ms),
      mesh: text(mesh.p99Ms, ms),
    },
    {
      what: 'Share with mTLS',
      client: '–',
      mesh: text(mesh.mtlsShare, sharePercent),
    },
  ];
  return (
    <Section
      title="Cross-check with the mesh"
      subtitle="The mesh's own metrics over the same window. Its latencies come from coarse buckets and leave out the way to the proxy."
      flush
    >
      <DataTable
        caption="Generator and mesh beside each other"
        columns={columns}
        rows={rows}
        rowKey={row => row.what}
        presorted
      />
    </Section>
  );
}
