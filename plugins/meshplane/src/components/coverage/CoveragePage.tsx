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

import { LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Paper from '@material-ui/core/Paper';
import Switch from '@material-ui/core/Switch';
import type { CoverageState } from '@meshplane/meshes';
import type { CoveragePage as Coverage } from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import {
  useCoverage,
  useMeshes,
  useNamespaceCoverage,
} from '../../data/queries';
import { objectKey } from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { useUrlState, type UrlPatch } from '../../lib/useUrlState';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { DataTable } from '../layout/DataTable';
import { FilterBar } from '../layout/FilterBar';
import { PageTitle } from '../layout/PageTitle';
import { Pager } from '../layout/Pager';
import { PickField } from '../layout/PickField';
import { SearchField } from '../layout/SearchField';
import { SnapshotNote } from '../layout/SnapshotNote';
import { PlanLink } from '../plan/PlanLink';
import { coverageColumns } from './coverageColumns';
import {
  COVERAGE_PAGE_SIZES,
  readCoverageParams,
  toCoverageQuery,
} from './coverageParams';
import { StateCounts } from './StateCounts';
import { WorkloadDetail } from './WorkloadDetail';

function NothingFound(props: {
  isFiltered: boolean;
  onClear: () => void;
  onShowSystem?: () => void;
  cluster: string;
}) {
  const paths = useMeshPaths();
  if (props.isFiltered) {
    return (
      <EmptyNotice
        title="No workload matches the filters"
        text="Take a filter away to see more."
      >
        <Button variant="outlined" onClick={props.onClear}>
          Clear filters
        </Button>
      </EmptyNotice>
    );
  }
  return (
    <EmptyNotice
      title="No workloads in this cluster"
      text="Nothing runs here outside the namespaces of the system and of control planes, or it cannot be read yet."
    >
      {props.onShowSystem && (
        <Button
          variant="contained"
          color="primary"
          onClick={props.onShowSystem}
        >
          Show system namespaces
        </Button>
      )}{' '}
      <LinkButton to={paths.connection(props.cluster)} variant="outlined">
        Check the connection
      </LinkButton>
    </EmptyNotice>
  );
}

/** Who is on which mesh, workload by workload, and why. */
export function CoveragePage(props: { cluster: string }) {
  const { cluster } = props;
  const { params, patch } = useUrlState();
  const read = useMemo(() => readCoverageParams(params), [params]);
  const coverage = useCoverage(
    cluster,
    useMemo(() => toCoverageQuery(read), [read]),
  );
  const meshes = useMeshes(cluster);
  const namespaces = useNamespaceCoverage(cluster);
  // Another filter is another list: its first page.
  const filter = (changes: UrlPatch) =>
    patch({ ...changes, offset: undefined });
  const isFiltered = Boolean(
    read.namespace || read.mesh || read.q || read.states.length > 0,
  );
  const clear = () =>
    filter({
      namespace: undefined,
      mesh: undefined,
      q: undefined,
      state: undefined,
    });
  const toggle = (state: CoverageState) =>
    filter({
      state: read.states.includes(state)
        ? read.states.filter(item => item !== state)
        : [...read.states, state],
    });

  const rowsOf = (page: Coverage) => (
    <Paper variant="outlined">
      <DataTable
        caption={`Workloads of cluster ${cluster}`}
        columns={coverageColumns}
        rows={page.items}
        rowKey={row => objectKey(row.workload)}
        presorted
        sort={{ column: read.sort, descending: false }}
        onSort={sort => filter({ sort: sort.column })}
        detail={{
          name: row => `${row.workload.kind} ${row.workload.name}`,
          render: row => <WorkloadDetail cluster={cluster} workload={row} />,
        }}
      />
      <Pager
        total={page.total}
        limit={page.limit}
        offset={page.offset}
        sizes={COVERAGE_PAGE_SIZES}
        onChange={change =>
          patch({
            limit: String(change.limit),
            offset: change.offset ? String(change.offset) : undefined,
          })
        }
      />
    </Paper>
  );

  return (
    <>
      <PageTitle
        title="Coverage"
        meta={
          <>
            <span>Which workloads of {cluster} are on a mesh, and why</span>
            <SnapshotNote snapshot={coverage.data?.snapshot} />
          </>
        }
        action={
          read.namespace ? (
            <PlanLink
              label={`Bring ${read.namespace} onto a mesh`}
              cluster={cluster}
              params={{
                kind: 'workload.onboard',
                namespace: read.namespace,
                mesh: read.mesh,
              }}
            />
          ) : undefined
        }
      />
      <FilterBar
        label="Filter workloads"
        onClear={isFiltered ? clear : undefined}
      >
        <SearchField
          label="Search workloads"
          value={read.q}
          onChange={q => filter({ q })}
        />
        <PickField
          label="Namespace"
          value={read.namespace}
          options={[
            { value: '', label: 'All namespaces' },
            ...(namespaces.data?.items ?? []).map(item => ({
              value: item.namespace,
              label: item.namespace,
            })),
          ]}
          onChange={namespace => filter({ namespace })}
        />
        <PickField
          label="Mesh"
          value={read.mesh}
          options={[
            { value: '', label: 'All meshes' },
            ...(meshes.data?.items ?? [])
              .filter(mesh => mesh.kind === 'mesh')
              .map(mesh => ({
                value: mesh.id,
                label: [mesh.displayName, mesh.revision]
                  .filter(Boolean)
                  .join(' · '),
              })),
          ]}
          onChange={mesh => filter({ mesh })}
        />
        <FormControlLabel
          control={
            <Switch
              color="primary"
              checked={read.system}
              onChange={(_, checked) =>
                filter({ system: checked ? 'true' : undefined })
              }
            />
          }
          label="Show system namespaces"
        />
      </FilterBar>
      <QueryView
        query={coverage}
        what="the coverage"
        cluster={cluster}
        rows={10}
      >
        {page => (
          <>
            <StateCounts
              counts={page.counts}
              selected={read.states}
              onToggle={toggle}
            />
            {page.total > 0 ? (
              rowsOf(page)
            ) : (
              <NothingFound
                cluster={cluster}
                isFiltered={isFiltered}
                onClear={clear}
                onShowSystem={
                  read.system ? undefined : () => filter({ system: 'true' })
                }
              />
            )}
          </>
        )}
      </QueryView>
    </>
  );
}
