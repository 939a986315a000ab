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

import { Link, LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Paper from '@material-ui/core/Paper';
import Switch from '@material-ui/core/Switch';
import Typography from '@material-ui/core/Typography';
import type { OperationSummary } from '@meshplane/plugin-meshplane-common';
import { useMemo, useState } from 'react';
import { useOperations } from '../../data/operationQueries';
import { useClusters, useDefinitions } from '../../data/queries';
import {
  clusterLabel,
  duration,
  personName,
  plural,
  relativeTime,
  secondsBetween,
} from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { useUrlState, type UrlPatch } from '../../lib/useUrlState';
import type { MeshPaths } from '../../lib/meshPaths';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { DataTable } from '../layout/DataTable';
import { FilterBar } from '../layout/FilterBar';
import { PageTitle } from '../layout/PageTitle';
import { Pager } from '../layout/Pager';
import { PickField } from '../layout/PickField';
import { SearchField } from '../layout/SearchField';
import type { Column } from '../layout/sortRows';
import { StatusLabel } from '../status/StatusLabel';
import { StepProgress } from './ChildrenPanel';
import {
  OPERATION_FILTERS,
  OPERATION_PAGE_SIZES,
  SINCE_DAYS,
  toOperationQuery,
} from './operationParams';
import { kindTitles, operationStates, operationWord } from './operationWords';

function columnsOf(paths: MeshPaths): Array<Column<OperationSummary>> {
  return [
    {
      id: 'title',
      header: 'Operation',
      width: '30%',
      render: row => (
        <>
          <Link to={paths.operation(row.id)}>{row.title}</Link>
          <Typography variant="caption" color="textSecondary" component="div">
            {kindTitles[row.kind]}
            {row.delivery === 'gitops' ? ' · GitOps' : ''}
          </Typography>
        </>
      ),
    },
    {
      id: 'clusters',
      header: 'Cluster',
      width: '14%',
      render: row =>
        row.clusters.length > 3
          ? plural(row.clusters.length, 'cluster')
          : row.clusters.join(', '),
    },
    {
      id: 'state',
      header: 'State',
      width: '22%',
      render: row => (
        <>
          <StatusLabel state={operationWord(row)} />
          {row.message && (
            <Typography variant="caption" color="textSecondary" component="div">
              {row.message}
            </Typography>
          )}
        </>
      ),
    },
    {
      id: 'progress',
      header: 'Progress',
      width: '12%',
      render: row => <StepProgress operation={row} />,
    },
    {
      id: 'who',
      header: 'Who and when',
      render: row => (
        <>
          {personName(row.createdBy)},{' '}
          <span title={row.createdAt}>{relativeTime(row.createdAt)}</span>
          <Typography variant="caption" color="textSecondary" component="div">
            {[
              row.approvedBy && `approved by ${personName(row.approvedBy)}`,
              row.startedAt &&
                row.endedAt &&
                `took ${duration(secondsBetween(row.startedAt, row.endedAt))}`,
            ]
              .filter(Boolean)
              .join('; ')}
          </Typography>
        </>
      ),
    },
  ];
}

function Filters(props: { onFilter: (changes: UrlPatch) => void }) {
  const { onFilter } = props;
  const { params } = useUrlState();
  const clusters = useClusters();
  const known = useDefinitions();
  const text = (name: string) => params.get(name) ?? '';
  const definitions = (known.data?.items ?? []).map(({ id, displayName }) => ({
    value: id,
    label: displayName,
  }));
  const isFiltered = OPERATION_FILTERS.some(name => params.has(name));
  return (
    <FilterBar
      label="Filter operations"
      onClear={
        isFiltered
          ? () =>
              onFilter(
                Object.fromEntries(
                  OPERATION_FILTERS.map(name => [name, undefined]),
                ),
              )
          : undefined
      }
    >
      <PickField
        label="State"
        value={text('state')}
        options={[{ value: '', label: 'Every state' }, ...operationStates]}
        onChange={state => onFilter({ state })}
      />
      <PickField
        label="What"
        value={text('kind')}
        options={[
          { value: '', label: 'Everything' },
          ...Object.entries(kindTitles).map(([value, label]) => ({
            value,
            label,
          })),
        ]}
        onChange={kind => onFilter({ kind })}
      />
      <PickField
        label="Cluster"
        value={text('cluster')}
        options={[
          { value: '', label: 'All clusters' },
          ...(clusters.data?.items ?? []).map(item => ({
            value: item.name,
            label: clusterLabel(item.name, item.title),
          })),
        ]}
        onChange={cluster => onFilter({ cluster })}
      />
      <PickField
        label="Product"
        value={text('definition')}
        options={[{ value: '', label: 'All products' }, ...definitions]}
        onChange={definition => onFilter({ definition })}
      />
      <PickField
        label="Time"
        value={text('days')}
        options={[
          { value: '', label: 'Any time' },
          ...SINCE_DAYS.map(value => ({
            value,
            label: value === '1' ? 'Last day' : `Last ${value} days`,
          })),
        ]}
        onChange={days => onFilter({ days })}
      />
      <SearchField
        label="Namespace"
        placeholder="Namespace"
        value={text('namespace')}
        onChange={namespace => onFilter({ namespace })}
      />
      <SearchField
        label="Planned by"
        placeholder="Planned by (user:default/jane)"
        value={text('createdBy')}
        onChange={createdBy => onFilter({ createdBy })}
      />
      <FormControlLabel
        control={
          <Switch
            color="primary"
            checked={params.get('children') === 'true'}
            onChange={(_, checked) =>
              onFilter({ children: checked ? 'true' : undefined })
            }
          />
        }
        label={<Typography variant="body2">Each cluster by itself</Typography>}
      />
    </FilterBar>
  );
}

/** Every operation, newest first; the filters are part of the address. */
export function OperationsPage() {
  const paths = useMeshPaths();
  const { params, patch } = useUrlState();
  // The span of time counts from when the page was opened: a moving one would be another query every minute.
  const [now] = useState(() => Date.now());
  const query = useMemo(() => toOperationQuery(params, now), [params, now]);
  const operations = useOperations(query);
  const columns = useMemo(() => columnsOf(paths), [paths]);
  const filter = (changes: UrlPatch) =>
    patch({ ...changes, offset: undefined });
  const isFiltered = OPERATION_FILTERS.some(name => params.has(name));
  return (
    <>
      <PageTitle
        title="Operations"
        meta="What was planned and done, by whom, and how it ended"
        action={
          <LinkButton
            to={paths.view('lifecycle')}
            color="primary"
            variant="contained"
          >
            Plan something
          </LinkButton>
        }
      />
      <Filters onFilter={filter} />
      <QueryView query={operations} what="the operations" rows={8}>
        {page =>
          page.total > 0 ? (
            <Paper variant="outlined">
              <DataTable
                caption="Operations"
                columns={columns}
                rows={page.items}
                rowKey={row => row.id}
                presorted
              />
              <Pager
                total={page.total}
                limit={page.limit}
                offset={page.offset}
                sizes={OPERATION_PAGE_SIZES}
                onChange={change =>
                  patch({
                    limit: String(change.limit),
                    offset: change.offset ? String(change.offset) : undefined,
                  })
                }
              />
            </Paper>
          ) : (
            <EmptyNotice
              title={
                isFiltered
                  ? 'No operation matches the filters'
                  : 'Nothing has been planned yet'
              }
              text={
                isFiltered
                  ? 'Take a filter away to see more.'
                  : 'Install a mesh, upgrade one, or bring a namespace onto it: every plan, run and result is kept here.'
              }
            >
              {isFiltered ? (
                <Button
                  variant="outlined"
                  onClick={() =>
                    filter(
                      Object.fromEntries(
                        OPERATION_FILTERS.map(name => [name, undefined]),
                      ),
                    )
                  }
                >
                  Clear filters
                </Button>
              ) : (
                <LinkButton
                  to={paths.view('lifecycle')}
                  color="primary"
                  variant="contained"
                >
                  See what can be installed
                </LinkButton>
              )}
            </EmptyNotice>
          )
        }
      </QueryView>
    </>
  );
}
