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
import type { OperationLogEntry } from '@meshplane/plugin-meshplane-common';
import { useMemo, useRef, useState, type UIEvent } from 'react';
import type { OperationLive } from '../../data/useOperationLive';
import { useUrlState } from '../../lib/useUrlState';
import { ErrorNotice } from '../feedback/ErrorNotice';
import { FilterBar } from '../layout/FilterBar';
import { PickField } from '../layout/PickField';
import { SearchField } from '../layout/SearchField';
import { VirtualRows } from '../layout/VirtualRows';
import { StatusLabel } from '../status/StatusLabel';
import { levelWords } from './operationWords';
import type { StateWord } from '../status/words';

const ROW_HEIGHT_PX = 22;
/** Nearer to the end than this counts as being there. */
const END_PX = 24;

const streamWords: Record<OperationLive['stream'], StateWord> = {
  connecting: { tone: 'progress', word: 'Opening the log' },
  live: { tone: 'ok', word: 'Live' },
  reconnecting: { tone: 'progress', word: 'Connection lost, opening it again' },
  ended: { tone: 'ok', word: 'Complete' },
};

const useStyles = makeStyles(theme => ({
  box: {
    height: 360,
    overflow: 'auto',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.default,
    fontFamily: 'Menlo, Consolas, "DejaVu Sans Mono", monospace',
    fontSize: 12.5,
  },
  row: {
    display: 'grid',
    gridTemplateColumns: '76px 88px minmax(0, 1fr)',
    gap: theme.spacing(1),
    padding: theme.spacing(0.25, 1),
    lineHeight: `${ROW_HEIGHT_PX - 4}px`,
  },
  empty: { padding: theme.spacing(1) },
  time: { color: theme.palette.text.secondary },
  text: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  foot: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    minHeight: 36,
    marginTop: theme.spacing(0.5),
  },
}));

const LEVELS: Record<string, Array<OperationLogEntry['level']>> = {
  warn: ['warn', 'error'],
  error: ['error'],
};

function clock(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime())
    ? iso
    : time.toLocaleTimeString('en-GB', { hour12: false });
}

/** The log as it grows. It follows its end until the reader scrolls up, and again when asked to. */
export function LogPanel(props: { live: OperationLive }) {
  const classes = useStyles();
  const { entries, stream, error } = props.live;
  const { params, patch } = useUrlState();
  const level = params.get('level') ?? '';
  const text = params.get('log') ?? '';
  const scroller = useRef<HTMLDivElement>(null);
  const [follows, setFollows] = useState(true);
  const lastTop = useRef(0);
  const shown = useMemo(() => {
    const levels = LEVELS[level];
    const needle = text.toLowerCase();
    return entries.filter(
      entry =>
        (!levels || levels.includes(entry.level)) &&
        (!needle || entry.text.toLowerCase().includes(needle)),
    );
  }, [entries, level, text]);
  const onScroll = (event: UIEvent<HTMLDivElement>) => {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
    // New lines move the end away from a reader who has not moved: only going up ends the following.
    if (scrollHeight - scrollTop - clientHeight < END_PX) setFollows(true);
    else if (scrollTop < lastTop.current) setFollows(false);
    lastTop.current = scrollTop;
  };
  return (
    <>
      <FilterBar
        label="Filter the log"
        onClear={
          level || text
            ? () => patch({ level: undefined, log: undefined })
            : undefined
        }
      >
        <PickField
          label="Level"
          value={level}
          options={[
            { value: '', label: 'Everything' },
            { value: 'warn', label: 'Warnings and errors' },
            { value: 'error', label: 'Errors' },
          ]}
          onChange={value => patch({ level: value })}
        />
        <SearchField
          label="Search the log"
          value={text}
          onChange={log => patch({ log })}
        />
        <Typography
          variant="body2"
          component="span"
          role="status"
          aria-label={`Log: ${streamWords[stream].word}`}
        >
          <StatusLabel state={streamWords[stream]} />
        </Typography>
      </FilterBar>
      {error !== undefined && stream !== 'live' && (
        <ErrorNotice what="The log cannot be read at present" error={error} />
      )}
      <div
        ref={scroller}
        className={classes.box}
        role="log"
        aria-label="Log of the operation"
        // A long log scrolls; the keyboard needs a way in.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={onScroll}
      >
        {shown.length === 0 && (
          <Typography
            variant="body2"
            color="textSecondary"
            className={classes.empty}
          >
            {entries.length > 0
              ? 'No line matches the filter.'
              : 'Nothing has been written yet.'}
          </Typography>
        )}
        <VirtualRows
          count={shown.length}
          scroller={scroller}
          rowHeight={ROW_HEIGHT_PX}
          show={follows ? { index: shown.length - 1, align: 'end' } : undefined}
          render={at => {
            const entry = shown[at];
            return (
              <div key={entry.seq} className={classes.row}>
                <span className={classes.time} title={entry.at}>
                  {clock(entry.at)}
                </span>
                <StatusLabel state={levelWords[entry.level]} />
                <span className={classes.text}>
                  {entry.step ? `[${entry.step}] ` : ''}
                  {entry.text}
                </span>
              </div>
            );
          }}
        />
      </div>
      <div className={classes.foot}>
        <Typography variant="caption" color="textSecondary">
          {shown.length} of {entries.length} lines
        </Typography>
        {!follows && (
          <Button size="small" onClick={() => setFollows(true)}>
            Follow the end
          </Button>
        )}
      </div>
    </>
  );
}
