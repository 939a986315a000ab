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

import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { MetricsDiagnosis } from '@meshplane/plugin-meshplane-common';
import { useMetricsDiagnosis } from '../../../data/performance/connectionQueries';
import { QueryView } from '../../feedback/QueryView';
import { StatusLabel } from '../../status/StatusLabel';
import type { StateWord } from '../../status/words';

const words: Record<MetricsDiagnosis['steps'][number]['state'], StateWord> = {
  ok: { tone: 'ok', word: 'OK' },
  failed: { tone: 'error', word: 'Failed' },
  skipped: { tone: 'off', word: 'Not checked' },
};

const useStyles = makeStyles(theme => ({
  list: { margin: 0, paddingLeft: theme.spacing(3) },
  step: { padding: theme.spacing(0.75, 0), overflowWrap: 'anywhere' },
  head: { display: 'flex', gap: theme.spacing(2), flexWrap: 'wrap' },
  remedy: {
    marginTop: theme.spacing(0.5),
    padding: theme.spacing(1),
    borderLeft: `3px solid ${theme.palette.primary.main}`,
    backgroundColor: theme.palette.background.default,
    whiteSpace: 'pre-wrap',
  },
}));

/** Walks through a connection when it is opened: the first step that fails says what to do. */
export function MetricsDiagnosisView(props: { connection: string }) {
  const classes = useStyles();
  const { connection } = props;
  const diagnosis = useMetricsDiagnosis(connection, true);
  return (
    <>
      <QueryView query={diagnosis} what="the diagnosis" rows={3}>
        {data => (
          <ol
            className={classes.list}
            aria-label={`Diagnosis of ${connection}`}
          >
            {data.steps.map(step => (
              <li
                key={step.title}
                className={classes.step}
                aria-current={step.state === 'failed' ? 'step' : undefined}
              >
                <div className={classes.head}>
                  <Typography variant="subtitle2" component="span">
                    {step.title}
                  </Typography>
                  <StatusLabel state={words[step.state]} />
                </div>
                <Typography variant="body2">{step.message}</Typography>
                {step.remedy && (
                  <Typography
                    variant="body2"
                    component="div"
                    className={classes.remedy}
                  >
                    <strong>What to do:</strong> {step.remedy}
                  </Typography>
                )}
              </li>
            ))}
          </ol>
        )}
      </QueryView>
      <Button
        size="small"
        variant="outlined"
        disabled={diagnosis.isFetching}
        onClick={() => void diagnosis.refetch()}
        aria-label={`Check ${connection} again`}
      >
        {diagnosis.isFetching ? 'Checking…' : 'Check again'}
      </Button>
    </>
  );
}
