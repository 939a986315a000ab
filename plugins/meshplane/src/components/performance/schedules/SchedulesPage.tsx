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
import { useState } from 'react';
import { useSchedules } from '../../../data/performance/scheduleQueries';
import { useProfiles } from '../../../data/performanceQueries';
import { useUrlState } from '../../../lib/useUrlState';
import { EmptyNotice } from '../../feedback/EmptyNotice';
import { QueryView } from '../../feedback/QueryView';
import { FilterBar } from '../../layout/FilterBar';
import { PageTitle } from '../../layout/PageTitle';
import { Section } from '../../layout/Section';
import { ScheduleCalendar } from './ScheduleCalendar';
import { ScheduleForm } from './ScheduleForm';
import { ScheduleTable } from './ScheduleTable';

/** What runs by itself, when, and what it did in a month. */
export function SchedulesPage() {
  const schedules = useSchedules();
  const profiles = useProfiles({ limit: 500 });
  const { params, patch } = useUrlState();
  // A page that is left open over night must not call yesterday today: it is read anew with each answer.
  const [openedAt] = useState(() => Date.now());
  const now = Math.max(openedAt, schedules.dataUpdatedAt);
  const isNew = params.get('new') !== null;
  const profileId = params.get('profileId') ?? undefined;
  const profile = profiles.data?.items.find(item => item.id === profileId);
  const newButton = (
    <Button
      variant="contained"
      color="primary"
      onClick={() => patch({ new: 'true' })}
    >
      New schedule
    </Button>
  );
  return (
    <>
      <PageTitle
        title="Schedules"
        meta="Load tests that run by themselves, all times in UTC"
        action={newButton}
      />
      {profileId && (
        <FilterBar
          label="Schedules of a profile"
          onClear={() => patch({ profileId: undefined })}
        >
          <Typography variant="body2">
            Only those of {profile?.name ?? profileId}
          </Typography>
        </FilterBar>
      )}
      <QueryView query={schedules} what="the schedules" rows={6}>
        {list => {
          const shown = list.items.filter(
            item => !profileId || item.profileId === profileId,
          );
          if (shown.length === 0) {
            return (
              <EmptyNotice
                title="Nothing runs by itself yet"
                text="A schedule runs a profile again and again, compares each time with the pinned baseline, and tells the owner of a regression."
              >
                {newButton}
              </EmptyNotice>
            );
          }
          return (
            <>
              <Section title="Schedules" flush>
                <ScheduleTable
                  schedules={shown}
                  profiles={profiles.data?.items ?? []}
                  now={now}
                />
              </Section>
              <ScheduleCalendar schedules={shown} now={now} />
            </>
          );
        }}
      </QueryView>
      {isNew && (
        <ScheduleForm
          profileId={profileId}
          now={now}
          onClose={() => patch({ new: undefined })}
        />
      )}
    </>
  );
}
