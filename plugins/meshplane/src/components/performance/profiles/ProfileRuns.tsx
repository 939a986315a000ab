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
import Typography from '@material-ui/core/Typography';
import { useMemo } from 'react';
import { useRuns } from '../../../data/performanceQueries';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { QueryView } from '../../feedback/QueryView';
import { DataTable } from '../../layout/DataTable';
import { Section } from '../../layout/Section';
import { runColumns } from '../runs/runColumns';

const SHOWN = 5;
const NONE = new Map();

/** The latest runs of a profile. */
export function ProfileRuns(props: { profile: string }) {
  const paths = usePerformancePaths();
  const runs = useRuns({ profileId: props.profile, limit: SHOWN });
  const columns = useMemo(
    () =>
      runColumns(paths, NONE, () => {}).filter(
        column => column.id !== 'choose',
      ),
    [paths],
  );
  return (
    <Section
      title="Latest runs"
      action={
        <Link to={paths.view('runs', { profileId: props.profile })}>
          All runs of this profile
        </Link>
      }
      flush
    >
      <QueryView query={runs} what="the runs" rows={3}>
        {list =>
          list.items.length > 0 ? (
            <DataTable
              caption="Latest runs of the profile"
              columns={columns}
              rows={list.items}
              rowKey={run => run.id}
              presorted
            />
          ) : (
            <Typography variant="body2" style={{ padding: 16 }}>
              It has not run yet.
            </Typography>
          )
        }
      </QueryView>
    </Section>
  );
}
