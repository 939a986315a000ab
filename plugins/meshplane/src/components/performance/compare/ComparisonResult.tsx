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
import type { PerformanceComparison } from '@meshplane/plugin-meshplane-common';
import { lazy, Suspense } from 'react';
import { LoadingRows } from '../../feedback/LoadingRows';
import { Section } from '../../layout/Section';
import { Notes } from '../parts/Notes';
import { comparisonWord } from '../parts/studyWords';
import { Verdict } from '../parts/Verdict';
import { MetricTable } from './MetricTable';
import { SidesTable } from './SidesTable';

// Charts are most of the code; the words and tables come first.
const ComparisonCharts = lazy(() =>
  import('./ComparisonCharts').then(module => ({
    default: module.ComparisonCharts,
  })),
);

/** What a comparison came to: first in words, then as tables, then as charts. */
export function ComparisonResult(props: {
  comparison: PerformanceComparison;
  /** Smallest relative change that matters, for the zone in the charts. */
  margin: number;
}) {
  const { comparison, margin } = props;
  const isRefused = comparison.status === 'refused';
  return (
    <>
      <Verdict
        word={comparisonWord(comparison)} // The reasons stand below it, one a line.
        sentence={
          isRefused && comparison.reasons.length > 0
            ? 'These runs cannot be compared'
            : comparison.sentence
        }
      >
        {isRefused && (
          <>
            <Notes
              label="Why these runs are not compared"
              items={comparison.reasons}
            />
            <Typography variant="body2" style={{ marginTop: 8 }}>
              Choose runs of the same load and precision that ended by
              themselves and are valid; each run’s own page says what it is.
            </Typography>
          </>
        )}
        {!isRefused && (
          <Notes label="Reasons of this verdict" items={comparison.reasons} />
        )}
        <Notes label="Notes on this comparison" items={comparison.notes} />
      </Verdict>
      {comparison.metrics.length > 0 && (
        <Section
          title="Metrics"
          subtitle="Medians of the runs; the change is the Hodges-Lehmann shift of B against A"
          flush
        >
          <MetricTable metrics={comparison.metrics} />
        </Section>
      )}
      {!isRefused && (
        <Suspense fallback={<LoadingRows label="Loading the charts" />}>
          <ComparisonCharts comparison={comparison} margin={margin} />
        </Suspense>
      )}
      <Section
        title="Runs"
        subtitle={`A: ${comparison.a.title}. B: ${comparison.b.title}.`}
        flush
      >
        <SidesTable comparison={comparison} />
      </Section>
    </>
  );
}
