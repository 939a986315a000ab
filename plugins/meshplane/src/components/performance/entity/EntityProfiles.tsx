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
import { useMemo } from 'react';
import { relativeTime } from '../../../lib/format';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { DataTable } from '../../layout/DataTable';
import type { Column } from '../../layout/sortRows';
import { StatusLabel } from '../../status/StatusLabel';
import { latency, sharePercent, significant } from '../parts/numbers';
import { gateStateWords } from '../parts/studyWords';
import type { ProfileState } from './lastResults';
import { RunProfileButton } from './RunProfileButton';

/** Profiles of a component with what each measured last. */
export function EntityProfiles(props: { states: ProfileState[] }) {
  const paths = usePerformancePaths();
  const columns = useMemo<Array<Column<ProfileState>>>(
    () => [
      {
        id: 'profile',
        header: 'Profile',
        render: ({ profile }) => (
          <Link to={paths.profile(profile.id)}>{profile.name}</Link>
        ),
      },
      {
        id: 'last',
        header: 'Last result',
        render: ({ last, active }) => (
          <>
            {last ? (
              <Link to={paths.run(last.id)}>
                {relativeTime(last.endedAt ?? last.createdAt)}
              </Link>
            ) : (
              'none yet'
            )}
            {active && (
              <div>
                <Link to={paths.run(active.id)}>A run is under way</Link>
              </div>
            )}
          </>
        ),
      },
      {
        id: 'p50',
        header: 'p50',
        align: 'right',
        render: ({ last }) =>
          last?.headline?.p50 === undefined ? '–' : latency(last.headline.p50),
      },
      {
        id: 'p99',
        header: 'p99',
        align: 'right',
        render: ({ last }) =>
          last?.headline?.p99 === undefined ? '–' : latency(last.headline.p99),
      },
      {
        id: 'rate',
        header: 'Rate',
        align: 'right',
        render: ({ last }) =>
          last?.headline
            ? `${significant(last.headline.achievedRate)} req/s`
            : '–',
      },
      {
        id: 'errors',
        header: 'Errors',
        align: 'right',
        render: ({ last }) =>
          last?.headline?.errorRate === undefined
            ? '–'
            : sharePercent(last.headline.errorRate),
      },
      {
        id: 'gate',
        header: 'Gates',
        render: ({ last }) =>
          last ? (
            <StatusLabel state={gateStateWords[last.gate ?? 'none']} />
          ) : (
            '–'
          ),
      },
      {
        id: 'run',
        header: 'Run',
        render: ({ profile }) => <RunProfileButton profile={profile} />,
      },
    ],
    [paths],
  );
  return (
    <DataTable
      caption="Profiles of this component"
      columns={columns}
      rows={props.states}
      rowKey={row => row.profile.id}
      presorted
    />
  );
}
