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
import type { SnapshotInfo } from '@meshplane/plugin-meshplane-common';
import { relativeTime } from '../../lib/format';
import { StatusLabel } from '../status/StatusLabel';
import type { StateWord } from '../status/words';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 1),
    lineHeight: 1.4,
  },
}));

const words: Record<SnapshotInfo['completeness'], StateWord> = {
  complete: { tone: 'ok', word: 'Complete' },
  partial: { tone: 'warning', word: 'Some kinds could not be read' },
  stale: {
    tone: 'warning',
    word: 'Out of date',
  },
  loading: { tone: 'progress', word: 'Still being read' },
};

/** Says when what is shown was read, and whether something is missing from it. */
export function SnapshotNote(props: { snapshot?: SnapshotInfo }) {
  const classes = useStyles();
  const { snapshot } = props;
  if (!snapshot) return null;
  return (
    <Typography
      variant="caption"
      color="textSecondary"
      component="span"
      className={classes.root}
    >
      {snapshot.completeness !== 'complete' && (
        <StatusLabel state={words[snapshot.completeness]} />
      )}
      <time dateTime={snapshot.at} title={snapshot.at}>
        Last change {relativeTime(snapshot.at)}
      </time>
    </Typography>
  );
}
