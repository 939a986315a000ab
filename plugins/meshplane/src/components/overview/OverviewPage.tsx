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
import type { Fleet } from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import { useFleet } from '../../data/queries';
import { plural } from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { useUrlState } from '../../lib/useUrlState';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { FilterBar } from '../layout/FilterBar';
import { PageTitle } from '../layout/PageTitle';
import { PickField } from '../layout/PickField';
import { SearchField } from '../layout/SearchField';
import { filterFleet } from './fleetRows';
import { FleetTable } from './FleetTable';
import { FleetTotals } from './FleetTotals';

function NoClusters() {
  const paths = useMeshPaths();
  return (
    <EmptyNotice
      title="No cluster is configured yet"
      text="Meshplane shows the clusters that the portal's Kubernetes plugin knows (kubernetes.clusterLocatorMethods) and those of its own configuration (meshplane.clusters). Add one, then give its service account the access rules that this portal generates."
    >
      <LinkButton to={paths.accessRules()} color="primary" variant="contained">
        Show the access rules
      </LinkButton>
    </EmptyNotice>
  );
}

function FleetView(props: { fleet: Fleet }) {
  const { params, patch } = useUrlState();
  const text = params.get('q') ?? '';
  const show = params.get('show') === 'problems' ? 'problems' : 'all';
  const definition = params.get('mesh') ?? '';
  const { items } = props.fleet;
  const shown = useMemo(
    () => filterFleet(items, { text, show, definition }),
    [items, text, show, definition],
  );
  const definitions = useMemo(() => {
    const names = new Map<string, string>();
    for (const mesh of items.flatMap(item => item.meshes)) {
      names.set(mesh.definition, mesh.displayName);
    }
    return [...names]
      .map(([value, label]) => ({ value, label }))
      .sort((a, b) => a.label.localeCompare(b.label));
  }, [items]);
  const isFiltered = text !== '' || show !== 'all' || definition !== '';
  const clear = () => patch({ q: undefined, show: undefined, mesh: undefined });

  if (items.length === 0) return <NoClusters />;
  return (
    <>
      <FleetTotals clusters={items} />
      <FilterBar
        label="Filter clusters and meshes"
        onClear={isFiltered ? clear : undefined}
      >
        <SearchField
          label="Search clusters and meshes"
          placeholder="Name, version, namespace"
          value={text}
          onChange={q => patch({ q })}
        />
        <PickField
          label="Show"
          value={show === 'all' ? '' : show}
          options={[
            { value: '', label: 'Everything' },
            { value: 'problems', label: 'What needs attention' },
          ]}
          onChange={value => patch({ show: value })}
        />
        <PickField
          label="Product"
          value={definition}
          options={[{ value: '', label: 'All products' }, ...definitions]}
          onChange={mesh => patch({ mesh })}
        />
        {isFiltered && (
          <span role="status">
            {shown.length} of {plural(items.length, 'cluster')}
          </span>
        )}
      </FilterBar>
      {shown.length > 0 ? (
        <FleetTable clusters={shown} isFiltered={isFiltered} />
      ) : (
        <EmptyNotice
          title="Nothing matches the filter"
          text="No cluster and no mesh has all of these words and properties."
        >
          <Button variant="outlined" onClick={clear}>
            Show all clusters
          </Button>
        </EmptyNotice>
      )}
    </>
  );
}

/** Every cluster with every mesh: the entrance of the Mesh page. */
export function OverviewPage() {
  const fleet = useFleet();
  const paths = useMeshPaths();
  const hasCluster = (fleet.data?.items.length ?? 0) > 0;
  return (
    <>
      <PageTitle
        title="Fleet overview"
        action={
          hasCluster ? (
            <LinkButton
              to={paths.plan({ kind: 'mesh.install' })}
              color="primary"
              variant="contained"
            >
              Install a mesh
            </LinkButton>
          ) : undefined
        }
      />
      <QueryView query={fleet} what="the fleet" rows={6}>
        {data => <FleetView fleet={data} />}
      </QueryView>
    </>
  );
}
