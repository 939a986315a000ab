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
import type { PerformanceComparison } from '@meshplane/plugin-meshplane-common';
import { Section } from '../../layout/Section';
import { PercentilePlot, QuantileShift, RunDots } from '../charts';

const useStyles = makeStyles(theme => ({
  dots: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(480px, 100%), 1fr))',
    gap: theme.spacing(3),
  },
}));

/** Sides of one name could not be told apart in a legend. */
function titlesOf({ a, b }: PerformanceComparison): [string, string] {
  return a.title === b.title
    ? [`A: ${a.title}`, `B: ${b.title}`]
    : [a.title, b.title];
}

/** Where in the distribution the sides differ, both curves on each other, and every run as a dot. */
export function ComparisonCharts(props: {
  comparison: PerformanceComparison;
  /** Share below which a difference does not matter. */
  margin: number;
}) {
  const classes = useStyles();
  const { comparison, margin } = props;
  const [titleA, titleB] = titlesOf(comparison);
  const { shift, percentilesA, percentilesB, metrics } = comparison;
  const isJudged = comparison.status === 'judged';
  return (
    <>
      {shift.length > 0 && (
        <Section title="Where it differs">
          <QuantileShift
            points={shift}
            margin={margin}
            titleA={titleA}
            titleB={titleB}
            notes={
              isJudged
                ? undefined
                : [
                    'Intervals tell of the noise within the runs only: two runs of the same thing often differ by more.',
                  ]
            }
          />
        </Section>
      )}
      {(percentilesA.length > 0 || percentilesB.length > 0) && (
        <Section title="Percentiles of both sides">
          <PercentilePlot
            title="Percentiles of both sides"
            series={[
              { name: titleA, points: percentilesA, band: true },
              { name: titleB, points: percentilesB, band: true },
            ].map(one => ({
              ...one,
              band: one.points.some(point => point.interval),
            }))}
          />
        </Section>
      )}
      {isJudged && metrics.length > 0 && (
        <Section title="Every run">
          <div className={classes.dots}>
            {metrics.map(metric => (
              <RunDots
                key={metric.metric}
                metric={metric}
                titleA={titleA}
                titleB={titleB}
                // A margin as a share has no meaning for metrics that change in their own unit.
                margin={metric.change === undefined ? undefined : margin}
              />
            ))}
          </div>
        </Section>
      )}
    </>
  );
}
