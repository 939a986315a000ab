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
import Checkbox from '@material-ui/core/Checkbox';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import BookmarkIcon from '@material-ui/icons/Bookmark';
import type { RunSummary } from '@meshplane/plugin-meshplane-common';
import type { ReactNode } from 'react';
import { relativeTime } from '../../../lib/format';
import type { PerformancePaths } from '../../../lib/performancePaths';
import type { Column } from '../../layout/sortRows';
import { StatusLabel } from '../../status/StatusLabel';
import { latency, sharePercent, significant } from '../parts/numbers';
import { gateStateWords, pickedRunWords } from '../parts/studyWords';
import { originText, validityWords } from './runWords';

const useStyles = makeStyles({
  check: { padding: 0 },
  number: { whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
  pin: { fontSize: '1em', verticalAlign: 'text-bottom' },
});

function Aside(props: { children: ReactNode }) {
  return (
    <Typography variant="caption" color="textSecondary" component="div">
      {props.children}
    </Typography>
  );
}

function Figure(props: { children: ReactNode }) {
  return <span className={useStyles().number}>{props.children}</span>;
}

function Choose(props: {
  run: RunSummary;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const classes = useStyles();
  return (
    <Checkbox
      className={classes.check}
      size="small"
      color="primary"
      checked={props.checked}
      // Only what has a result can be compared.
      disabled={!props.run.headline}
      onChange={(_, checked) => props.onChange(checked)}
      inputProps={{
        'aria-label': `Choose ${props.run.name} of ${props.run.createdAt} for a comparison`,
      }}
    />
  );
}

function StateCell(props: { run: RunSummary }) {
  const { run } = props;
  return (
    <>
      <StatusLabel
        state={pickedRunWords[run.state]}
        detail={
          run.state === 'queued' && run.queuePosition !== undefined
            ? `(number ${run.queuePosition})`
            : undefined
        }
      />
      {run.validity && run.validity !== 'valid' && (
        <Aside>
          <StatusLabel state={validityWords[run.validity]} />
        </Aside>
      )}
      {run.message && <Aside>{run.message}</Aside>}
    </>
  );
}

function NameCell(props: { run: RunSummary; to: string }) {
  const classes = useStyles();
  const { run } = props;
  const about = [
    run.release && `release ${run.release}`,
    run.targets.join(', '),
    ...Object.entries(run.labels).map(([key, value]) => `${key}=${value}`),
  ].filter(Boolean);
  return (
    <>
      <Link to={props.to}>{run.name}</Link>
      {run.baseline && (
        <>
          {' '}
          <BookmarkIcon
            className={classes.pin}
            titleAccess="Baseline"
            aria-label="Baseline"
          />
        </>
      )}
      <Aside>{about.join(' · ')}</Aside>
    </>
  );
}

/** A latency of the headline. */
function latencyOf(value: number | undefined): ReactNode {
  if (value === undefined) return '–';
  return <Figure>{latency(value)}</Figure>;
}

/** Columns of the list of runs. */
export function runColumns(
  paths: PerformancePaths,
  chosen: ReadonlyMap<string, RunSummary>,
  onChoose: (run: RunSummary, checked: boolean) => void,
): Array<Column<RunSummary>> {
  return [
    {
      id: 'choose',
      header: 'Compare',
      width: 72,
      render: run => (
        <Choose
          run={run}
          checked={chosen.has(run.id)}
          onChange={checked => onChoose(run, checked)}
        />
      ),
    },
    {
      id: 'name',
      header: 'Run',
      sortable: true,
      width: '26%',
      render: run => <NameCell run={run} to={paths.run(run.id)} />,
    },
    {
      id: 'state',
      header: 'State',
      width: '20%',
      render: run => <StateCell run={run} />,
    },
    {
      id: 'p50',
      header: 'p50',
      sortable: true,
      align: 'right',
      render: run => latencyOf(run.headline?.p50),
    },
    {
      id: 'p99',
      header: 'p99',
      sortable: true,
      align: 'right',
      render: run => latencyOf(run.headline?.p99),
    },
    {
      id: 'achievedRate',
      header: 'Rate',
      sortable: true,
      align: 'right',
      render: run =>
        run.headline ? (
          <Figure>{significant(run.headline.achievedRate)}/s</Figure>
        ) : (
          '–'
        ),
    },
    {
      id: 'errorRate',
      header: 'Errors',
      sortable: true,
      align: 'right',
      render: run =>
        run.headline?.errorRate === undefined ? (
          '–'
        ) : (
          <Figure>{sharePercent(run.headline.errorRate)}</Figure>
        ),
    },
    {
      id: 'gate',
      header: 'Gates',
      // Of a run without a result there is nothing to say.
      render: run =>
        run.headline || run.gate ? (
          <StatusLabel state={gateStateWords[run.gate ?? 'none']} />
        ) : (
          '–'
        ),
    },
    {
      id: 'createdAt',
      header: 'When',
      width: 150,
      sortable: true,
      render: run => (
        <>
          <span title={run.createdAt}>{relativeTime(run.createdAt)}</span>
          <Aside>{originText(run)}</Aside>
        </>
      ),
    },
  ];
}
