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
import type { RunSummary } from '@meshplane/plugin-meshplane-common';
import { useState } from 'react';
import { useCancelRun } from '../../../data/performanceMutations';
import { ConfirmDialog } from '../parts/ConfirmDialog';

/** Stops a run after asking once more. */
export function StopRun(props: { run: RunSummary }) {
  const { run } = props;
  const [isOpen, setOpen] = useState(false);
  const cancel = useCancelRun(run.id);
  const isWaiting = run.state === 'queued';
  const action = isWaiting ? 'Take out of the queue' : 'Stop the run';
  return (
    <>
      <Button
        variant="outlined"
        disabled={!run.may.cancel || cancel.isPending}
        title={
          run.may.cancel
            ? undefined
            : 'Needs the permission "meshplane.performance.run" for this run.'
        }
        onClick={() => setOpen(true)}
      >
        {action}
      </Button>
      {isOpen && (
        <ConfirmDialog
          title={`${action}: ${run.name}`}
          text={
            isWaiting
              ? 'It has not sent anything yet, and never will.'
              : 'No further request is sent. What was measured until now is kept, as a result that was cut short and cannot be compared.'
          }
          action={action}
          isPending={cancel.isPending}
          error={cancel.error ?? undefined}
          onConfirm={() =>
            cancel.mutate(undefined, { onSuccess: () => setOpen(false) })
          }
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
