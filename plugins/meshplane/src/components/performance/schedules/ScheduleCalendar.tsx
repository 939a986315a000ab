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

import { Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { PerformanceSchedule } from '@meshplane/plugin-meshplane-common';
import { useEffect, useMemo, useRef } from 'react';
import { useRuns } from '../../../data/performanceQueries';
import { plural } from '../../../lib/format';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { useUrlState } from '../../../lib/useUrlState';
import { QueryView } from '../../feedback/QueryView';
import { Section } from '../../layout/Section';
import { StatusLabel } from '../../status/StatusLabel';
import { pickedRunWords } from '../parts/studyWords';
import {
  addDays,
  addMonths,
  dayByKey,
  dayOf,
  entriesByDay,
  weeksOf,
  type Day,
  type DayEntry,
} from './calendar';

/** As many runs as the server gives at once. */
const RUNS_OF_MONTH = 500;
/** Lines in the cell of a day. */
const LINES = 2;

const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
];

const useStyles = makeStyles(theme => ({
  grid: {
    width: '100%',
    tableLayout: 'fixed',
    borderCollapse: 'collapse',
    '& th': {
      padding: theme.spacing(0.5),
      textAlign: 'left',
      fontWeight: 600,
      fontSize: theme.typography.caption.fontSize,
    },
    '& td': {
      height: 76,
      padding: theme.spacing(0.5),
      border: `1px solid ${theme.palette.divider}`,
      verticalAlign: 'top',
      cursor: 'pointer',
      overflow: 'hidden',
      fontSize: theme.typography.caption.fontSize,
      '&:focus': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: -2,
      },
    },
  },
  other: { color: theme.palette.text.secondary, opacity: 0.75 },
  today: { fontWeight: 700, textDecoration: 'underline' },
  chosen: { backgroundColor: theme.palette.action.selected },
  line: {
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  months: { display: 'flex', gap: theme.spacing(1), alignItems: 'center' },
  list: { margin: theme.spacing(1, 0, 0), paddingLeft: theme.spacing(2.5) },
}));

const monthName = (day: Day) =>
  new Date(day).toLocaleDateString('en', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
const dayName = (day: Day) =>
  new Date(day).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
const clock = (time: number | string) =>
  new Date(time).toISOString().slice(11, 16);

function summaryOf(day: Day, entry: DayEntry | undefined, today: Day): string {
  const parts = [
    entry?.runs.length ? plural(entry.runs.length, 'run') : undefined,
    entry?.coming.length
      ? `${plural(entry.coming.length, 'time')} to come`
      : undefined,
  ].filter(Boolean);
  return `${dayName(day)}${day === today ? ', today' : ''}: ${
    parts.join(', ') || 'nothing'
  }`;
}

function DayDetail(props: { day: Day; entry: DayEntry | undefined }) {
  const classes = useStyles();
  const paths = usePerformancePaths();
  const { day, entry } = props;
  return (
    <div aria-live="polite">
      <Typography variant="subtitle2" component="h4">
        {dayName(day)}
      </Typography>
      {!entry && (
        <Typography variant="body2" color="textSecondary">
          Nothing ran by a schedule and nothing is planned on this day.
        </Typography>
      )}
      {entry && (
        <ul className={classes.list}>
          {entry.runs.map(run => (
            <li key={run.id}>
              {clock(run.createdAt)} UTC{' '}
              <Link to={paths.run(run.id)}>{run.name}</Link>{' '}
              <StatusLabel state={pickedRunWords[run.state]} />
            </li>
          ))}
          {entry.coming.map(({ at, schedule }) => (
            <li key={`${schedule.id}/${at}`}>
              {clock(at)} UTC, to come: {schedule.name}
              {schedule.repeats > 1
                ? `, ${plural(schedule.repeats, 'run')}`
                : ''}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A month of runs that schedules started and of times to come; walked by arrow keys, as calendars are. */
export function ScheduleCalendar(props: {
  schedules: PerformanceSchedule[];
  /** Epoch milliseconds. */
  now: number;
}) {
  const classes = useStyles();
  const { now } = props;
  const { params, patch } = useUrlState();
  const today = dayOf(now);
  const asked = params.get('day') ?? '';
  const day =
    /^\d{4}-\d{2}-\d{2}$/.test(asked) && !Number.isNaN(Date.parse(asked))
      ? asked
      : today;
  const weeks = useMemo(() => weeksOf(day), [day]);
  const from = weeks[0][0];
  const until = addDays(weeks[weeks.length - 1][6], 1);
  const runs = useRuns({
    since: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
    limit: RUNS_OF_MONTH,
  });
  const entries = useMemo(
    () =>
      entriesByDay(runs.data?.items ?? [], props.schedules, {
        from: Date.parse(from),
        until: Date.parse(until),
        now,
      }),
    [runs.data, props.schedules, from, until, now],
  );
  const cell = useRef<HTMLTableCellElement>(null);
  const isWalked = useRef(false);
  useEffect(() => {
    if (isWalked.current) cell.current?.focus();
    isWalked.current = false;
  }, [day]);
  const go = (next: Day) => patch({ day: next });
  return (
    <Section
      title={monthName(day)}
      subtitle="Runs of schedules and times to come, in UTC"
      action={
        <div className={classes.months}>
          <Button size="small" onClick={() => go(addMonths(day, -1))}>
            Month before
          </Button>
          <Button size="small" onClick={() => go(today)}>
            Today
          </Button>
          <Button size="small" onClick={() => go(addMonths(day, 1))}>
            Month after
          </Button>
        </div>
      }
    >
      <QueryView query={runs} what="the runs of the month" rows={6}>
        {list => (
          <>
            {list.total > list.items.length && (
              <Typography variant="body2" color="textSecondary" paragraph>
                {`Only the newest ${list.items.length} of ${plural(
                  list.total,
                  'run',
                )} of this month are looked at.`}
              </Typography>
            )}
            <table
              role="grid"
              aria-label={`Schedules in ${monthName(day)}`}
              className={classes.grid}
            >
              <thead>
                <tr>
                  {WEEKDAYS.map(name => (
                    <th key={name} scope="col" abbr={name}>
                      {name.slice(0, 3)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {weeks.map(week => (
                  <tr key={week[0]}>
                    {week.map(item => {
                      const entry = entries.get(item);
                      const lines = [
                        ...(entry?.runs ?? []).map(
                          run => `${clock(run.createdAt)} ${run.name}`,
                        ),
                        ...(entry?.coming ?? []).map(
                          ({ at, schedule }) =>
                            `${clock(at)} ▷ ${schedule.name}`,
                        ),
                      ];
                      const isChosen = item === day;
                      return (
                        <td
                          key={item}
                          role="gridcell"
                          ref={isChosen ? cell : undefined}
                          tabIndex={isChosen ? 0 : -1}
                          aria-selected={isChosen}
                          aria-label={summaryOf(item, entry, today)}
                          className={[
                            isChosen && classes.chosen,
                            item.slice(0, 7) !== day.slice(0, 7) &&
                              classes.other,
                          ]
                            .filter(Boolean)
                            .join(' ')}
                          onClick={() => go(item)}
                          onKeyDown={event => {
                            const next = dayByKey(
                              event.key,
                              item,
                              event.shiftKey,
                            );
                            if (!next) return;
                            event.preventDefault();
                            isWalked.current = true;
                            go(next);
                          }}
                        >
                          <div
                            className={
                              item === today ? classes.today : undefined
                            }
                          >
                            {Number(item.slice(8))}
                          </div>
                          {lines.slice(0, LINES).map((line, index) => (
                            <div
                              key={`${index}/${line}`}
                              className={classes.line}
                            >
                              {line}
                            </div>
                          ))}
                          {lines.length > LINES && (
                            <div>and {lines.length - LINES} more</div>
                          )}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
            <Typography
              variant="caption"
              color="textSecondary"
              component="p"
              gutterBottom
            >
              ▷ stands for a time to come. Arrow keys move by day and week, Page
              Up and Page Down by month.
            </Typography>
            <DayDetail day={day} entry={entries.get(day)} />
          </>
        )}
      </QueryView>
    </Section>
  );
}
