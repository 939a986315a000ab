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
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  useId,
  useMemo,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { DataTable } from '../../layout/DataTable';
import { useChartWidth } from './useChartWidth';

/** The same numbers as the drawing, in rows. The first column names the row. */
export interface ChartTable {
  columns: string[];
  rows: ReactNode[][];
}

/** A position that the reader moves with the arrow keys or the pointer, and what is said about it. */
export interface ChartCursor {
  /** Number of positions. */
  count: number;
  /** What is there: "99.9: 12.3 ms". */
  read: (index: number) => string;
}

/** What a drawing gets from its frame. */
export interface ChartDrawing {
  width: number;
  height: number;
  /** Position of the cursor, where there is one. */
  cursor?: number;
  onCursor: (index: number | undefined) => void;
}

/** Props of {@link ChartFrame}. */
export interface ChartFrameProps {
  title: string;
  /** One sentence with the numbers that matter: read out in place of the drawing, and shown below the title. */
  summary: string;
  /** Height of the drawing in pixels. */
  height: number;
  legend?: ReactNode;
  /** Buttons of the drawing, such as the kind of scale. */
  controls?: ReactNode;
  table: ChartTable;
  cursor?: ChartCursor;
  /** Sentences below the drawing. */
  notes?: string[];
  /** The drawing cannot be made here: its table is shown in place of it. */
  tableOnly?: boolean;
  children: (drawing: ChartDrawing) => ReactNode;
}

const useStyles = makeStyles(theme => ({
  root: {
    margin: 0,
    minWidth: 0,
    breakInside: 'avoid',
    '& + &': { marginTop: theme.spacing(3) },
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'flex-start',
    gap: theme.spacing(0.5, 2),
  },
  text: { flex: '1 1 320px', minWidth: 0 },
  buttons: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    '@media print': { display: 'none' },
  },
  drawing: {
    marginTop: theme.spacing(1),
    borderRadius: theme.shape.borderRadius,
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
    },
    '& svg': { display: 'block', overflow: 'visible' },
    '& text': { fontFamily: theme.typography.fontFamily },
  },
  reading: {
    minHeight: '1.6em',
    fontVariantNumeric: 'tabular-nums',
    '@media print': { display: 'none' },
  },
  table: { maxHeight: 420, overflow: 'auto', marginTop: theme.spacing(1) },
}));

/** A switch among the buttons of a chart. */
export function ChartToggle(props: {
  label: string;
  pressed: boolean;
  onChange: (pressed: boolean) => void;
}) {
  return (
    <Button
      size="small"
      variant={props.pressed ? 'contained' : 'outlined'}
      disableElevation
      aria-pressed={props.pressed}
      onClick={() => props.onChange(!props.pressed)}
    >
      {props.label}
    </Button>
  );
}

/** The position that a key leads to; undefined for keys that mean nothing here. */
function moved(
  key: string,
  from: number | undefined,
  count: number,
): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return from === undefined ? 0 : Math.min(from + 1, count - 1);
    case 'ArrowLeft':
      return from === undefined ? count - 1 : Math.max(from - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

function Table(props: { title: string; table: ChartTable }) {
  const { columns, rows } = props.table;
  const cells = useMemo(
    () =>
      columns.map((header, index) => ({
        id: String(index),
        header,
        align: index === 0 ? ('left' as const) : ('right' as const),
        render: (row: { cells: ReactNode[] }) => row.cells[index] ?? '–',
      })),
    [columns],
  );
  return (
    <DataTable
      caption={props.title}
      columns={cells}
      rows={rows.map((row, index) => ({ id: String(index), cells: row }))}
      rowKey={row => row.id}
      presorted
    />
  );
}

/**
 * What every chart has around its drawing: a title, a sentence that says the same, a legend, and the numbers as a table. The
 * drawing takes the keyboard: the arrow keys move the cursor and what it stands on is read out.
 */
export function ChartFrame(props: ChartFrameProps) {
  const classes = useStyles();
  const id = useId();
  const { ref, width } = useChartWidth();
  const [asTable, setAsTable] = useState(false);
  const [cursor, setCursor] = useState<number>();
  const { count = 0, read } = props.cursor ?? {};
  const at = cursor !== undefined && cursor < count ? cursor : undefined;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setCursor(undefined);
    const next = count > 0 ? moved(event.key, at, count) : undefined;
    if (next === undefined) return;
    event.preventDefault();
    setCursor(next);
  };
  const showTable = asTable || props.tableOnly;
  return (
    <figure className={classes.root} aria-labelledby={id}>
      <div className={classes.head}>
        <div className={classes.text}>
          <Typography variant="subtitle1" component="h4" id={id}>
            {props.title}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {props.summary}
          </Typography>
        </div>
        <div className={classes.buttons}>
          {!showTable && props.controls}
          {!props.tableOnly && (
            <Button
              size="small"
              variant="outlined"
              aria-pressed={asTable}
              aria-label={`Show as ${asTable ? 'chart' : 'table'}: ${
                props.title
              }`}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? 'Show as chart' : 'Show as table'}
            </Button>
          )}
        </div>
      </div>
      <div ref={ref}>
        {showTable ? (
          <div className={classes.table}>
            <Table title={props.title} table={props.table} />
          </div>
        ) : (
          <>
            {props.legend}
            <div
              className={classes.drawing}
              role={count > 0 ? 'application' : 'img'}
              aria-roledescription="chart"
              aria-label={props.summary}
              aria-describedby={count > 0 ? `${id}-keys` : undefined}
              // The arrow keys move the cursor of the drawing.
              // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
              tabIndex={0}
              onKeyDown={onKeyDown}
              onPointerLeave={() => setCursor(undefined)}
            >
              {props.children({
                width,
                height: props.height,
                cursor: at,
                onCursor: setCursor,
              })}
            </div>
            {read && (
              <Typography
                variant="caption"
                component="div"
                className={classes.reading}
              >
                <span role="status">{at === undefined ? '' : read(at)}</span>
                {at === undefined && (
                  <Typography
                    variant="caption"
                    color="textSecondary"
                    component="span"
                    id={`${id}-keys`}
                  >
                    Point at the chart, or focus it and use the arrow keys, to
                    read single values.
                  </Typography>
                )}
              </Typography>
            )}
          </>
        )}
      </div>
      {props.notes?.map(note => (
        <Typography
          key={note}
          variant="caption"
          color="textSecondary"
          component="p"
        >
          {note}
        </Typography>
      ))}
    </figure>
  );
}
