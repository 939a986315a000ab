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

import { Link, LinkButton } from '@backstage/core-components';
import type { ExperimentSummary } from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import { useExperiments } from '../../../data/performance/experimentQueries';
import { personName, relativeTime } from '../../../lib/format';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { useUrlState } from '../../../lib/useUrlState';
import { EmptyNotice } from '../../feedback/EmptyNotice';
import { QueryView } from '../../feedback/QueryView';
import { DataTable } from '../../layout/DataTable';
import { Pager } from '../../layout/Pager';
import { PageTitle } from '../../layout/PageTitle';
import { Section } from '../../layout/Section';
import type { Column } from '../../layout/sortRows';
import { StatusLabel } from '../../status/StatusLabel';
import { experimentWords } from '../parts/studyWords';

const SIZES = [20, 50, 100];

function useColumns(): Array<Column<ExperimentSummary>> {
  const paths = usePerformancePaths();
  return useMemo(
    () => [
      {
        id: 'name',
        header: 'Experiment',
        render: row => <Link to={paths.experiment(row.id)}>{row.name}</Link>,
      },
      {
        id: 'state',
        header: 'State',
        render: row => (
          <>
            <StatusLabel state={experimentWords[row.state]} />
            {row.toRestore.length > 0 && (
              <div>
                <StatusLabel
                  state={{
                    tone: 'warning',
                    word: `${row.toRestore.length} to take back`,
                  }}
                />
              </div>
            )}
          </>
        ),
      },
      {
        id: 'arms',
        header: 'Sides',
        render: row => row.arms.join(' · '),
      },
      {
        id: 'done',
        header: 'Runs',
        align: 'right',
        render: row => `${row.done} of ${row.total}`,
      },
      {
        id: 'by',
        header: 'Started by',
        render: row => personName(row.createdBy),
      },
      {
        id: 'at',
        header: 'When',
        render: row => relativeTime(row.createdAt),
      },
    ],
    [paths],
  );
}

/** Experiments, newest first. */
export function ExperimentsPage() {
  const paths = usePerformancePaths();
  const { params, patch } = useUrlState();
  const columns = useColumns();
  const limit = SIZES.includes(Number(params.get('limit')))
    ? Number(params.get('limit'))
    : SIZES[0];
  const offset = Math.max(0, Math.trunc(Number(params.get('offset'))) || 0);
  const experiments = useExperiments({ limit, offset });
  const newButton = (
    <LinkButton to={paths.newExperiment()} variant="contained" color="primary">
      New experiment
    </LinkButton>
  );
  return (
    <>
      <PageTitle
        title="Experiments"
        meta="With the mesh against without, one mesh against another, with a filter and without: measured in turns and judged"
        action={newButton}
      />
      <QueryView query={experiments} what="the experiments">
        {list =>
          list.total === 0 ? (
            <EmptyNotice
              title="No experiment yet"
              text="An experiment runs one load against two to six sides in turns, takes back what it changed, and says what each side costs: added latency, CPU and memory, with intervals."
            >
              {newButton}
            </EmptyNotice>
          ) : (
            <Section title="All experiments" flush>
              <DataTable
                caption="Experiments"
                columns={columns}
                rows={list.items}
                rowKey={row => row.id}
                presorted
              />
              <Pager
                total={list.total}
                limit={limit}
                offset={offset}
                sizes={SIZES}
                onChange={change =>
                  patch({
                    limit: String(change.limit),
                    offset: change.offset ? String(change.offset) : undefined,
                  })
                }
              />
            </Section>
          )
        }
      </QueryView>
    </>
  );
}
