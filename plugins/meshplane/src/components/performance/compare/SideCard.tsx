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
import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { RunSummary } from '@meshplane/plugin-meshplane-common';
import { useState } from 'react';
import { plural } from '../../../lib/format';
import { Section } from '../../layout/Section';
import { RunPicker } from '../parts/RunPicker';
import { MAX_RUNS_PER_SIDE, type Side } from './comparisonParams';

/** Runs of a side that are named one by one. */
const NAMED = 8;

const useStyles = makeStyles(theme => ({
  chips: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5),
    listStyle: 'none',
    margin: theme.spacing(0, 0, 1),
    padding: 0,
    '& > li': { maxWidth: '100%' },
  },
  picker: { marginTop: theme.spacing(2) },
}));

const names: Record<Side, { title: string; what: string }> = {
  a: { title: 'Side A', what: 'Before' },
  b: { title: 'Side B', what: 'After: what is judged' },
};

/** Runs of one profile have one name: release and time tell them apart. */
function shortName(run: RunSummary): string {
  return [run.name, run.release, run.createdAt.slice(5, 16).replace('T', ' ')]
    .filter(Boolean)
    .join(' · ');
}

/** One side: its runs, and a search that adds others. */
export function SideCard(props: {
  side: Side;
  ids: readonly string[];
  /** What is known of the runs already. */
  runs: readonly RunSummary[];
  onChange: (ids: string[]) => void;
}) {
  const classes = useStyles();
  const { side, ids } = props;
  const [isOpen, setOpen] = useState(false);
  const { title, what } = names[side];
  const named = ids.slice(0, NAMED);
  return (
    <Section
      title={title}
      subtitle={what}
      action={
        <Button
          size="small"
          variant="outlined"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Close the search' : `Search runs for ${title}`}
        </Button>
      }
    >
      {ids.length === 0 ? (
        <Typography variant="body2" color="textSecondary">
          No run is chosen.
        </Typography>
      ) : (
        <ul className={classes.chips} aria-label={`Runs of ${title}`}>
          {named.map(id => {
            const run = props.runs.find(item => item.id === id);
            const name = run ? shortName(run) : id;
            return (
              <li key={id}>
                <Chip
                  size="small"
                  label={name}
                  aria-label={`${name}: remove with the Delete key`}
                  tabIndex={0}
                  onDelete={() =>
                    props.onChange(ids.filter(item => item !== id))
                  }
                />
              </li>
            );
          })}
          {ids.length > named.length && (
            <li>
              <Typography variant="caption">
                and {plural(ids.length - named.length, 'more run', 'more runs')}
              </Typography>
            </li>
          )}
        </ul>
      )}
      {ids.length > 0 && (
        <Button size="small" onClick={() => props.onChange([])}>
          Clear {title}
        </Button>
      )}
      {isOpen && (
        <div className={classes.picker}>
          <RunPicker
            label={`Runs for ${title}`}
            chosen={ids}
            max={MAX_RUNS_PER_SIDE}
            onChange={props.onChange}
          />
        </div>
      )}
    </Section>
  );
}
