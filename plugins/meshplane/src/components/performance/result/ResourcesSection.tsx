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
import type {
  ResourceUse,
  RunDetail,
} from '@meshplane/plugin-meshplane-common';
import { DataTable } from '../../layout/DataTable';
import { Section } from '../../layout/Section';
import type { Column } from '../../layout/sortRows';
import { ResourceBars } from '../charts/ResourceBars';
import { Notes } from '../parts/Notes';
import { megabytes, sharePercent, significant } from '../parts/numbers';
import { barsByRole, roleNames } from './resourceBars';

type Resources = NonNullable<RunDetail['resources']>;

const sources: Record<Resources['source'], string> = {
  prometheus: 'from Prometheus',
  'metrics-api': 'from the metrics API of the cluster',
  cgroup: "from the kernel's own accounts",
  none: 'not read',
};

const states: Record<Resources['status'], string> = {
  complete: 'complete',
  partial: 'some of it could not be read',
  'too-short': 'the run was too short to say',
  unavailable: 'could not be read',
  'not-asked': 'the profile does not name any workload to measure',
};

function number(value: number | undefined, write: (value: number) => string) {
  return value === undefined ? '–' : write(value);
}

const columns: Array<Column<ResourceUse>> = [
  {
    id: 'what',
    header: 'Container',
    render: use => (
      <>
        {[use.pod ?? use.node, use.container].filter(Boolean).join(' / ') ||
          roleNames[use.role]}
        <Typography variant="caption" color="textSecondary" component="div">
          {[roleNames[use.role], use.namespace].filter(Boolean).join(', ')}
        </Typography>
      </>
    ),
  },
  {
    id: 'cpu',
    header: 'CPU mean (highest), cores',
    align: 'right',
    render: use =>
      `${number(use.cpuMean, significant)} (${number(
        use.cpuMax,
        significant,
      )})`,
  },
  {
    id: 'perThousand',
    header: 'Cores per 1 000 req/s',
    align: 'right',
    render: use => number(use.cpuPerThousand, significant),
  },
  {
    id: 'memory',
    header: 'Memory mean (highest)',
    align: 'right',
    render: use =>
      `${number(use.memoryMean, megabytes)} (${number(
        use.memoryMax,
        megabytes,
      )})`,
  },
  {
    id: 'throttled',
    header: 'Throttled',
    align: 'right',
    render: use => number(use.throttled, sharePercent),
  },
  {
    id: 'samples',
    header: 'Readings',
    align: 'right',
    render: use => number(use.samples, String),
  },
];

const useStyles = makeStyles(theme => ({
  table: { marginTop: theme.spacing(3) },
}));

/** What the load cost in CPU and memory, container by container, with what is not known. */
export function ResourcesSection(props: { resources: Resources }) {
  const classes = useStyles();
  const { resources } = props;
  const cpu = barsByRole(resources.uses, 'cpu');
  const memory = barsByRole(resources.uses, 'memory');
  return (
    <Section
      title="Resources"
      subtitle={[
        sources[resources.source],
        states[resources.status],
        resources.windowSeconds !== undefined &&
          `window of ${resources.windowSeconds} s`,
      ]
        .filter(Boolean)
        .join(' · ')}
    >
      {cpu.length > 0 && (
        <ResourceBars title="CPU by role" unit="cores" bars={cpu} />
      )}
      {memory.length > 0 && (
        <ResourceBars title="Memory by role" unit="MB" bars={memory} />
      )}
      {resources.uses.length > 0 && (
        <div className={classes.table}>
          <DataTable
            caption="Use by container"
            columns={columns}
            rows={resources.uses}
            rowKey={use =>
              [use.role, use.namespace, use.pod, use.container, use.node].join(
                '/',
              )
            }
            presorted
          />
        </div>
      )}
      <Notes label="What is not known" items={resources.notes} />
    </Section>
  );
}
