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

import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import type { CoverageState } from '@meshplane/meshes';
import { COVERAGE_STATES, type CoverageCounts } from '../../lib/coverage';
import { ToneIcon } from '../status/StatusLabel';
import { coverageWords } from '../status/words';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1.5),
  },
  chip: { margin: 0 },
}));

/** Counts by state that are filters at the same time. */
export function StateCounts(props: {
  counts: CoverageCounts;
  selected: readonly CoverageState[];
  onToggle: (state: CoverageState) => void;
}) {
  const classes = useStyles();
  return (
    <div className={classes.root} role="group" aria-label="Filter by state">
      {COVERAGE_STATES.map(state => {
        const { tone, word } = coverageWords[state];
        const isSelected = props.selected.includes(state);
        return (
          <Chip
            key={state}
            className={classes.chip}
            clickable
            component="button"
            variant={isSelected ? 'default' : 'outlined'}
            icon={<ToneIcon tone={tone} />}
            label={`${word}: ${props.counts[state] ?? 0}`}
            aria-pressed={isSelected}
            onClick={() => props.onToggle(state)}
          />
        );
      })}
    </div>
  );
}
