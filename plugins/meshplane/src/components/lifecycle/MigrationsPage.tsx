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

import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { Migration } from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import { useMigrations } from '../../data/operationQueries';
import { percent, plural } from '../../lib/format';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { DataTable } from '../layout/DataTable';
import { PageTitle } from '../layout/PageTitle';
import { Section } from '../layout/Section';
import type { Column } from '../layout/sortRows';
import { PlanLink } from '../plan/PlanLink';
import { StatusLabel, ToneIcon } from '../status/StatusLabel';
import type { StateWord } from '../status/words';
import { LifecycleNav } from './LifecycleNav';

type Row = Migration['namespaces'][number];

const STATES: Record<Row['state'], StateWord> = {
  'on-old': { tone: 'off', word: 'On the old mesh' },
  'on-both': { tone: 'progress', word: 'On both' },
  'on-new': { tone: 'ok', word: 'On the new mesh' },
};

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: theme.spacing(1, 0), padding: 0 },
  item: {
    display: 'flex',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 0),
    overflowWrap: 'anywhere',
  },
  icon: { marginTop: 3 },
  wayBack: { marginTop: theme.spacing(2) },
}));

/** The next step of a namespace: forth, or back once it has moved. */
function NextStep(props: {
  cluster: string;
  migration: Migration;
  row: Row;
  blocked: string | undefined;
}) {
  const { cluster, migration, row, blocked } = props;
  const { from, to } = migration;
  const isMoved = row.state === 'on-new';
  return (
    <PlanLink
      label={
        {
          'on-old': 'Move to the new mesh',
          'on-both': 'Finish the move',
          'on-new': 'Move back',
        }[row.state]
      }
      cluster={cluster}
      size="small"
      reason={isMoved ? undefined : blocked}
      params={{
        kind: 'mesh.migrate',
        from: isMoved ? to : from,
        to: isMoved ? from : to,
        namespace: row.namespace,
      }}
    />
  );
}

function MigrationSection(props: { cluster: string; migration: Migration }) {
  const { cluster, migration } = props;
  const classes = useStyles();
  const unmet = migration.preconditions.filter(item => !item.met);
  const blocked =
    unmet.length > 0 ? `Not met yet: ${unmet[0].title}.` : undefined;
  const moved = migration.namespaces.filter(
    row => row.state === 'on-new',
  ).length;
  const columns = useMemo<Array<Column<Row>>>(
    () => [
      {
        id: 'namespace',
        header: 'Namespace',
        width: '20%',
        render: row => row.namespace,
      },
      {
        id: 'state',
        header: 'State',
        width: '18%',
        render: row => <StatusLabel state={STATES[row.state]} />,
      },
      {
        id: 'workloads',
        header: 'Workloads',
        width: '12%',
        render: row => row.workloads,
      },
      {
        id: 'notes',
        header: 'To know beforehand',
        render: row => row.notes.map(note => <div key={note}>{note}</div>),
      },
      {
        id: 'next',
        header: 'Next step',
        width: '22%',
        render: row => (
          <NextStep
            cluster={cluster}
            migration={migration}
            row={row}
            blocked={blocked}
          />
        ),
      },
    ],
    [cluster, migration, blocked],
  );
  return (
    <Section title={migration.title} subtitle={migration.summary}>
      <Typography variant="subtitle2" component="h4">
        What has to be there first
      </Typography>
      <ul className={classes.list} aria-label="Preconditions">
        {migration.preconditions.map(item => (
          <li key={item.title} className={classes.item}>
            <ToneIcon
              tone={item.met ? 'ok' : 'error'}
              className={classes.icon}
            />
            <div>
              <Typography variant="body2">
                <strong>{item.met ? 'Met' : 'Not met'}:</strong> {item.title}
              </Typography>
              <Typography variant="body2" color="textSecondary">
                {item.detail}
              </Typography>
            </div>
          </li>
        ))}
      </ul>
      <Typography variant="body2" role="status">
        {moved} of {plural(migration.namespaces.length, 'namespace')} moved (
        {percent(moved, migration.namespaces.length)} %)
      </Typography>
      <DataTable
        caption={`Namespaces of ${migration.title}`}
        columns={columns}
        rows={migration.namespaces}
        rowKey={row => row.namespace}
        presorted
      />
      <Typography variant="body2" className={classes.wayBack}>
        <strong>Way back:</strong> {migration.wayBack}
      </Typography>
    </Section>
  );
}

/** The migration assistant: namespace by namespace from one mesh to another, with the way back. */
export function MigrationsPage(props: { cluster: string }) {
  const { cluster } = props;
  const migrations = useMigrations(cluster);
  return (
    <>
      <PageTitle
        title="Migrations"
        meta="From a mesh that has ended, or from sidecars to ambient: namespace by namespace"
      />
      <LifecycleNav cluster={cluster} page="migrations" />
      <QueryView
        query={migrations}
        what="the migrations"
        cluster={cluster}
        rows={6}
      >
        {list =>
          list.items.length > 0 ? (
            <>
              {list.items.map(item => (
                <MigrationSection
                  key={`${item.from}/${item.to}`}
                  cluster={cluster}
                  migration={item}
                />
              ))}
            </>
          ) : (
            <EmptyNotice
              title="Nothing to migrate"
              text="A migration appears here when a mesh of this cluster has ended or has a successor mode, such as ambient beside sidecars. Install the new mesh beside the old one to begin."
            >
              <PlanLink
                label="Install a mesh"
                cluster={cluster}
                params={{ kind: 'mesh.install' }}
              />
            </EmptyNotice>
          )
        }
      </QueryView>
    </>
  );
}
