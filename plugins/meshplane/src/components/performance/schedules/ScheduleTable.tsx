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
import Switch from '@material-ui/core/Switch';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type {
  PerformanceProfile,
  PerformanceSchedule,
} from '@meshplane/plugin-meshplane-common';
import { useMemo, useState } from 'react';
import {
  useDeleteSchedule,
  useSaveSchedule,
} from '../../../data/performance/scheduleQueries';
import { explainError } from '../../../lib/explainError';
import { plural } from '../../../lib/format';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { DataTable } from '../../layout/DataTable';
import type { Column } from '../../layout/sortRows';
import { StatusLabel } from '../../status/StatusLabel';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { previewOf } from './scheduleDraft';
import { ScheduleForm } from './ScheduleForm';

/** Last runs that a row links to. */
const LAST_RUNS = 3;

const useStyles = makeStyles({ row: { display: 'flex', flexWrap: 'wrap' } });

const short = (iso: string) => iso.slice(0, 16).replace('T', ' ');

function OnOff(props: { schedule: PerformanceSchedule }) {
  const { schedule } = props;
  const save = useSaveSchedule(schedule.id);
  const { name, profileId, cron, repeats, compareWithBaseline } = schedule;
  return (
    <>
      <Switch
        size="small"
        color="primary"
        checked={schedule.enabled}
        disabled={!schedule.may.edit || save.isPending}
        inputProps={{ 'aria-label': `Schedule ${schedule.name} is on` }}
        onChange={(_, enabled) =>
          save.mutate({
            name,
            profileId,
            cron,
            repeats,
            compareWithBaseline,
            enabled,
          })
        }
      />
      <Typography variant="caption" component="div">
        {schedule.enabled ? 'On' : 'Off'}
      </Typography>
      {save.isError && (
        <Typography
          variant="caption"
          color="error"
          component="div"
          role="alert"
        >
          {explainError(save.error).why}
        </Typography>
      )}
    </>
  );
}

function Actions(props: { schedule: PerformanceSchedule; now: number }) {
  const classes = useStyles();
  const { schedule } = props;
  const [open, setOpen] = useState<'edit' | 'delete'>();
  const remove = useDeleteSchedule(schedule.id);
  if (!schedule.may.edit) {
    return (
      <Typography variant="caption" color="textSecondary">
        Changed by the owners of what it measures
      </Typography>
    );
  }
  const close = () => setOpen(undefined);
  return (
    <div className={classes.row}>
      <Button
        size="small"
        aria-label={`Change ${schedule.name}`}
        onClick={() => setOpen('edit')}
      >
        Change
      </Button>
      <Button
        size="small"
        aria-label={`Delete ${schedule.name}`}
        onClick={() => setOpen('delete')}
      >
        Delete
      </Button>
      {open === 'edit' && (
        <ScheduleForm schedule={schedule} now={props.now} onClose={close} />
      )}
      {open === 'delete' && (
        <ConfirmDialog
          title={`Delete ${schedule.name}`}
          text="It runs no more. The results of its runs are kept."
          action="Delete the schedule"
          isPending={remove.isPending}
          error={remove.error}
          onClose={close}
          onConfirm={() => remove.mutate(undefined, { onSuccess: close })}
        />
      )}
    </div>
  );
}

/** Schedules with what they run, when, and whether they are on. */
export function ScheduleTable(props: {
  schedules: PerformanceSchedule[];
  profiles: PerformanceProfile[];
  now: number;
}) {
  const paths = usePerformancePaths();
  const { profiles, now } = props;
  const columns = useMemo<Array<Column<PerformanceSchedule>>>(
    () => [
      {
        id: 'name',
        header: 'Schedule',
        width: '26%',
        render: row => (
          <>
            <strong>{row.name}</strong>
            {row.lastError && (
              <div>
                <StatusLabel
                  state={{ tone: 'error', word: 'Last time failed' }}
                />
                <Typography variant="caption" component="div">
                  {row.lastError}
                </Typography>
              </div>
            )}
          </>
        ),
      },
      {
        id: 'profile',
        header: 'Profile',
        render: row => (
          <Link to={paths.profile(row.profileId)}>
            {profiles.find(item => item.id === row.profileId)?.name ??
              row.profileId}
          </Link>
        ),
      },
      {
        id: 'when',
        header: 'When',
        width: '20%',
        render: row => {
          const preview = previewOf(row.cron, now);
          return (
            <>
              {'words' in preview ? preview.words : row.cron}
              <Typography
                variant="caption"
                color="textSecondary"
                component="div"
              >
                {plural(row.repeats, 'run')} each time
                {row.compareWithBaseline ? ', against the baseline' : ''}
              </Typography>
            </>
          );
        },
      },
      {
        id: 'next',
        header: 'Next (UTC)',
        render: row => (row.next[0] ? short(row.next[0]) : '–'),
      },
      {
        id: 'last',
        header: 'Last runs',
        render: row =>
          row.lastRunIds.length === 0
            ? '–'
            : row.lastRunIds.slice(0, LAST_RUNS).map(run => (
                <div key={run}>
                  <Link to={paths.run(run)}>{run}</Link>
                </div>
              )),
      },
      { id: 'on', header: 'State', render: row => <OnOff schedule={row} /> },
      {
        id: 'actions',
        header: 'Actions',
        render: row => <Actions schedule={row} now={now} />,
      },
    ],
    [paths, profiles, now],
  );
  return (
    <DataTable
      caption="Schedules"
      columns={columns}
      rows={props.schedules}
      rowKey={row => row.id}
      presorted
    />
  );
}
