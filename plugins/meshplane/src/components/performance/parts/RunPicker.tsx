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

import Checkbox from '@material-ui/core/Checkbox';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { RunSummary } from '@meshplane/plugin-meshplane-common';
import { useState } from 'react';
import { useProfiles, useRuns } from '../../../data/performanceQueries';
import { plural } from '../../../lib/format';
import { QueryView } from '../../feedback/QueryView';
import { FilterBar } from '../../layout/FilterBar';
import { PickField } from '../../layout/PickField';
import { SearchField } from '../../layout/SearchField';
import { latency } from './numbers';

const SHOWN = 50;

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    maxHeight: 320,
    overflow: 'auto',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  item: {
    display: 'flex',
    alignItems: 'center',
    borderBottom: `1px solid ${theme.palette.divider}`,
    '&:last-child': { borderBottom: 0 },
    '& label': { flex: 1, cursor: 'pointer', minWidth: 0 },
  },
}));

/** What tells one run from another, in a line. */
export function runFacts(run: RunSummary): string {
  return [
    run.createdAt.slice(0, 16).replace('T', ' '),
    run.release && `release ${run.release}`,
    run.headline?.p99 !== undefined && `p99 ${latency(run.headline.p99)}`,
    run.baseline && 'baseline',
    run.validity === 'invalid' && 'not valid',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Finished runs to choose from, by text and by profile. */
export function RunPicker(props: {
  label: string;
  chosen: readonly string[];
  /** Most runs that can be chosen. */
  max: number;
  onChange: (ids: string[]) => void;
}) {
  const classes = useStyles();
  const { chosen, onChange, max } = props;
  const [q, setQ] = useState('');
  const [profileId, setProfileId] = useState('');
  const profiles = useProfiles({ limit: 500 });
  const runs = useRuns({
    q: q || undefined,
    profileId: profileId || undefined,
    state: 'succeeded',
    limit: SHOWN,
  });
  const isFull = chosen.length >= max;
  return (
    <div role="group" aria-label={props.label}>
      <FilterBar label={`${props.label}: filters`}>
        <SearchField
          label="Search runs"
          value={q}
          placeholder="Name, release or label"
          onChange={setQ}
        />
        <PickField
          label="Profile"
          value={profileId}
          options={[
            { value: '', label: 'All profiles' },
            ...(profiles.data?.items ?? []).map(item => ({
              value: item.id,
              label: item.name,
            })),
          ]}
          onChange={setProfileId}
        />
      </FilterBar>
      <QueryView query={runs} what="the runs" rows={3}>
        {list => (
          <>
            {list.items.length === 0 ? (
              <Typography variant="body2" color="textSecondary">
                No finished run matches.
              </Typography>
            ) : (
              <ul className={classes.list}>
                {list.items.map(run => {
                  const isChosen = chosen.includes(run.id);
                  const id = `${props.label}-${run.id}`;
                  return (
                    <li key={run.id} className={classes.item}>
                      <Checkbox
                        id={id}
                        size="small"
                        color="primary"
                        checked={isChosen}
                        disabled={isFull && !isChosen}
                        onChange={() =>
                          onChange(
                            isChosen
                              ? chosen.filter(item => item !== run.id)
                              : [...chosen, run.id],
                          )
                        }
                      />
                      <label htmlFor={id}>
                        <Typography variant="body2" component="span">
                          {run.name}
                        </Typography>{' '}
                        <Typography
                          variant="caption"
                          color="textSecondary"
                          component="span"
                        >
                          {runFacts(run)}
                        </Typography>
                      </label>
                    </li>
                  );
                })}
              </ul>
            )}
            <Typography
              variant="caption"
              color="textSecondary"
              component="p"
              role="status"
            >
              {list.total > list.items.length
                ? `The newest ${list.items.length} of ${plural(
                    list.total,
                    'run',
                  )}; search to find others. `
                : ''}
              {chosen.length === 0 ? 'No run' : plural(chosen.length, 'run')}{' '}
              chosen
              {isFull ? `, no more than ${max} are possible` : ''}.
            </Typography>
          </>
        )}
      </QueryView>
    </div>
  );
}
