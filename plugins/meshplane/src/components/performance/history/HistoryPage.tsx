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

import { LinkButton } from '@backstage/core-components';
import { useMemo } from 'react';
import { usePerformanceHistory } from '../../../data/performance/comparisonQueries';
import { useProfiles } from '../../../data/performanceQueries';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { useUrlState } from '../../../lib/useUrlState';
import { EmptyNotice } from '../../feedback/EmptyNotice';
import { QueryView } from '../../feedback/QueryView';
import { FilterBar } from '../../layout/FilterBar';
import { PageTitle } from '../../layout/PageTitle';
import { PickField } from '../../layout/PickField';
import { historyMetrics, readHistory } from './historyParams';
import { HistoryView } from './HistoryView';

/** One metric of a profile or a component over its releases. */
export function HistoryPage() {
  const paths = usePerformancePaths();
  const { params, patch } = useUrlState();
  const query = useMemo(() => readHistory(params), [params]);
  const profiles = useProfiles({ limit: 500 });
  const history = usePerformanceHistory(query);
  const list = profiles.data?.items ?? [];
  const components = [
    ...new Set(list.flatMap(item => (item.entityRef ? [item.entityRef] : []))),
  ].sort();
  const isChosen = Boolean(query.profileId || query.entityRef);
  const subject =
    list.find(item => item.id === query.profileId)?.name ??
    query.profileId ??
    query.entityRef ??
    '';
  const metric = historyMetrics.find(item => item.value === query.metric);
  return (
    <>
      <PageTitle
        title="History"
        meta="One metric over releases, with the points from which it stayed different"
      />
      <FilterBar label="What the history shows">
        <PickField
          label="Profile"
          value={query.profileId ?? ''}
          options={[
            { value: '', label: 'Choose a profile…' },
            ...list.map(item => ({ value: item.id, label: item.name })),
          ]}
          onChange={profileId => patch({ profileId, entityRef: undefined })}
        />
        {(components.length > 0 || query.entityRef) && (
          <PickField
            label="or component"
            value={query.entityRef ?? ''}
            options={[
              { value: '', label: 'Choose a component…' },
              ...components.map(ref => ({ value: ref, label: ref })),
            ]}
            onChange={entityRef => patch({ entityRef, profileId: undefined })}
          />
        )}
        <PickField
          label="Metric"
          value={query.metric ?? 'p99'}
          options={historyMetrics}
          onChange={value => patch({ metric: value })}
        />
      </FilterBar>
      {!isChosen && (
        <EmptyNotice
          title="Choose what to look back at"
          text="A profile shows one load over time; a component shows all of its loads."
        >
          {profiles.data?.total === 0 && (
            <LinkButton
              to={paths.newProfile()}
              variant="contained"
              color="primary"
            >
              New profile
            </LinkButton>
          )}
        </EmptyNotice>
      )}
      {isChosen && (
        <QueryView query={history} what="the history" rows={6}>
          {data =>
            data.points.length === 0 ? (
              <EmptyNotice
                title="Nothing was measured yet"
                text={`${subject} has no finished, valid run that tells this metric. ${data.notes.join(
                  ' ',
                )}`}
              />
            ) : (
              <HistoryView
                history={data}
                title={`${metric?.label ?? data.metric} of ${subject}`}
              />
            )
          }
        </QueryView>
      )}
    </>
  );
}
