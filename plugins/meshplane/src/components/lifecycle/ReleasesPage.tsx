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

import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { HelmRelease } from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import { useReleases } from '../../data/operationQueries';
import { plural, relativeTime } from '../../lib/format';
import { useUrlState } from '../../lib/useUrlState';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { DataTable } from '../layout/DataTable';
import { FilterBar } from '../layout/FilterBar';
import { PageTitle } from '../layout/PageTitle';
import { PickField } from '../layout/PickField';
import { SearchField } from '../layout/SearchField';
import { formatSort, parseSort, type Column } from '../layout/sortRows';
import { PlanLink } from '../plan/PlanLink';
import { StatusLabel } from '../status/StatusLabel';
import type { StateWord } from '../status/words';
import { LifecycleNav } from './LifecycleNav';

type RecoverAction = NonNullable<HelmRelease['stuck']>['actions'][number];

const ACTIONS: Record<RecoverAction, string> = {
  rollback: 'Roll back',
  'remove-pending': 'Remove the pending record',
  uninstall: 'Uninstall',
};

const useStyles = makeStyles(theme => ({
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  },
}));

function releaseWord(release: HelmRelease): StateWord {
  if (release.stuck) return { tone: 'error', word: release.status };
  if (release.status === 'deployed') return { tone: 'ok', word: 'deployed' };
  if (release.status.startsWith('pending')) {
    return { tone: 'progress', word: release.status };
  }
  return { tone: 'neutral', word: release.status };
}

function Stuck(props: { cluster: string; release: HelmRelease }) {
  const classes = useStyles();
  const { cluster, release } = props;
  if (!release.stuck) return null;
  return (
    <>
      <Typography variant="body2">{release.stuck.text}</Typography>
      <div className={classes.actions}>
        {release.stuck.actions.map(action => (
          <PlanLink
            key={action}
            label={ACTIONS[action]}
            cluster={cluster}
            size="small"
            params={{
              kind: 'release.recover',
              namespace: release.namespace,
              release: release.name,
              action,
            }}
          />
        ))}
      </div>
    </>
  );
}

function columnsOf(cluster: string): Array<Column<HelmRelease>> {
  return [
    {
      id: 'name',
      header: 'Release',
      width: '18%',
      sortValue: row => `${row.namespace}/${row.name}`,
      render: row => (
        <>
          {row.name}
          <Typography variant="caption" color="textSecondary" component="div">
            {row.namespace}
          </Typography>
        </>
      ),
    },
    {
      id: 'chart',
      header: 'Chart',
      width: '18%',
      sortValue: row => row.chart ?? '',
      render: row => (
        <>
          {[row.chart, row.version].filter(Boolean).join(' ') || '–'}
          <Typography variant="caption" color="textSecondary" component="div">
            {row.appVersion && `application ${row.appVersion}`}
          </Typography>
        </>
      ),
    },
    {
      id: 'status',
      header: 'Status',
      width: '14%',
      sortValue: row => (row.stuck ? `0${row.status}` : `1${row.status}`),
      render: row => <StatusLabel state={releaseWord(row)} />,
    },
    {
      id: 'revision',
      header: 'Revision',
      width: '8%',
      sortValue: row => row.revision,
      render: row => row.revision,
    },
    {
      id: 'updated',
      header: 'Changed',
      width: '12%',
      sortValue: row => row.updatedAt ?? '',
      render: row =>
        row.updatedAt ? (
          <span title={row.updatedAt}>{relativeTime(row.updatedAt)}</span>
        ) : (
          '–'
        ),
    },
    {
      id: 'stuck',
      header: 'What is wrong, and what can be done',
      render: row => <Stuck cluster={cluster} release={row} />,
    },
  ];
}

function ReleasesView(props: { cluster: string; releases: HelmRelease[] }) {
  const { cluster, releases } = props;
  const { params, patch } = useUrlState();
  const text = (params.get('q') ?? '').toLowerCase();
  const show = params.get('show') ?? '';
  const columns = useMemo(() => columnsOf(cluster), [cluster]);
  const shown = useMemo(
    () =>
      releases.filter(
        release =>
          (show !== 'stuck' || release.stuck) &&
          `${release.namespace}/${release.name} ${release.chart ?? ''}`
            .toLowerCase()
            .includes(text),
      ),
    [releases, text, show],
  );
  const stuck = releases.filter(release => release.stuck).length;
  const clear = () => patch({ q: undefined, show: undefined });
  if (releases.length === 0) {
    return (
      <EmptyNotice
        title="No Helm release"
        text="Nothing in this cluster was installed by Helm, or its records cannot be read."
      />
    );
  }
  return (
    <>
      {stuck > 0 && (
        <Typography variant="body2" component="div" role="status" paragraph>
          <StatusLabel
            state={{
              tone: 'error',
              word: `${plural(stuck, 'release')} stuck or failed`,
            }}
          />
        </Typography>
      )}
      <FilterBar
        label="Filter releases"
        onClear={text || show ? clear : undefined}
      >
        <SearchField
          label="Search releases"
          value={params.get('q') ?? ''}
          onChange={q => patch({ q })}
        />
        <PickField
          label="Show"
          value={show}
          options={[
            { value: '', label: 'Everything' },
            { value: 'stuck', label: 'Stuck or failed' },
          ]}
          onChange={value => patch({ show: value })}
        />
      </FilterBar>
      {shown.length > 0 ? (
        <Paper variant="outlined">
          <DataTable
            caption={`Helm releases of cluster ${cluster}`}
            columns={columns}
            rows={shown}
            rowKey={row => `${row.namespace}/${row.name}`}
            sort={parseSort(params.get('sort'), {
              column: 'status',
              descending: false,
            })}
            onSort={sort => patch({ sort: formatSort(sort) })}
          />
        </Paper>
      ) : (
        <EmptyNotice
          title="No release matches"
          text="Take the filter away to see more."
        >
          <Button variant="outlined" onClick={clear}>
            Show all releases
          </Button>
        </EmptyNotice>
      )}
    </>
  );
}

/** Helm releases of a cluster; those that hang say so and how to get on. */
export function ReleasesPage(props: { cluster: string }) {
  const { cluster } = props;
  const releases = useReleases(cluster);
  return (
    <>
      <PageTitle
        title="Helm releases"
        meta={`What Helm has installed in ${cluster}`}
      />
      <LifecycleNav cluster={cluster} page="releases" />
      <QueryView
        query={releases}
        what="the Helm releases"
        cluster={cluster}
        rows={6}
      >
        {list => <ReleasesView cluster={cluster} releases={list.items} />}
      </QueryView>
    </>
  );
}
