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
import type {
  ClusterDiagnosis,
  ClusterState,
} from '@meshplane/plugin-meshplane-common';
import { useState } from 'react';
import { useDiagnosis } from '../../data/queries';
import { relativeTime } from '../../lib/format';
import { QueryView } from '../feedback/QueryView';
import { Section } from '../layout/Section';
import { StatusLabel } from '../status/StatusLabel';
import type { StateWord } from '../status/words';
import { useMayManage } from './useMayManage';

const words: Record<ClusterDiagnosis['steps'][number]['state'], StateWord> = {
  ok: { tone: 'ok', word: 'OK' },
  warning: { tone: 'warning', word: 'Warning' },
  failed: { tone: 'error', word: 'Failed' },
  skipped: { tone: 'off', word: 'Not checked' },
};

const useStyles = makeStyles(theme => ({
  list: { margin: 0, paddingLeft: theme.spacing(3) },
  step: {
    padding: theme.spacing(1, 0, 1, 1),
    overflowWrap: 'anywhere',
    '&::marker': { fontWeight: 600, color: theme.palette.text.secondary },
  },
  head: { display: 'flex', gap: theme.spacing(2), flexWrap: 'wrap' },
  remedy: {
    marginTop: theme.spacing(0.5),
    padding: theme.spacing(1),
    borderLeft: `3px solid ${theme.palette.primary.main}`,
    backgroundColor: theme.palette.background.default,
    whiteSpace: 'pre-wrap',
  },
}));

function Steps(props: { diagnosis: ClusterDiagnosis }) {
  const classes = useStyles();
  return (
    <ol className={classes.list} aria-label="Steps of the diagnosis">
      {props.diagnosis.steps.map(step => (
        <li
          key={step.id}
          className={classes.step}
          aria-current={step.state === 'failed' ? 'step' : undefined}
        >
          <div className={classes.head}>
            <Typography variant="subtitle2" component="span">
              {step.title}
            </Typography>
            <StatusLabel state={words[step.state]} />
          </div>
          <Typography variant="body2">{step.detail}</Typography>
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
  );
}

/** Walks through the connection: why is this cluster not shown, and what to do. */
export function DiagnosisSection(props: {
  cluster: string;
  state: ClusterState;
}) {
  const { cluster, state } = props;
  const { isAllowed, isLoading } = useMayManage(cluster);
  const [isAsked, setAsked] = useState(false);
  const isTroubled = [
    'degraded',
    'unreachable',
    'unauthorized',
    'misconfigured',
  ].includes(state);
  const isEnabled = isAllowed && (isAsked || isTroubled);
  const diagnosis = useDiagnosis(cluster, isEnabled);

  // An earlier answer stays visible, also where this section was drawn anew, as after a change of the theme.
  const hasAnswer = diagnosis.data !== undefined;

  const run = () => {
    setAsked(true);
    if (isEnabled || hasAnswer) void diagnosis.refetch();
  };
  let body;
  if (!isAllowed) {
    body = (
      <Typography variant="body2" color="textSecondary">
        {isLoading
          ? 'Checking your permissions…'
          : 'Needs the permission "meshplane.connection.manage" for this cluster. The message above says what is known without it.'}
      </Typography>
    );
  } else if (isEnabled || hasAnswer) {
    body = (
      <QueryView query={diagnosis} what="the diagnosis" rows={4}>
        {data => <Steps diagnosis={data} />}
      </QueryView>
    );
  } else {
    body = (
      <Typography variant="body2" color="textSecondary">
        Checks configuration, address, TLS, credentials, version, permissions
        and inventory, in this order.
      </Typography>
    );
  }
  return (
    <Section
      title="Diagnosis"
      subtitle={
        diagnosis.data
          ? `Made ${relativeTime(diagnosis.data.at)}`
          : 'Why is this cluster not shown, and what to do'
      }
      action={
        <Button
          size="small"
          variant="outlined"
          disabled={!isAllowed || diagnosis.isFetching}
          onClick={run}
        >
          {diagnosis.isFetching ? 'Diagnosing…' : 'Run the diagnosis'}
        </Button>
      }
    >
      {body}
    </Section>
  );
}
