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

import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type {
  InventoryItem,
  InventoryPage as Inventory,
} from '@meshplane/plugin-meshplane-common';
import { objectKey, relativeTime } from '../../lib/format';
import { DataTable } from '../layout/DataTable';
import { Pager } from '../layout/Pager';
import type { Column, SortOrder } from '../layout/sortRows';
import { StatusLabel } from '../status/StatusLabel';
import { healthWords } from '../status/words';
import { INVENTORY_PAGE_SIZES } from './inventoryParams';

const LABELS_SHOWN = 3;

const useStyles = makeStyles(theme => ({
  label: {
    display: 'inline-block',
    fontFamily: 'monospace',
    fontSize: '0.75rem',
    padding: theme.spacing(0, 0.75),
    margin: theme.spacing(0, 0.5, 0.25, 0),
    borderRadius: theme.shape.borderRadius,
    border: `1px solid ${theme.palette.divider}`,
    background: 'transparent',
    color: 'inherit',
    cursor: 'pointer',
    textAlign: 'left',
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    verticalAlign: 'top',
  },
}));

function Labels(props: {
  labels: Record<string, string>;
  onPick: (selector: string) => void;
}) {
  const classes = useStyles();
  const entries = Object.entries(props.labels);
  return (
    <>
      {entries.slice(0, LABELS_SHOWN).map(([key, value]) => (
        <button
          key={key}
          type="button"
          className={classes.label}
          title={`Filter by ${key}=${value}`}
          onClick={() => props.onPick(`${key}=${value}`)}
        >
          {key}={value}
        </button>
      ))}
      {entries.length > LABELS_SHOWN && (
        <span
          title={entries
            .slice(LABELS_SHOWN)
            .map(([key, value]) => `${key}=${value}`)
            .join('\n')}
        >
          +{entries.length - LABELS_SHOWN}
        </span>
      )}
    </>
  );
}

function columnsFor(
  namespaced: boolean,
  onPickLabel: (selector: string) => void,
): Array<Column<InventoryItem>> {
  const columns: Array<Column<InventoryItem> | false> = [
    {
      id: 'name',
      header: 'Name',
      width: '26%',
      sortValue: row => row.name,
      render: row => row.name,
    },
    namespaced && {
      id: 'namespace',
      header: 'Namespace',
      sortValue: row => row.namespace ?? '',
      render: row => row.namespace,
    },
    {
      id: 'health',
      header: 'Health',
      sortValue: row => row.health,
      render: row => <StatusLabel state={healthWords[row.health]} />,
    },
    { id: 'summary', header: 'Summary', render: row => row.summary },
    {
      id: 'labels',
      header: 'Labels',
      width: '28%',
      render: row => <Labels labels={row.labels} onPick={onPickLabel} />,
    },
    {
      id: 'age',
      header: 'Created',
      sortValue: row => row.createdAt ?? '',
      render: row =>
        row.createdAt ? (
          <time dateTime={row.createdAt} title={row.createdAt}>
            {relativeTime(row.createdAt)}
          </time>
        ) : (
          '–'
        ),
    },
  ];
  return columns.filter(
    (column): column is Column<InventoryItem> => column !== false,
  );
}

/** A page of objects of one kind; the sort order is of the page. */
export function InventoryTable(props: {
  kind: string;
  namespaced: boolean;
  page: Inventory;
  sort: SortOrder;
  onSort: (sort: SortOrder) => void;
  onPage: (change: { limit: number; offset: number }) => void;
  onPickLabel: (selector: string) => void;
}) {
  const { page } = props;
  return (
    <Paper variant="outlined">
      <DataTable
        caption={`Objects of kind ${props.kind}`}
        columns={columnsFor(props.namespaced, props.onPickLabel)}
        rows={page.items}
        rowKey={row => row.uid ?? objectKey(row)}
        sort={props.sort}
        onSort={props.onSort}
      />
      <Pager
        total={page.total}
        limit={page.limit}
        offset={page.offset}
        sizes={INVENTORY_PAGE_SIZES}
        onChange={props.onPage}
      />
    </Paper>
  );
}
