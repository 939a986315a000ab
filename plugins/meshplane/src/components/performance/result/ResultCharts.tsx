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
import type { RunDetail } from '@meshplane/plugin-meshplane-common';
import { useRunCharts } from '../../../data/performanceQueries';
import { QueryView } from '../../feedback/QueryView';
import { Section } from '../../layout/Section';
import { LatencyHeatmap } from '../charts/LatencyHeatmap';
import { PercentilePlot } from '../charts/PercentilePlot';
import { Timeline } from '../charts/Timeline';

const useStyles = makeStyles({
  // One page of paper for each group of charts.
  group: { '@media print': { breakBefore: 'page' } },
});

const SERVICE_NOTE =
  'Response counts from when a request was due, service from when it was sent. Where the lines part, requests had to wait for the target: a test that only measures service would not have seen it.';

/** Percentiles, heatmap and timeline of a run that has a result. */
export function ResultCharts(props: { run: RunDetail }) {
  const { run } = props;
  const classes = useStyles();
  const charts = useRunCharts(run.id);
  return (
    <QueryView query={charts} what="the charts" rows={6}>
      {({ percentiles, heatmap, timeline }) => {
        const hasService = percentiles.service.length > 0;
        return (
          <>
            {percentiles.response.length + percentiles.service.length > 0 ? (
              <div className={classes.group}>
                <Section title="Percentiles">
                  <PercentilePlot
                    title="Latency by percentile"
                    series={[
                      ...(percentiles.response.length > 0
                        ? [
                            {
                              name: 'Response',
                              points: percentiles.response,
                              band: percentiles.response.some(
                                point => point.interval,
                              ),
                            },
                          ]
                        : []),
                      ...(hasService
                        ? [{ name: 'Service', points: percentiles.service }]
                        : []),
                    ]}
                    notes={hasService ? [SERVICE_NOTE] : undefined}
                  />
                </Section>
              </div>
            ) : (
              <Typography variant="body2" paragraph>
                There are no latencies to draw: not one request was answered.
              </Typography>
            )}
            {(heatmap || timeline.length > 0) && (
              <div className={classes.group}>
                {heatmap && heatmap.columns.length > 0 && (
                  <Section title="Latency over time">
                    <LatencyHeatmap
                      title="How many answers took how long"
                      heatmap={heatmap}
                      timeline={timeline}
                    />
                  </Section>
                )}
                {timeline.length > 0 && (
                  <Section title="Timeline">
                    <Timeline
                      title="Second by second"
                      points={timeline}
                      warmupSeconds={run.profile?.load.warmupSeconds}
                    />
                  </Section>
                )}
              </div>
            )}
          </>
        );
      }}
    </QueryView>
  );
}
