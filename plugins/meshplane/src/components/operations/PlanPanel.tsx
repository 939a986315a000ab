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

import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  OperationDetail,
  PlannedChart,
} from '@meshplane/plugin-meshplane-common';
import { duration, plural } from '../../lib/format';
import { DataTable } from '../layout/DataTable';
import { Facts } from '../layout/Facts';
import { Section } from '../layout/Section';
import type { Column } from '../layout/sortRows';
import { StatusLabel } from '../status/StatusLabel';
import { CodeBlock } from './CodeBlock';
import { changesText } from './changesText';
import { verifiedWords } from './operationWords';
import { StepsPanel } from './StepsPanel';

/** Workloads that are named before the rest is folded away. */
const RESTARTS_SHOWN = 12;

const useStyles = makeStyles(theme => ({
  list: { margin: 0, paddingLeft: theme.spacing(2.5), columns: '280px' },
  digest: { overflowWrap: 'anywhere', fontFamily: 'monospace' },
  hash: { marginTop: theme.spacing(2) },
  summary: { marginBottom: theme.spacing(2) },
}));

const columns: Array<Column<PlannedChart>> = [
  {
    id: 'chart',
    header: 'Chart',
    width: '22%',
    render: row => (
      <>
        {row.name} {row.version}
        <Typography variant="caption" color="textSecondary" component="div">
          {row.repository}
        </Typography>
      </>
    ),
  },
  {
    id: 'release',
    header: 'Release',
    width: '22%',
    render: row => `${row.namespace}/${row.release}`,
  },
  {
    id: 'digest',
    header: 'Package',
    render: row => (
      <>
        <StatusLabel
          state={{ tone: 'ok', word: verifiedWords[row.verified] }}
        />
        <Typography
          variant="caption"
          color="textSecondary"
          component="div"
          style={{ fontFamily: 'monospace' }}
        >
          {row.digest}
        </Typography>
      </>
    ),
  },
];

function Restarts(props: { restarts: string[] }) {
  const classes = useStyles();
  const { restarts } = props;
  const rest = restarts.slice(RESTARTS_SHOWN);
  return (
    <Section
      title={`Restarts (${restarts.length})`}
      subtitle="Workloads whose pods are made anew, paced and with regard to their disruption budgets"
    >
      <Typography variant="body2" component="ul" className={classes.list}>
        {restarts.slice(0, RESTARTS_SHOWN).map(name => (
          <li key={name}>{name}</li>
        ))}
      </Typography>
      {rest.length > 0 && (
        <details>
          <summary>{rest.length} more</summary>
          <Typography variant="body2" component="ul" className={classes.list}>
            {rest.map(name => (
              <li key={name}>{name}</li>
            ))}
          </Typography>
        </details>
      )}
    </Section>
  );
}

/** What would be done: summary, charts, restarts, steps and time. */
export function PlanPanel(props: { operation: OperationDetail }) {
  const classes = useStyles();
  const { operation } = props;
  const { plan } = operation;
  if (!plan) {
    return (
      <Typography variant="body2" color="textSecondary">
        Each cluster has a plan of its own: open it from the list of clusters.
      </Typography>
    );
  }
  const { changes } = plan;
  return (
    <>
      <Section title="Plan">
        <Typography variant="body2" className={classes.summary}>
          {plan.summary}
        </Typography>
        <Facts
          items={[
            {
              name: 'Objects',
              value: changesText(changes),
            },
            {
              name: 'Restarts',
              value: plural(plan.restarts.length, 'workload'),
            },
            {
              name: 'Estimated time',
              value: `about ${duration(plan.estimatedSeconds)}`,
            },
            {
              name: 'Delivery',
              value:
                operation.delivery === 'gitops'
                  ? 'Files for GitOps; the cluster is not touched'
                  : 'Directly to the cluster',
            },
          ]}
        />
        <Typography
          variant="caption"
          color="textSecondary"
          component="div"
          className={classes.hash}
        >
          Hash of the plan <span className={classes.digest}>{plan.hash}</span>
        </Typography>
      </Section>
      {plan.charts.length > 0 && (
        <Section title="Charts, in order" flush>
          <DataTable
            caption="Charts"
            columns={columns}
            rows={plan.charts}
            rowKey={row => `${row.namespace}/${row.release}`}
            presorted
            detail={{
              name: row => `chart ${row.name}`,
              render: row => (
                <CodeBlock
                  label={`Values of ${row.release}`}
                  text={row.values || '# no values of our own'}
                />
              ),
            }}
          />
        </Section>
      )}
      {plan.restarts.length > 0 && <Restarts restarts={plan.restarts} />}
      <Section title={`Steps (${operation.steps.length})`} flush>
        <StepsPanel steps={operation.steps} />
      </Section>
    </>
  );
}
