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
import { percent, plural } from '../../lib/format';
import {
  COVERAGE_STATES,
  totalOf,
  type CoverageCounts,
} from '../../lib/coverage';
import { toneColor } from './StatusLabel';
import { coverageWords } from './words';

const useStyles = makeStyles(theme => {
  const stripes = (color: string) =>
    `repeating-linear-gradient(135deg, ${color} 0 4px, transparent 4px 7px)`;
  return {
    bar: {
      display: 'flex',
      height: 10,
      borderRadius: 5,
      overflow: 'hidden',
      border: `1px solid ${theme.palette.divider}`,
      backgroundColor: theme.palette.background.default,
    },
    // Patterns differ, too: the bar can be read without colours.
    'on-mesh': { backgroundColor: toneColor(theme, 'ok') },
    partial: { backgroundImage: stripes(toneColor(theme, 'warning')) },
    'opted-out': {
      backgroundImage: `repeating-linear-gradient(90deg, ${theme.palette.text.secondary} 0 2px, transparent 2px 5px)`,
    },
    'off-mesh': { backgroundColor: 'transparent' },
    unknown: { backgroundColor: theme.palette.action.disabledBackground },
  };
});

/** "6 of 9 workloads on the mesh, 1 partly, 2 not on mesh". */
export function coverageText(counts: CoverageCounts): string {
  const total = totalOf(counts);
  if (total === 0) return 'No workloads';
  const rest = COVERAGE_STATES.filter(
    state => state !== 'on-mesh' && (counts[state] ?? 0) > 0,
  ).map(state => `${counts[state]} ${coverageWords[state].word.toLowerCase()}`);
  const lead = `${counts['on-mesh'] ?? 0} of ${plural(
    total,
    'workload',
  )} on the mesh`;
  return [lead, ...rest].join(', ');
}

/** Workloads by coverage state as a bar with its numbers in words. */
export function CoverageBar(props: {
  counts: CoverageCounts;
  hideText?: boolean;
}) {
  const classes = useStyles();
  const total = totalOf(props.counts);
  const text = coverageText(props.counts);
  if (total === 0) {
    return (
      <Typography variant="body2" color="textSecondary">
        {text}
      </Typography>
    );
  }
  return (
    <div>
      <div className={classes.bar} role="img" aria-label={text} title={text}>
        {COVERAGE_STATES.map(state => (
          <span
            key={state}
            className={classes[state]}
            style={{ width: `${((props.counts[state] ?? 0) / total) * 100}%` }}
          />
        ))}
      </div>
      {!props.hideText && (
        <Typography variant="caption" color="textSecondary" component="div">
          {percent(props.counts['on-mesh'] ?? 0, total)} % ·{' '}
          {props.counts['on-mesh'] ?? 0} of {plural(total, 'workload')}
        </Typography>
      )}
    </div>
  );
}
