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
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { PerformanceHistory } from '@meshplane/plugin-meshplane-common';
import { plural } from '../../../lib/format';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { StatusLabel } from '../../status/StatusLabel';
import { newsOf } from '../history/historyNews';
import { inUnit } from '../parts/numbers';
import { Sparkline } from './Sparkline';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
  },
}));

/** The trend of p99 in a line, in a word and as a sparkline. */
export function EntityTrend(props: {
  history: PerformanceHistory;
  entityRef: string;
}) {
  const classes = useStyles();
  const paths = usePerformancePaths();
  const { history, entityRef } = props;
  const { points, metric, unit } = history;
  if (points.length === 0) return null;
  const news = newsOf(history);
  const last = points[points.length - 1];
  return (
    <>
      <div className={classes.root}>
        <Sparkline
          values={points.map(point => point.value)}
          label={`${metric} over ${plural(
            points.length,
            'point',
          )}, latest ${inUnit(last.value, unit)}`}
        />
        <Typography variant="h6" component="span">
          {metric} {inUnit(last.value, unit)}
        </Typography>
        <Typography variant="body2" component="span">
          <StatusLabel state={news.word} />
        </Typography>
      </div>
      <Typography variant="body2">
        {news.sentence}{' '}
        <Link to={paths.view('history', { entityRef })}>See the history</Link>
      </Typography>
    </>
  );
}
