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
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { Rbac } from '@meshplane/plugin-meshplane-common';
import { useState } from 'react';
import { useRbac } from '../../data/queries';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { QueryView } from '../feedback/QueryView';
import { PageTitle } from '../layout/PageTitle';

const useStyles = makeStyles(theme => ({
  yaml: {
    margin: 0,
    padding: theme.spacing(2),
    overflow: 'auto',
    maxHeight: '65vh',
    fontFamily: 'monospace',
    fontSize: '0.8125rem',
  },
  features: { margin: theme.spacing(0, 0, 2), paddingLeft: theme.spacing(3) },
}));

type CopyState = 'idle' | 'copied' | 'failed';

const labels: Record<CopyState, string> = {
  idle: 'Copy the YAML',
  copied: 'Copied',
  failed: 'Copying is blocked: select the text below',
};

function CopyButton(props: { text: string }) {
  const [state, setState] = useState<CopyState>('idle');
  const copy = async () => {
    try {
      await window.navigator.clipboard.writeText(props.text);
      setState('copied');
    } catch {
      // Without HTTPS or permission the browser has no clipboard for pages; the text below can be selected.
      setState('failed');
    }
  };
  return (
    <Button variant="contained" color="primary" onClick={copy}>
      <span aria-live="polite">{labels[state]}</span>
    </Button>
  );
}

function Rules(props: { rbac: Rbac }) {
  const classes = useStyles();
  const { yaml, features } = props.rbac;
  return (
    <>
      <Typography variant="body2">
        Apply this to a cluster and use the token of its service account in the
        portal&apos;s configuration. It holds what these features need and
        nothing else:
      </Typography>
      <ul className={classes.features}>
        {features.map(feature => (
          <Typography component="li" variant="body2" key={feature.feature}>
            {feature.title}
            {feature.enabled ? '' : ' (switched off, not included)'}
          </Typography>
        ))}
      </ul>
      <Paper variant="outlined">
        {/* eslint-disable jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keyboard */}
        <pre
          className={classes.yaml}
          role="region"
          tabIndex={0}
          aria-label="Access rules as YAML"
        >
          {yaml}
        </pre>
        {/* eslint-enable jsx-a11y/no-noninteractive-tabindex */}
      </Paper>
    </>
  );
}

/** The least that the portal has to be allowed in a cluster, ready to be applied. */
export function AccessRulesPage() {
  const rbac = useRbac();
  const paths = useMeshPaths();
  return (
    <>
      <Typography variant="body2" paragraph>
        <Link to={paths.connections()}>All connections</Link>
      </Typography>
      <PageTitle
        title="Access rules (RBAC)"
        action={rbac.data && <CopyButton text={rbac.data.yaml} />}
      />
      <QueryView query={rbac} what="the access rules" rows={8}>
        {data => <Rules rbac={data} />}
      </QueryView>
    </>
  );
}
