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

import { LinkButton } from '@backstage/core-components';
import { lazy } from 'react';
import { useParams } from 'react-router-dom';
import { isFinished, useRun } from '../../../data/performanceQueries';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { QueryView } from '../../feedback/QueryView';
import { LiveRun } from './LiveRun';
import { RunHeader } from './RunHeader';
import { StopRun } from './StopRun';

// Who watches a run does not need the drawings of its result yet.
const ResultView = lazy(() =>
  import('../result/ResultView').then(module => ({
    default: module.ResultView,
  })),
);

/** One run: live while it is under way, then its result. */
export function RunPage() {
  const { run: id = '' } = useParams();
  const paths = usePerformancePaths();
  const run = useRun(id);
  return (
    <QueryView query={run} what={`run "${id}"`} rows={8}>
      {detail =>
        isFinished(detail.state) ? (
          <ResultView run={detail} />
        ) : (
          <>
            <RunHeader run={detail}>
              <LinkButton to={paths.view('runs')} variant="outlined">
                All runs
              </LinkButton>
              <StopRun run={detail} />
            </RunHeader>
            <LiveRun run={detail} />
          </>
        )
      }
    </QueryView>
  );
}
