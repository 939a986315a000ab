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

import { Link, LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Chip from '@material-ui/core/Chip';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import type { PerformanceProfile } from '@meshplane/plugin-meshplane-common';
import { useMemo, useState } from 'react';
import { useProfiles } from '../../../data/performanceQueries';
import { personName, relativeTime } from '../../../lib/format';
import type { PerformancePaths } from '../../../lib/performancePaths';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { useUrlState, type UrlPatch } from '../../../lib/useUrlState';
import { EmptyNotice } from '../../feedback/EmptyNotice';
import { QueryView } from '../../feedback/QueryView';
import { DataTable } from '../../layout/DataTable';
import { FilterBar } from '../../layout/FilterBar';
import { PageTitle } from '../../layout/PageTitle';
import { Pager } from '../../layout/Pager';
import { PickField } from '../../layout/PickField';
import { SearchField } from '../../layout/SearchField';
import type { Column } from '../../layout/sortRows';
import { runnerText } from '../runs/runnerText';
import { loadText } from './loadText';
import { RateSparkline } from './RateSparkline';
import { StartRunDialog } from './StartRunDialog';

const PAGE_SIZES = [25, 50, 100, 500];
const DEFAULT_SIZE = 50;
const FILTERS = ['q', 'tag', 'archived', 'entityRef'] as const;

function hosts(profile: PerformanceProfile): string {
  return [
    ...new Set(
      profile.load.endpoints.map(endpoint => new URL(endpoint.url).host),
    ),
  ].join(', ');
}

function columnsOf(
  paths: PerformancePaths,
  onTag: (tag: string) => void,
  onRun: (profile: PerformanceProfile) => void,
): Array<Column<PerformanceProfile>> {
  return [
    {
      id: 'name',
      header: 'Profile',
      width: '30%',
      render: profile => (
        <>
          <Link to={paths.profile(profile.id)}>{profile.name}</Link>
          {profile.archived ? ' (archived)' : ''}
          <Typography variant="caption" color="textSecondary" component="div">
            {profile.description || profile.entityRef}
          </Typography>
        </>
      ),
    },
    {
      id: 'load',
      header: 'Load',
      width: '28%',
      render: profile => (
        <>
          {loadText(profile.load)}
          <Typography variant="caption" color="textSecondary" component="div">
            {hosts(profile)}; {runnerText(profile.runner)}
          </Typography>
        </>
      ),
    },
    {
      id: 'rate',
      header: 'Rate over time',
      render: profile =>
        profile.load.load.model === 'open' ? (
          <RateSparkline
            stages={profile.load.load.stages}
            width={110}
            height={30}
          />
        ) : (
          'as fast as possible'
        ),
    },
    {
      id: 'tags',
      header: 'Tags',
      render: profile =>
        profile.tags.map(tag => (
          <Chip
            key={tag}
            size="small"
            variant="outlined"
            label={tag}
            aria-label={`Only profiles with the tag ${tag}`}
            onClick={() => onTag(tag)}
          />
        )),
    },
    {
      id: 'updated',
      header: 'Changed',
      render: profile => (
        <>
          {personName(profile.updatedBy)}
          <Typography
            variant="caption"
            color="textSecondary"
            component="div"
            title={profile.updatedAt}
          >
            {relativeTime(profile.updatedAt)}, version {profile.version}
          </Typography>
        </>
      ),
    },
    {
      id: 'run',
      header: 'Run',
      render: profile => (
        <Button
          size="small"
          variant="outlined"
          color="primary"
          disabled={!profile.may.run || profile.archived}
          aria-label={`Run ${profile.name}`}
          onClick={() => onRun(profile)}
        >
          Run
        </Button>
      ),
    },
  ];
}

/** Every profile; search, tag and page are part of the address. */
export function ProfilesPage() {
  const paths = usePerformancePaths();
  const { params, patch } = useUrlState();
  const [running, setRunning] = useState<PerformanceProfile>();
  const text = (name: string) => params.get(name)?.trim() || undefined;
  const limit = PAGE_SIZES.includes(Number(params.get('limit')))
    ? Number(params.get('limit'))
    : DEFAULT_SIZE;
  const offset = Math.max(0, Math.floor(Number(params.get('offset'))) || 0);
  const profiles = useProfiles({
    q: text('q'),
    tag: text('tag'),
    entityRef: text('entityRef'),
    archived: params.get('archived') === 'true' ? 'true' : 'false',
    limit,
    offset,
  });
  const filter = (changes: UrlPatch) =>
    patch({ ...changes, offset: undefined });
  const clear = () =>
    filter(Object.fromEntries(FILTERS.map(name => [name, undefined])));
  const columns = useMemo(
    () =>
      columnsOf(paths, tag => patch({ tag, offset: undefined }), setRunning),
    [paths, patch],
  );
  const isFiltered = FILTERS.some(name => params.has(name));
  const create = (
    <LinkButton to={paths.newProfile()} color="primary" variant="contained">
      New profile
    </LinkButton>
  );
  return (
    <>
      <PageTitle
        title="Profiles"
        meta="What load is sent where, from where, and what must hold"
        action={create}
      />
      <FilterBar
        label="Filter profiles"
        onClear={isFiltered ? clear : undefined}
      >
        <SearchField
          label="Search profiles"
          placeholder="Name, description, target"
          value={params.get('q') ?? ''}
          onChange={q => filter({ q })}
        />
        <SearchField
          label="Tag"
          placeholder="Tag"
          value={params.get('tag') ?? ''}
          onChange={tag => filter({ tag })}
        />
        <PickField
          label="Archive"
          value={params.get('archived') === 'true' ? 'true' : ''}
          options={[
            { value: '', label: 'In use' },
            { value: 'true', label: 'Archived' },
          ]}
          onChange={archived => filter({ archived })}
        />
      </FilterBar>
      <QueryView query={profiles} what="the profiles" rows={6}>
        {list =>
          list.total > 0 ? (
            <Paper variant="outlined">
              <DataTable
                caption="Profiles"
                columns={columns}
                rows={list.items}
                rowKey={profile => profile.id}
                presorted
              />
              <Pager
                total={list.total}
                limit={limit}
                offset={offset}
                sizes={PAGE_SIZES}
                onChange={change =>
                  patch({
                    limit: String(change.limit),
                    offset: change.offset ? String(change.offset) : undefined,
                  })
                }
              />
            </Paper>
          ) : (
            <EmptyNotice
              title={
                isFiltered
                  ? 'No profile matches the filters'
                  : 'There is no profile yet'
              }
              text={
                isFiltered
                  ? 'Take a filter away to see more.'
                  : 'A profile names endpoints, a rate over time and thresholds. It can be run by hand, on a schedule, from a template and in an experiment.'
              }
            >
              {isFiltered ? (
                <Button variant="outlined" onClick={clear}>
                  Clear filters
                </Button>
              ) : (
                create
              )}
            </EmptyNotice>
          )
        }
      </QueryView>
      {running && (
        <StartRunDialog
          profile={running}
          onClose={() => setRunning(undefined)}
        />
      )}
    </>
  );
}
