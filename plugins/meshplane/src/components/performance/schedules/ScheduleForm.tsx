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
import Checkbox from '@material-ui/core/Checkbox';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Typography from '@material-ui/core/Typography';
import type { PerformanceSchedule } from '@meshplane/plugin-meshplane-common';
import { useId, useState } from 'react';
import { useSaveSchedule } from '../../../data/performance/scheduleQueries';
import { useProfiles } from '../../../data/performanceQueries';
import { ErrorNotice } from '../../feedback/ErrorNotice';
import { FieldList, FormChoice, FormText } from '../parts/fields';
import {
  cronPresets,
  draftOf,
  previewOf,
  readDraft,
  repeatsHint,
  type ScheduleDraft,
} from './scheduleDraft';

function CronPreview(props: { cron: string; now: number }) {
  const preview = previewOf(props.cron, props.now);
  return (
    <div role="status">
      {'error' in preview ? (
        <Typography variant="body2" color="error">
          {preview.error}
        </Typography>
      ) : (
        <>
          <Typography variant="body2">Runs {preview.words}.</Typography>
          <Typography variant="caption" color="textSecondary" component="p">
            Next: {preview.next.join(', ')} (UTC)
          </Typography>
        </>
      )}
    </div>
  );
}

/** Makes a schedule, or changes one. */
export function ScheduleForm(props: {
  schedule?: PerformanceSchedule;
  profileId?: string;
  /** Epoch milliseconds. */
  now: number;
  onClose: () => void;
}) {
  const { schedule, now, onClose } = props;
  const id = useId();
  const [draft, setDraft] = useState(() => draftOf(schedule, props.profileId));
  const [isTried, setTried] = useState(false);
  const profiles = useProfiles({ limit: 500 });
  const save = useSaveSchedule(schedule?.id);
  const read = readDraft(draft, now);
  const problems = isTried ? read.problems ?? {} : {};
  const set = (change: Partial<ScheduleDraft>) =>
    setDraft(before => ({ ...before, ...change }));
  const isPreset = cronPresets.some(preset => preset.cron === draft.cron);
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="sm" fullWidth>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault();
          setTried(true);
          if (!read.problems) save.mutate(read.input, { onSuccess: onClose });
        }}
      >
        <DialogTitle id={id}>
          {schedule ? `Change ${schedule.name}` : 'New schedule'}
        </DialogTitle>
        <DialogContent>
          {save.isError && (
            <ErrorNotice
              what="The schedule could not be saved"
              error={save.error}
            />
          )}
          <FieldList>
            <FormText
              label="Name"
              required
              value={draft.name}
              onChange={name => set({ name })}
              error={problems.name}
              max={200}
            />
            <FormChoice
              label="Profile"
              required
              value={draft.profileId}
              onChange={profileId => set({ profileId })}
              error={problems.profileId}
              help="Its newest version runs each time"
              options={[
                { value: '', label: 'Choose a profile…' },
                ...(profiles.data?.items ?? []).map(item => ({
                  value: item.id,
                  label: item.name,
                })),
              ]}
            />
            <FormChoice
              label="When"
              value={isPreset ? draft.cron : ''}
              onChange={cron => set({ cron })}
              options={[
                ...cronPresets.map(preset => ({
                  value: preset.cron,
                  label: preset.label,
                })),
                { value: '', label: 'As the expression says' },
              ]}
            />
            <FormText
              label="Cron expression"
              required
              value={draft.cron}
              onChange={cron => set({ cron })}
              help="Minute, hour, day of month, month, day of week; in UTC"
              max={100}
            />
            <CronPreview cron={draft.cron} now={now} />
            <FormText
              label="Runs at each time"
              type="number"
              value={draft.repeats}
              onChange={repeats => set({ repeats })}
              error={problems.repeats}
              help={repeatsHint(draft.repeats, draft.compareWithBaseline)}
            />
            <div>
              <FormControlLabel
                control={
                  <Checkbox
                    color="primary"
                    checked={draft.compareWithBaseline}
                    onChange={(_, compareWithBaseline) =>
                      set({ compareWithBaseline })
                    }
                  />
                }
                label="Compare with the baseline each time, and tell the owner of a regression"
              />
              <FormControlLabel
                control={
                  <Checkbox
                    color="primary"
                    checked={draft.enabled}
                    onChange={(_, enabled) => set({ enabled })}
                  />
                }
                label="On"
              />
            </div>
          </FieldList>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Back</Button>
          <Button
            type="submit"
            variant="contained"
            color="primary"
            disabled={save.isPending}
          >
            {save.isPending ? 'Saving…' : 'Save the schedule'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
