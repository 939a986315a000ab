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
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import TableSortLabel from '@material-ui/core/TableSortLabel';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, type ReactNode } from 'react';
import { ExpandableRow } from './ExpandableRow';
import { sortRows, type Column, type SortOrder } from './sortRows';

/** Above this many rows only those in view are mounted. */
export const VIRTUALIZE_ABOVE = 200;
const ROW_HEIGHT_PX = 41;

const useStyles = makeStyles(theme => ({
  virtual: { maxHeight: '70vh', overflow: 'auto' },
  head: {
    padding: theme.spacing(1, 1.25),
    // Names of columns break between words only.
    overflowWrap: 'normal',
    wordBreak: 'keep-all',
    backgroundColor: theme.palette.background.paper,
    fontWeight: 600,
  },
  cell: {
    overflowWrap: 'anywhere',
    verticalAlign: 'top',
    padding: theme.spacing(1, 1.25),
    lineHeight: 1.43,
  },
  // Rows of details span all columns and would decide their widths.
  fixed: { tableLayout: 'fixed', minWidth: 900 },
  toggle: { width: 48 },
  hidden: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clip: 'rect(0 0 0 0)',
  },
  spacer: { padding: 0, border: 0 },
}));

/** Props of {@link DataTable}. */
export interface DataTableProps<T> {
  /** What the table lists, for screen readers. */
  caption: string;
  columns: Array<Column<T>>;
  rows: T[];
  rowKey: (row: T) => string;
  sort?: SortOrder;
  onSort?: (sort: SortOrder) => void;
  /** Rows come sorted already (from the server). */
  presorted?: boolean;
  /** Makes rows expandable; the name is read out by the toggle. */
  detail?: { name: (row: T) => string; render: (row: T) => ReactNode };
}

/** A sortable table; long ones are virtualised, rows with details expand. */
export function DataTable<T>(props: DataTableProps<T>) {
  const classes = useStyles();
  const { columns, sort, onSort, detail } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(
    () => (props.presorted ? props.rows : sortRows(props.rows, columns, sort)),
    [props.presorted, props.rows, columns, sort],
  );
  const isVirtual = !detail && rows.length > VIRTUALIZE_ABOVE;
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 12,
    // Until the element is measured (and where there is no layout, as in tests) a screenful is assumed.
    initialRect: { width: 1200, height: 800 },
  });
  const window = isVirtual ? virtualizer.getVirtualItems() : undefined;
  const before = window?.[0]?.start ?? 0;
  const after = window?.length
    ? virtualizer.getTotalSize() - window[window.length - 1].end
    : 0;
  const shown = window
    ? window.map(item => ({ row: rows[item.index], index: item.index }))
    : rows.map((row, index) => ({ row, index }));
  const width = columns.length + (detail ? 1 : 0);
  const cellsOf = (row: T) =>
    columns.map(column => (
      <TableCell key={column.id} align={column.align} className={classes.cell}>
        {column.render(row)}
      </TableCell>
    ));

  return (
    <TableContainer
      ref={scroller}
      className={isVirtual ? classes.virtual : undefined}
      tabIndex={isVirtual ? 0 : undefined}
    >
      <Table
        size="small"
        className={detail ? classes.fixed : undefined}
        stickyHeader={isVirtual}
        aria-rowcount={isVirtual ? rows.length + 1 : undefined}
      >
        <caption className={classes.hidden}>{props.caption}</caption>
        <TableHead>
          <TableRow>
            {detail && (
              <TableCell className={`${classes.head} ${classes.toggle}`}>
                <span className={classes.hidden}>Details</span>
              </TableCell>
            )}
            {columns.map(column => {
              const isActive = sort?.column === column.id;
              const direction = isActive && sort?.descending ? 'desc' : 'asc';
              const isSortable =
                onSort && (column.sortValue || column.sortable);
              return (
                <TableCell
                  key={column.id}
                  align={column.align}
                  className={classes.head}
                  style={{ width: column.width }}
                  sortDirection={isActive ? direction : false}
                >
                  {isSortable ? (
                    <TableSortLabel
                      active={isActive}
                      direction={direction}
                      onClick={() =>
                        onSort({
                          column: column.id,
                          descending:
                            isActive && !props.presorted
                              ? !sort?.descending
                              : false,
                        })
                      }
                    >
                      {column.header}
                    </TableSortLabel>
                  ) : (
                    column.header
                  )}
                </TableCell>
              );
            })}
          </TableRow>
        </TableHead>
        <TableBody>
          {before > 0 && (
            <tr aria-hidden>
              <td
                colSpan={width}
                className={classes.spacer}
                style={{ height: before }}
              />
            </tr>
          )}
          {shown.map(({ row, index }) =>
            detail ? (
              <ExpandableRow
                key={props.rowKey(row)}
                name={detail.name(row)}
                columns={width}
                detail={() => detail.render(row)}
              >
                {cellsOf(row)}
              </ExpandableRow>
            ) : (
              <TableRow
                key={props.rowKey(row)}
                hover
                data-index={index}
                ref={isVirtual ? virtualizer.measureElement : undefined}
                aria-rowindex={isVirtual ? index + 2 : undefined}
              >
                {cellsOf(row)}
              </TableRow>
            ),
          )}
          {after > 0 && (
            <tr aria-hidden>
              <td
                colSpan={width}
                className={classes.spacer}
                style={{ height: after }}
              />
            </tr>
          )}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
