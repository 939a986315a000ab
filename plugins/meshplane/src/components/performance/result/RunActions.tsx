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
import Button from '@material-ui/core/Button';
import type { RunDetail } from '@meshplane/plugin-meshplane-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useDeleteRun } from '../../../data/performanceMutations';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { StartRunDialog } from '../profiles/StartRunDialog';
import { EditRunDialog } from './EditRunDialog';

/** Copies the address of the page, which is all that is needed to show it to somebody. */
function ShareButton() {
  const [state, setState] = useState<'copied' | 'refused'>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      setState('copied');
    } catch {
      // Without a secure context there is no clipboard; the address bar is still there.
      setState('refused');
    }
  };
  return (
    <>
      <Button variant="outlined" onClick={copy}>
        {state === 'copied' ? 'Link copied' : 'Copy link'}
      </Button>
      <span role="status">
        {state === 'refused' &&
          'The browser refuses to copy: take the address of the page'}
      </span>
    </>
  );
}

function DeleteButton(props: { run: RunDetail }) {
  const { run } = props;
  const [isOpen, setOpen] = useState(false);
  const navigate = useNavigate();
  const paths = usePerformancePaths();
  const remove = useDeleteRun(run.id);
  return (
    <>
      <Button variant="outlined" onClick={() => setOpen(true)}>
        Delete
      </Button>
      {isOpen && (
        <ConfirmDialog
          title={`Delete: ${run.name}`}
          text="Result, charts and environment are deleted for ever. Comparisons that were saved keep their words, not their charts."
          action="Delete the run"
          isPending={remove.isPending}
          error={remove.error ?? undefined}
          onConfirm={() =>
            remove.mutate(undefined, {
              onSuccess: () => navigate(paths.view('runs'), { replace: true }),
            })
          }
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

/** What can be done with a run that has ended. */
export function RunActions(props: { run: RunDetail }) {
  const { run } = props;
  const paths = usePerformancePaths();
  const [open, setOpen] = useState<'edit' | 'again'>();
  const mayRunAgain = run.profile?.may.run && !run.profile.archived;
  return (
    <>
      {mayRunAgain && (
        <Button
          variant="contained"
          color="primary"
          onClick={() => setOpen('again')}
        >
          Run again
        </Button>
      )}
      {run.headline && (
        <LinkButton to={paths.compare({ b: run.id })} variant="outlined">
          Compare
        </LinkButton>
      )}
      {run.may.edit && (
        <Button variant="outlined" onClick={() => setOpen('edit')}>
          Edit
        </Button>
      )}
      <ShareButton />
      <Button variant="outlined" onClick={() => window.print()}>
        Print
      </Button>
      {run.may.edit && !run.baseline && <DeleteButton run={run} />}
      {open === 'edit' && (
        <EditRunDialog run={run} onClose={() => setOpen(undefined)} />
      )}
      {open === 'again' && run.profile && (
        <StartRunDialog
          profile={run.profile}
          release={run.release}
          labels={run.labels}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}
