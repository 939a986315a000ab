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
import type { RunDetail } from '@meshplane/plugin-meshplane-common';
import { useId, useState } from 'react';
import { useEditRun } from '../../../data/performanceMutations';
import { ErrorNotice } from '../../feedback/ErrorNotice';
import { FieldList, FormText } from '../parts/fields';
import { labelsText, readLabels } from '../parts/labels';

/** What people say of a run; what was measured is not among it. */
export function EditRunDialog(props: { run: RunDetail; onClose: () => void }) {
  const { run } = props;
  const id = useId();
  const edit = useEditRun(run.id);
  const [name, setName] = useState(run.name);
  const [release, setRelease] = useState(run.release ?? '');
  const [note, setNote] = useState(run.note);
  const [labels, setLabels] = useState(() => labelsText(run.labels));
  const [baseline, setBaseline] = useState(run.baseline);
  const read = readLabels(labels);
  const problem = 'problem' in read ? read.problem : undefined;
  const save = () => {
    if ('problem' in read || !name.trim()) return;
    edit.mutate(
      { name: name.trim(), release, note, labels: read.labels, baseline },
      { onSuccess: props.onClose },
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
          save();
        }}
      >
        <DialogTitle id={id}>Edit: {run.name}</DialogTitle>
        <DialogContent>
          {edit.isError && (
            <ErrorNotice what="The run was not changed" error={edit.error} />
          )}
          <FieldList>
            <FormText
              label="Name"
              value={name}
              onChange={setName}
              required
              max={200}
              error={name.trim() ? undefined : 'A run needs a name.'}
            />
            <FormText
              label="Release"
              value={release}
              onChange={setRelease}
              max={200}
              help="Of what was measured; the history is drawn over it"
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
            <div>
              <FormControlLabel
                control={
                  <Checkbox
                    color="primary"
                    checked={baseline}
                    onChange={(_, checked) => setBaseline(checked)}
                  />
                }
                label="Baseline of its profile"
              />
              <Typography
                variant="caption"
                color="textSecondary"
                component="div"
              >
                Kept for ever, and what later runs are compared with.
              </Typography>
            </div>
          </FieldList>
        </DialogContent>
        <DialogActions>
          <Button onClick={props.onClose}>Back</Button>
          <Button
            type="submit"
            variant="contained"
            color="primary"
            disabled={edit.isPending || Boolean(problem) || !name.trim()}
          >
            {edit.isPending ? 'Saving…' : 'Save'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
