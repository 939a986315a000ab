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

import Typography from '@material-ui/core/Typography';
import type { PerformanceProfile } from '@meshplane/plugin-meshplane-common';
import { DataTable } from '../../layout/DataTable';
import type { Column } from '../../layout/sortRows';
import { profileChanges, type ProfileChange } from './profileChanges';

const columns: Array<Column<ProfileChange>> = [
  { id: 'path', header: 'Field', render: row => <code>{row.path}</code> },
  {
    id: 'before',
    header: 'Before',
    render: row => (row.before === undefined ? '(not there)' : row.before),
  },
  {
    id: 'after',
    header: 'After',
    render: row => (row.after === undefined ? '(gone)' : row.after),
  },
];

/** What one version changes of another one. */
export function ChangesTable(props: {
  older: PerformanceProfile;
  newer: PerformanceProfile;
}) {
  const { older, newer } = props;
  const changes = profileChanges(older, newer);
  if (changes.length === 0) {
    return (
      <Typography variant="body2">
        Version {newer.version} is the same as version {older.version}.
      </Typography>
    );
  }
  return (
    <DataTable
      caption={`Changes from version ${older.version} to version ${newer.version}`}
      columns={columns}
      rows={changes}
      rowKey={row => row.path}
      presorted
    />
  );
}
