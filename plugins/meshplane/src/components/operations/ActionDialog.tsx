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
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import type { OperationDetail } from '@meshplane/plugin-meshplane-common';
import { useId, useState } from 'react';
import type { OperationAction } from '../../data/operationQueries';
import { plural } from '../../lib/format';
import { actionWords } from './operationWords';
import { changesText } from './changesText';

/** "3 objects created, 1 changed, 2 deleted; 4 workloads restarted". */
export function effectText(plan: OperationDetail['plan']): string | undefined {
  if (!plan) return undefined;
  return `${changesText({ ...plan.changes, unchanged: 0 })}; ${plural(
    plan.restarts.length,
    'workload',
  )} restarted.`;
}

/** Says what will happen and asks for a reason before it does. */
export function ActionDialog(props: {
  action: OperationAction;
  operation: OperationDetail;
  onClose: () => void;
  onConfirm: (text: string) => void;
}) {
  const { action, operation } = props;
  const words = actionWords[action];
  const id = useId();
  const [text, setText] = useState('');
  const effect = action === 'approve' ? effectText(operation.plan) : undefined;
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
          props.onConfirm(text.trim());
        }}
      >
        <DialogTitle id={id}>
          {words.label}: {operation.title}
        </DialogTitle>
        <DialogContent>
          <Typography variant="body2" paragraph>
            {words.text}
          </Typography>
          <Typography variant="body2" paragraph>
            {operation.clusters.length > 1 ? 'Clusters' : 'Cluster'}:{' '}
            <strong>{operation.clusters.join(', ')}</strong>
          </Typography>
          {effect && (
            <Typography variant="body2" paragraph>
              {effect}
            </Typography>
          )}
          <TextField
            id={`${id}-text`}
            label={words.ask}
            value={text}
            onChange={event => setText(event.target.value)}
            fullWidth
            multiline
            minRows={2}
            variant="outlined"
            inputProps={{ maxLength: 1000 }}
          />
        </DialogContent>
        <DialogActions>
          <Button onClick={props.onClose}>Back</Button>
          <Button type="submit" variant="contained" color="primary">
            {words.label}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
