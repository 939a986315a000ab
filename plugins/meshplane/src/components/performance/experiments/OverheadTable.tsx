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
import Typography from '@material-ui/core/Typography';
import type { ExperimentDetail } from '@meshplane/plugin-meshplane-common';
import { DataTable } from '../../layout/DataTable';
import type { Column } from '../../layout/sortRows';
import { StatusLabel } from '../../status/StatusLabel';
import { interval, signed, signedPercent, significant } from '../parts/numbers';
import { comparisonWord } from '../parts/studyWords';

/** What one side costs. */
export type Overhead = ExperimentDetail['overheads'][number];
type Estimate = Overhead['addedP50Ms'];

const useStyles = makeStyles(theme => ({
  range: { whiteSpace: 'nowrap' },
  formula: {
    fontFamily: 'monospace',
    overflowWrap: 'anywhere',
    color: theme.palette.text.secondary,
  },
}));

const milliseconds = (value: number) => `${signed(value)} ms`;

function Estimated(props: {
  estimate: Estimate;
  write: (value: number) => string;
}) {
  const classes = useStyles();
  const { estimate, write } = props;
  if (!estimate) return <>–</>;
  return (
    <>
      {write(estimate.value)}
      <Typography
        variant="caption"
        color="textSecondary"
        component="div"
        className={classes.range}
      >
        {interval(estimate.interval, write) ?? 'no interval'}
      </Typography>
    </>
  );
}

function Index(props: { index: Overhead['index'] }) {
  const classes = useStyles();
  const { index } = props;
  if (!index) return <>–</>;
  return (
    <>
      {significant(index.value)}
      <Typography variant="caption" component="div" className={classes.formula}>
        {index.formula}
      </Typography>
      <Typography variant="caption" color="textSecondary" component="div">
        {Object.entries(index.inputs)
          .map(([name, value]) => `${name} = ${significant(value)}`)
          .join(', ')}
      </Typography>
    </>
  );
}

function estimated(
  id: string,
  header: string,
  of: (row: Overhead) => Estimate,
  write: (value: number) => string,
): Column<Overhead> {
  return {
    id,
    header,
    align: 'right',
    render: row => <Estimated estimate={of(row)} write={write} />,
  };
}

const columns: Array<Column<Overhead>> = [
  {
    id: 'arm',
    header: 'Side',
    render: row => (
      <>
        <strong>{row.arm}</strong>
        {row.comparison && (
          <div>
            <StatusLabel state={comparisonWord(row.comparison)} />
          </div>
        )}
      </>
    ),
  },
  estimated('p50', 'p50', row => row.addedP50Ms, milliseconds),
  estimated('p50share', 'p50, %', row => row.addedP50Share, signedPercent),
  estimated('p99', 'p99', row => row.addedP99Ms, milliseconds),
  estimated('p99share', 'p99, %', row => row.addedP99Share, signedPercent),
  estimated(
    'cpu',
    'vCPU per 1 000 req/s',
    row => row.addedCpuPerThousand,
    signed,
  ),
  estimated('memory', 'MB per 1 000 req/s', row => row.addedMemoryMb, signed),
  {
    id: 'index',
    header: 'Index and formula',
    width: '22%',
    render: row => <Index index={row.index} />,
  },
];

/** Published overheads have this form: what each side adds to the baseline, with its 95 % interval below. */
export function OverheadTable(props: { overheads: Overhead[] }) {
  return (
    <DataTable
      caption="What each side adds to the baseline, with 95 % intervals"
      columns={columns}
      rows={props.overheads}
      rowKey={row => row.arm}
      presorted
    />
  );
}
