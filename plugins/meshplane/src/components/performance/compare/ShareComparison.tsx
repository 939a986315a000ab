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
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    '@media print': { display: 'none' },
  },
}));

/** Copies the address of what is shown; where the clipboard is closed, the address is shown to be copied by hand. */
export function ShareLink(props: { path: string }) {
  const classes = useStyles();
  const [state, setState] = useState<'idle' | 'copied' | 'shown'>('idle');
  const address = new URL(props.path, window.location.href).toString();
  return (
    <div className={classes.root}>
      <Button
        variant="outlined"
        onClick={() => {
          const copying =
            navigator.clipboard?.writeText(address) ??
            Promise.reject(new Error('The clipboard is not available'));
          copying.then(
            () => setState('copied'),
            () => setState('shown'),
          );
        }}
      >
        Copy the link
      </Button>
      <Typography variant="body2" component="span" role="status">
        {state === 'copied' && 'Copied.'}
        {state === 'shown' && address}
      </Typography>
    </div>
  );
}
