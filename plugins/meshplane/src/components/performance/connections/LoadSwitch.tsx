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
import { useSwitchLoad } from '../../../data/performance/connectionQueries';
import { usePerformanceLimits } from '../../../data/performanceQueries';
import { QueryView } from '../../feedback/QueryView';
import { Section } from '../../layout/Section';
import { StatusLabel } from '../../status/StatusLabel';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { FormText } from '../parts/fields';

/** Ends all load at once and lets none begin, with the reason for those who wonder; or allows it again. */
export function LoadSwitch() {
  const limits = usePerformanceLimits();
  const change = useSwitchLoad();
  const [isAsked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const close = () => {
    setAsked(false);
    setReason('');
    change.reset();
  };
  return (
    <QueryView query={limits} what="the state of load" rows={2}>
      {data => (
        <Section
          title="Load on or off"
          action={
            data.maySwitch === false ? undefined : (
              <Button
                variant={data.enabled ? 'outlined' : 'contained'}
                color={data.enabled ? 'default' : 'primary'}
                onClick={() => setAsked(true)}
              >
                {data.enabled ? 'Switch all load off' : 'Switch load on again'}
              </Button>
            )
          }
        >
          <Typography variant="body2" component="div">
            <StatusLabel
              state={
                data.enabled
                  ? { tone: 'ok', word: 'Load is allowed' }
                  : { tone: 'error', word: 'All load is switched off' }
              }
            />
          </Typography>
          <Typography variant="body2">
            {data.enabled
              ? 'Profiles, schedules and experiments may send load to allowed targets.'
              : data.message ?? 'No reason was given.'}
          </Typography>
          {data.maySwitch === false && (
            <Typography variant="caption" color="textSecondary">
              Who may run load against every target may switch it.
            </Typography>
          )}
          {isAsked && (
            <ConfirmDialog
              title={data.enabled ? 'Switch all load off' : 'Switch load on'}
              text={
                data.enabled
                  ? 'Every run that is under way ends now, and none begins until somebody switches load on again. What was measured so far is kept.'
                  : 'Runs that wait may begin, and schedules fire again.'
              }
              action={data.enabled ? 'Switch all load off' : 'Switch load on'}
              isPending={change.isPending}
              disabled={data.enabled && !reason.trim()}
              error={change.error}
              onClose={close}
              onConfirm={() =>
                change.mutate(
                  {
                    enabled: !data.enabled,
                    reason: reason.trim() || undefined,
                  },
                  { onSuccess: close },
                )
              }
            >
              {data.enabled && (
                <FormText
                  label="Why"
                  required
                  value={reason}
                  onChange={setReason}
                  help="Shown to everybody whose run is refused"
                  max={500}
                />
              )}
            </ConfirmDialog>
          )}
        </Section>
      )}
    </QueryView>
  );
}
