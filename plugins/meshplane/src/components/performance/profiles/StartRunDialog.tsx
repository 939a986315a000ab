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
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import Typography from '@material-ui/core/Typography';
import type { PerformanceProfile } from '@meshplane/plugin-meshplane-common';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useStartRun } from '../../../data/performanceMutations';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { ErrorNotice } from '../../feedback/ErrorNotice';
import { FieldList, FormText } from '../parts/fields';
import { labelsText, readLabels } from '../parts/labels';
import { runnerText } from '../runs/runnerText';
import { loadText } from './loadText';

/** Says what will be sent where, takes what is to be remembered of it, and starts it. */
export function StartRunDialog(props: {
  profile: PerformanceProfile;
  release?: string;
  labels?: Record<string, string>;
  onClose: () => void;
}) {
  const { profile } = props;
  const id = useId();
  const navigate = useNavigate();
  const paths = usePerformancePaths();
  const start = useStartRun();
  const [release, setRelease] = useState(props.release ?? '');
  const [labels, setLabels] = useState(() => labelsText(props.labels ?? {}));
  const [note, setNote] = useState('');
  const read = readLabels(labels);
  const problem = 'problem' in read ? read.problem : undefined;
  const targets = [
    ...new Set(profile.load.endpoints.map(endpoint => endpoint.url)),
  ];
  const submit = () => {
    if ('problem' in read) return;
    start.mutate(
      {
        profileId: profile.id,
        profileVersion: profile.version,
        release: release.trim() || undefined,
        labels: read.labels,
        note,
      },
      { onSuccess: run => navigate(paths.run(run.id)) },
    );
  };
  return (
    <Dialog
      open
      onClose={props.onClose}
      aria-labelledby={id}
      maxWidth="sm"
      fullWidth
    >
      <form
        onSubmit={event => {
          event.preventDefault();
          submit();
        }}
      >
        <DialogTitle id={id}>
          Run: {profile.name}, version {profile.version}
        </DialogTitle>
        <DialogContent>
          {start.isError && (
            <ErrorNotice what="The run was not started" error={start.error} />
          )}
          <Typography variant="body2" paragraph>
            {loadText(profile.load)} to {targets.join(', ')};{' '}
            {runnerText(profile.runner)}.
          </Typography>
          <FieldList>
            <FormText
              label="Release"
              value={release}
              onChange={setRelease}
              max={200}
              help="Of what is measured. Left empty, it is read from the workload where that is possible."
            />
            <FormText
              label="Labels"
              value={labels}
              onChange={setLabels}
              multiline
              rows={2}
              error={problem}
              help="name=value, one a line"
            />
            <FormText
              label="Note"
              value={note}
              onChange={setNote}
              multiline
              rows={2}
              max={4000}
            />
          </FieldList>
        </DialogContent>
        <DialogActions>
          <Button onClick={props.onClose}>Back</Button>
          <Button
            type="submit"
            variant="contained"
            color="primary"
            disabled={start.isPending || problem !== undefined}
          >
            {start.isPending ? 'Starting…' : 'Run'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
