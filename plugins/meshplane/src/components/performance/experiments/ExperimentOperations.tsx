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

import { Link } from '@backstage/core-components';
import type { ExperimentDetail } from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import { useMeshPaths } from '../../../lib/useMeshPaths';
import { DataTable } from '../../layout/DataTable';
import { Section } from '../../layout/Section';
import type { Column } from '../../layout/sortRows';

type Row = ExperimentDetail['operations'][number];

/** Operations by which the experiment changed the cluster and took it back. */
export function ExperimentOperations(props: { operations: Row[] }) {
  const paths = useMeshPaths();
  const columns = useMemo<Array<Column<Row>>>(
    () => [
      { id: 'arm', header: 'Side', render: row => row.arm },
      {
        id: 'step',
        header: 'Step',
        render: row => (row.step === 'set-up' ? 'Set-up' : 'Taken back'),
      },
      { id: 'state', header: 'State', render: row => row.state },
      {
        id: 'operation',
        header: 'Operation',
        render: row => (
          <Link to={paths.operation(row.operationId)}>{row.operationId}</Link>
        ),
      },
    ],
    [paths],
  );
  return (
    <Section title="Changes in the cluster" flush>
      <DataTable
        caption="Operations of the experiment"
        columns={columns}
        rows={props.operations}
        rowKey={row => row.operationId}
        presorted
      />
    </Section>
  );
}
