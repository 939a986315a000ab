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
import type { PerformanceComparison } from '@meshplane/plugin-meshplane-common';
import { useParams } from 'react-router-dom';
import { useComparison } from '../../../data/performance/comparisonQueries';
import { relativeTime } from '../../../lib/format';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { QueryView } from '../../feedback/QueryView';
import { PageTitle } from '../../layout/PageTitle';
import { DEFAULT_THRESHOLD } from './comparisonParams';
import { ComparisonResult } from './ComparisonResult';
import { ShareLink } from './ShareComparison';

/** The relevance that the metrics were judged by, where one of them is relative. */
function marginOf(comparison: PerformanceComparison): number {
  return (
    comparison.metrics.find(row => row.change !== undefined)?.relevant ??
    DEFAULT_THRESHOLD
  );
}

/** A comparison that was kept: the same for everybody who opens its link. */
export function SavedComparisonPage() {
  const { comparison: id = '' } = useParams();
  const paths = usePerformancePaths();
  const comparison = useComparison(id);
  return (
    <QueryView query={comparison} what="the comparison" rows={6}>
      {data => (
        <>
          <PageTitle
            title={`${data.b.title} against ${data.a.title}`}
            meta={`Saved ${relativeTime(data.createdAt)}`}
            action={
              <>
                <ShareLink path={paths.comparison(id)} />
                <LinkButton
                  to={paths.compare({
                    a: data.a.runs.map(run => run.id),
                    b: data.b.runs.map(run => run.id),
                    titleA: data.a.title,
                    titleB: data.b.title,
                  })}
                  variant="outlined"
                >
                  Change the sides
                </LinkButton>
              </>
            }
          />
          <ComparisonResult comparison={data} margin={marginOf(data)} />
        </>
      )}
    </QueryView>
  );
}
