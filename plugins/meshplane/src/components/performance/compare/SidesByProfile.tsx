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
import Typography from '@material-ui/core/Typography';
import { useMemo, useState } from 'react';
import { useProfiles, useRuns } from '../../../data/performanceQueries';
import type { UrlPatch } from '../../../lib/useUrlState';
import { QueryView } from '../../feedback/QueryView';
import { PickField } from '../../layout/PickField';
import { FilterBar } from '../../layout/FilterBar';
import { likelySides, runGroups, type RunGroup } from './runGroups';

/** The newest runs of a profile; sides are made of recent runs, older ones can be found by search. */
const RUNS_OF_PROFILE = 200;

function GroupChoice(props: {
  groups: RunGroup[];
  onChoose: (patch: UrlPatch) => void;
}) {
  const { groups } = props;
  const likely = useMemo(() => likelySides(groups), [groups]);
  const [chosen, setChosen] = useState<{ a?: string; b?: string }>({});
  const a = chosen.a ?? likely?.a ?? '';
  const b = chosen.b ?? likely?.b ?? '';
  const groupOf = (id: string) => groups.find(item => item.id === id);
  const options = [
    { value: '', label: 'Choose…' },
    ...groups.map(item => ({ value: item.id, label: item.label })),
  ];
  const [sideA, sideB] = [groupOf(a), groupOf(b)];
  if (groups.length === 0) {
    return (
      <Typography variant="body2" color="textSecondary">
        This profile has no finished, valid run yet.
      </Typography>
    );
  }
  return (
    <>
      <PickField
        label="Side A, before"
        value={a}
        options={options}
        onChange={id => setChosen({ a: id, b })}
      />
      <PickField
        label="Side B, after"
        value={b}
        options={options}
        onChange={id => setChosen({ a, b: id })}
      />
      <Button
        variant="contained"
        color="primary"
        disabled={!sideA || !sideB || a === b}
        onClick={() =>
          props.onChoose({
            a: sideA?.runIds,
            b: sideB?.runIds,
            titleA: sideA?.title,
            titleB: sideB?.title,
          })
        }
      >
        Compare these
      </Button>
    </>
  );
}

/** Both sides at once, from the runs of one profile: baseline against latest, or release against release. */
export function SidesByProfile(props: {
  profileId: string;
  onProfile: (profileId: string) => void;
  onChoose: (patch: UrlPatch) => void;
}) {
  const { profileId } = props;
  const profiles = useProfiles({ limit: 500 });
  const runs = useRuns(
    { profileId, state: 'succeeded', limit: RUNS_OF_PROFILE },
    Boolean(profileId),
  );
  return (
    <QueryView query={profiles} what="the profiles" rows={1}>
      {list => (
        <FilterBar label="Sides by profile">
          <PickField
            label="Profile"
            value={profileId}
            options={[
              { value: '', label: 'Choose a profile…' },
              ...list.items.map(item => ({ value: item.id, label: item.name })),
            ]}
            onChange={props.onProfile}
          />
          {profileId && (
            <QueryView query={runs} what="the runs of the profile" rows={1}>
              {found => (
                <GroupChoice
                  key={profileId}
                  groups={runGroups(found.items)}
                  onChoose={props.onChoose}
                />
              )}
            </QueryView>
          )}
        </FilterBar>
      )}
    </QueryView>
  );
}
