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

import { useProfiles } from '../../../data/performanceQueries';
import { useUrlState, type UrlPatch } from '../../../lib/useUrlState';
import { FilterBar } from '../../layout/FilterBar';
import { PickField } from '../../layout/PickField';
import { SearchField } from '../../layout/SearchField';
import { gateStateWords, pickedRunWords } from '../parts/studyWords';
import { RUN_DAYS, RUN_FILTERS } from './runParams';
import { validityWords } from './runWords';

function optionsOf(
  all: string,
  words: Record<string, { word: string }>,
  without: string[] = [],
) {
  return [
    { value: '', label: all },
    ...Object.entries(words)
      .filter(([value]) => !without.includes(value))
      .map(([value, { word }]) => ({ value, label: word })),
  ];
}

/** Filters of the list of runs; they are part of the address. */
export function RunFilters(props: {
  onFilter: (changes: UrlPatch) => void;
  onClear: () => void;
}) {
  const { onFilter } = props;
  const { params } = useUrlState();
  const profiles = useProfiles({ limit: 500 });
  const text = (name: string) => params.get(name) ?? '';
  const isFiltered = RUN_FILTERS.some(name => params.has(name));
  return (
    <FilterBar
      label="Filter runs"
      onClear={isFiltered ? props.onClear : undefined}
    >
      <SearchField
        label="Search runs"
        placeholder="Name, target, release, label"
        value={text('q')}
        onChange={q => onFilter({ q })}
      />
      <PickField
        label="Profile"
        value={text('profileId')}
        options={[
          { value: '', label: 'All profiles' },
          ...(profiles.data?.items ?? []).map(item => ({
            value: item.id,
            label: item.name,
          })),
        ]}
        onChange={profileId => onFilter({ profileId })}
      />
      <PickField
        label="State"
        value={text('active') === 'true' ? 'active' : text('state')}
        options={[
          { value: '', label: 'Every state' },
          { value: 'active', label: 'Under way' },
          ...optionsOf('', pickedRunWords).slice(1),
        ]}
        onChange={state =>
          onFilter(
            state === 'active'
              ? { active: 'true', state: undefined }
              : { active: undefined, state },
          )
        }
      />
      <PickField
        label="Validity"
        value={text('validity')}
        options={optionsOf('Valid or not', validityWords)}
        onChange={validity => onFilter({ validity })}
      />
      <PickField
        label="Gates"
        value={text('gate')}
        options={optionsOf('Any outcome', gateStateWords, ['none'])}
        onChange={gate => onFilter({ gate })}
      />
      <PickField
        label="Baseline"
        value={text('baseline')}
        options={[
          { value: '', label: 'All runs' },
          { value: 'true', label: 'Baselines only' },
          { value: 'false', label: 'Without baselines' },
        ]}
        onChange={baseline => onFilter({ baseline })}
      />
      <PickField
        label="Time"
        value={text('days')}
        options={[
          { value: '', label: 'Any time' },
          ...RUN_DAYS.map(value => ({
            value,
            label: value === '1' ? 'Last day' : `Last ${value} days`,
          })),
        ]}
        onChange={days => onFilter({ days })}
      />
    </FilterBar>
  );
}
