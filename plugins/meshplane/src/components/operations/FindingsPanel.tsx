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
import type { PreflightFinding } from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import { plural } from '../../lib/format';
import { StatusLabel, ToneIcon } from '../status/StatusLabel';
import { findingWords } from './operationWords';

const ORDER: Array<PreflightFinding['severity']> = [
  'blocking',
  'warning',
  'info',
  'passed',
];

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1.5, 0),
    borderBottom: `1px solid ${theme.palette.divider}`,
    '&:last-child': { borderBottom: 0 },
  },
  icon: { marginTop: 3, fontSize: '1.25rem' },
  body: { minWidth: 0, flex: 1, overflowWrap: 'anywhere' },
  evidence: {
    margin: theme.spacing(0.5, 0),
    paddingLeft: theme.spacing(2.5),
    color: theme.palette.text.secondary,
  },
  passed: { marginTop: theme.spacing(1) },
  summary: { cursor: 'pointer' },
}));

function Finding(props: { finding: PreflightFinding }) {
  const classes = useStyles();
  const { finding } = props;
  const words = findingWords[finding.severity];
  return (
    <li className={classes.item} data-finding={finding.id}>
      <ToneIcon tone={words.tone} className={classes.icon} />
      <div className={classes.body}>
        <Typography variant="body2">
          <strong>{words.word}:</strong> {finding.title}
        </Typography>
        {finding.overridden && (
          <Typography variant="body2" component="div">
            <StatusLabel
              state={{ tone: 'warning', word: 'Knowingly passed over' }}
            />
          </Typography>
        )}
        <Typography variant="body2" color="textSecondary">
          {finding.detail}
        </Typography>
        {finding.evidence.length > 0 && (
          <Typography
            variant="body2"
            component="ul"
            className={classes.evidence}
            aria-label={`Evidence for: ${finding.title}`}
          >
            {finding.evidence.map(text => (
              <li key={text}>{text}</li>
            ))}
          </Typography>
        )}
        {finding.remedy && (
          <Typography variant="body2">
            <strong>What to do:</strong> {finding.remedy}
          </Typography>
        )}
        {finding.link && (
          <Link to={finding.link} variant="body2">
            More about this
          </Link>
        )}
      </div>
    </li>
  );
}

/** Results of the checks, blocking ones first; what passed is folded away. */
export function FindingsPanel(props: { findings: PreflightFinding[] }) {
  const classes = useStyles();
  const groups = useMemo(
    () =>
      ORDER.map(severity => ({
        severity,
        items: props.findings.filter(item => item.severity === severity),
      })).filter(group => group.items.length > 0),
    [props.findings],
  );
  const open = groups.filter(group => group.severity !== 'passed');
  const passed = groups.find(group => group.severity === 'passed');
  if (groups.length === 0) {
    return (
      <Typography variant="body2" color="textSecondary">
        This kind of operation has no checks beforehand.
      </Typography>
    );
  }
  return (
    <>
      {open.length === 0 && (
        <StatusLabel state={{ tone: 'ok', word: 'Every check passed' }} />
      )}
      {open.length > 0 && (
        <ul className={classes.list} aria-label="Findings of the checks">
          {open
            .flatMap(group => group.items)
            .map(item => (
              <Finding key={item.id} finding={item} />
            ))}
        </ul>
      )}
      {passed && (
        <details className={classes.passed}>
          <summary className={classes.summary}>
            {plural(passed.items.length, 'check')} passed: what was looked at
          </summary>
          <ul className={classes.list} aria-label="Checks that passed">
            {passed.items.map(item => (
              <Finding key={item.id} finding={item} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
