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
import type { InventoryKinds } from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import {
  useInventory,
  useInventoryKinds,
  useNamespaceCoverage,
} from '../../data/queries';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { useUrlState, type UrlPatch } from '../../lib/useUrlState';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { FilterBar } from '../layout/FilterBar';
import { PageTitle } from '../layout/PageTitle';
import { PickField } from '../layout/PickField';
import { SearchField } from '../layout/SearchField';
import { SnapshotNote } from '../layout/SnapshotNote';
import { formatSort, parseSort } from '../layout/sortRows';
import { InventoryTable } from './InventoryTable';
import { readInventoryParams, toInventoryQuery } from './inventoryParams';

/** The kind to start with: what people look for first, if it is there. */
function defaultKind(kinds: InventoryKinds): string {
  for (const wanted of ['Deployment.apps', 'Pod']) {
    if (kinds.items.some(item => item.kind === wanted)) return wanted;
  }
  return kinds.items[0]?.kind ?? '';
}

function Objects(props: { cluster: string; kinds: InventoryKinds }) {
  const { cluster, kinds } = props;
  const { params, patch } = useUrlState();
  const read = useMemo(() => readInventoryParams(params), [params]);
  const kind = read.kind || defaultKind(kinds);
  const known = kinds.items.find(item => item.kind === kind);
  const namespaced = known?.namespaced ?? true;
  const inventory = useInventory(
    cluster,
    useMemo(() => toInventoryQuery(read, kind), [read, kind]),
  );
  const namespaces = useNamespaceCoverage(cluster);
  const filter = (changes: UrlPatch) =>
    patch({ ...changes, offset: undefined });
  const isFiltered = Boolean(read.namespace || read.labelSelector || read.q);
  const clear = () =>
    filter({ namespace: undefined, labels: undefined, q: undefined });

  return (
    <>
      <FilterBar
        label="Filter objects"
        onClear={isFiltered ? clear : undefined}
      >
        <PickField
          label="Kind"
          value={kind}
          options={kinds.items.map(item => ({
            value: item.kind,
            label: `${item.kind} (${item.objects})`,
          }))}
          onChange={next => filter({ kind: next, sort: undefined })}
        />
        {namespaced && (
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
        )}
        <SearchField
          label="Label selector"
          placeholder="app=cart,tier in (web)"
          value={read.labelSelector}
          onChange={labels => filter({ labels })}
        />
        <SearchField
          label="Search objects"
          value={read.q}
          onChange={q => filter({ q })}
        />
      </FilterBar>
      <QueryView
        query={inventory}
        what={`objects of kind ${kind}`}
        cluster={cluster}
        rows={10}
      >
        {page =>
          page.total > 0 ? (
            <InventoryTable
              kind={kind}
              namespaced={namespaced}
              page={page}
              sort={parseSort(params.get('sort'), {
                column: 'name',
                descending: false,
              })}
              onSort={sort => patch({ sort: formatSort(sort) })}
              onPickLabel={labels => filter({ labels })}
              onPage={change =>
                patch({
                  limit: String(change.limit),
                  offset: change.offset ? String(change.offset) : undefined,
                })
              }
            />
          ) : (
            <EmptyNotice
              title={`No ${kind} ${isFiltered ? 'matches' : 'in this cluster'}`}
              text={
                isFiltered
                  ? 'No object has this namespace, these labels and this text.'
                  : 'The cluster has no object of this kind, or it cannot be read.'
              }
            >
              {isFiltered && (
                <Button variant="outlined" onClick={clear}>
                  Clear filters
                </Button>
              )}
            </EmptyNotice>
          )
        }
      </QueryView>
    </>
  );
}

/** What the inventory of a cluster holds, kind by kind. */
export function InventoryPage(props: { cluster: string }) {
  const { cluster } = props;
  const kinds = useInventoryKinds(cluster);
  const paths = useMeshPaths();
  return (
    <>
      <PageTitle
        title="Inventory"
        meta={
          <>
            <span>Objects of {cluster}</span>
            <SnapshotNote snapshot={kinds.data?.snapshot} />
          </>
        }
      />
      <QueryView
        query={kinds}
        what="the kinds of the inventory"
        cluster={cluster}
        rows={10}
      >
        {data =>
          data.items.length > 0 ? (
            <Objects cluster={cluster} kinds={data} />
          ) : (
            <EmptyNotice
              title="Nothing has been read from this cluster yet"
              text="The inventory is filled as soon as the cluster is connected."
            >
              <LinkButton
                to={paths.connection(cluster)}
                variant="contained"
                color="primary"
              >
                Check the connection
              </LinkButton>
            </EmptyNotice>
          )
        }
      </QueryView>
    </>
  );
}
