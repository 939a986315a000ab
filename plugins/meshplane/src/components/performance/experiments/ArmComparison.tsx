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
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { Section } from '../../layout/Section';
import { StatusLabel } from '../../status/StatusLabel';
import { MetricTable } from '../compare/MetricTable';
import { Notes } from '../parts/Notes';
import { comparisonWord } from '../parts/studyWords';
import type { Overhead } from './OverheadTable';

const useStyles = makeStyles(theme => ({
  table: { margin: theme.spacing(1, -2, -2) },
}));

/** One side against the baseline: the verdict in words, the metrics, and the way to all charts. */
export function ArmComparison(props: { baseline: string; overhead: Overhead }) {
  const classes = useStyles();
  const paths = usePerformancePaths();
  const { comparison, arm, notes } = props.overhead;
  if (!comparison) {
    return notes.length > 0 ? (
      <Section title={`${arm} against ${props.baseline}`}>
        <Notes label={`Notes on ${arm}`} items={notes} />
      </Section>
    ) : null;
  }
  return (
    <Section
      title={`${arm} against ${props.baseline}`}
      action={
        <LinkButton
          size="small"
          variant="outlined"
          aria-label={`Compare ${arm} with ${props.baseline} in charts`}
          to={paths.compare({
            a: comparison.a.runs.map(run => run.id),
            b: comparison.b.runs.map(run => run.id),
            titleA: comparison.a.title,
            titleB: comparison.b.title,
          })}
        >
          Charts
        </LinkButton>
      }
    >
      <Typography variant="body2" component="div">
        <StatusLabel state={comparisonWord(comparison)} />
      </Typography>
      <Typography variant="subtitle1" component="p">
        {comparison.sentence}
      </Typography>
      <Notes
        label={`Notes on ${arm}`}
        items={[...comparison.reasons, ...comparison.notes, ...notes]}
      />
      {comparison.metrics.length > 0 && (
        <div className={classes.table}>
          <MetricTable metrics={comparison.metrics} />
        </div>
      )}
    </Section>
  );
}
