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
import type { Reason, Severity } from '@meshplane/meshes';
import { asSentence, objectLabel } from '../../lib/format';
import { ToneIcon } from './StatusLabel';
import { severityWords } from './words';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 0),
    alignItems: 'flex-start',
  },
  icon: { marginTop: 3 },
  body: { minWidth: 0, overflowWrap: 'anywhere' },
}));

const ORDER: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Reasons with the serious ones first; the order is otherwise kept. */
export function sortReasons(reasons: readonly Reason[]): Reason[] {
  return [...reasons].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

/** Findings in words, errors first, each with its object. */
export function ReasonList(props: {
  reasons: readonly Reason[];
  label: string;
}) {
  const classes = useStyles();
  if (props.reasons.length === 0) return null;
  return (
    <ul className={classes.list} aria-label={props.label}>
      {sortReasons(props.reasons).map((reason, index) => {
        const word = severityWords[reason.severity];
        return (
          <li key={`${reason.code}-${index}`} className={classes.item}>
            <ToneIcon tone={word.tone} className={classes.icon} />
            <div className={classes.body}>
              <Typography variant="body2">
                <strong>{word.word}:</strong> {asSentence(reason.text)}
              </Typography>
              {reason.object && (
                <Typography variant="caption" color="textSecondary">
                  {objectLabel(reason.object)}
                </Typography>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
