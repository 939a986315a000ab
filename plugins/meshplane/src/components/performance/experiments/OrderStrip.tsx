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
import type { ExperimentDetail } from '@meshplane/plugin-meshplane-common';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { ToneIcon } from '../../status/StatusLabel';
import type { Tone } from '../../status/words';
import { turnsOf, type Turn } from './order';

const words: Record<Turn['state'], { tone: Tone; word: string }> = {
  done: { tone: 'ok', word: 'done' },
  now: { tone: 'progress', word: 'runs now' },
  next: { tone: 'off', word: 'to come' },
  skipped: { tone: 'neutral', word: 'left out' },
};

const useStyles = makeStyles(theme => ({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5),
    listStyle: 'none',
    margin: theme.spacing(0, 0, 1),
    padding: 0,
  },
  turn: {
    display: 'flex',
    alignItems: 'center',
    gap: 4,
    padding: theme.spacing(0.25, 1),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    fontVariantNumeric: 'tabular-nums',
  },
  now: { borderColor: theme.palette.primary.main, fontWeight: 600 },
  hidden: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clip: 'rect(0 0 0 0)',
  },
}));

/** The turns that the sides take, ABBA and so on, with what is done and what comes. */
export function OrderStrip(props: { experiment: ExperimentDetail }) {
  const classes = useStyles();
  const paths = usePerformancePaths();
  const turns = turnsOf(props.experiment);
  return (
    <>
      <ol className={classes.list} aria-label="Order of the runs">
        {turns.map(turn => {
          const { tone, word } = words[turn.state];
          const letter = (
            <>
              {turn.letter}
              <span className={classes.hidden}>{`, ${turn.arm}, ${word}`}</span>
            </>
          );
          return (
            <li
              key={turn.position}
              className={
                turn.state === 'now'
                  ? `${classes.turn} ${classes.now}`
                  : classes.turn
              }
              aria-current={turn.state === 'now' ? 'step' : undefined}
            >
              <ToneIcon tone={tone} />
              {turn.runId ? (
                <Link to={paths.run(turn.runId)}>{letter}</Link>
              ) : (
                <span>{letter}</span>
              )}
            </li>
          );
        })}
      </ol>
      <Typography variant="caption" color="textSecondary" component="p">
        {props.experiment.arms
          .map((arm, index) => `${String.fromCharCode(65 + index)}: ${arm}`)
          .join(' · ')}
      </Typography>
    </>
  );
}
