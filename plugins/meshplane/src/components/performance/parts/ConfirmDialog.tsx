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
import { useId, type ReactNode } from 'react';
import { ErrorNotice } from '../../feedback/ErrorNotice';

/** Says what will happen, and does it only when asked again. */
export function ConfirmDialog(props: {
  title: string;
  text: string;
  /** What the button does: "Delete the schedule". */
  action: string;
  isPending: boolean;
  disabled?: boolean;
  error?: unknown;
  children?: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const id = useId();
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
          props.onConfirm();
        }}
      >
        <DialogTitle id={id}>{props.title}</DialogTitle>
        <DialogContent>
          {Boolean(props.error) && (
            <ErrorNotice what="That did not work" error={props.error} />
          )}
          <Typography variant="body2" paragraph>
            {props.text}
          </Typography>
          {props.children}
        </DialogContent>
        <DialogActions>
          <Button onClick={props.onClose}>Back</Button>
          <Button
            type="submit"
            variant="contained"
            color="primary"
            disabled={props.isPending || props.disabled}
          >
            {props.action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
