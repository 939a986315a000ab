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
import type { ClusterState } from '@meshplane/plugin-meshplane-common';
import { useId } from 'react';
import { useReconnect } from '../../data/queries';
import { explainError } from '../../lib/explainError';
import { useMayManage } from './useMayManage';

const useStyles = makeStyles({
  root: { textAlign: 'right', maxWidth: 360 },
});

/** Closes the circuit and tries at once. When that is not possible it says why, and stays reachable by keyboard. */
export function ReconnectButton(props: {
  cluster: string;
  state: ClusterState;
}) {
  const classes = useStyles();
  const id = useId();
  const { isAllowed, isLoading } = useMayManage(props.cluster);
  const reconnect = useReconnect(props.cluster);
  let reason: string | undefined;
  if (isLoading) reason = 'Checking your permissions…';
  else if (!isAllowed)
    reason =
      'Needs the permission "meshplane.connection.manage" for this cluster.';
  else if (props.state === 'starting')
    reason = 'The cluster is being started; it connects by itself.';
  else if (reconnect.isPending) reason = 'Reconnecting…';
  const failure = reconnect.isError
    ? `Reconnecting failed: ${explainError(reconnect.error).why}`
    : undefined;
  return (
    <div className={classes.root}>
      <Button
        variant="contained"
        color="primary"
        disabled={reason !== undefined}
        aria-describedby={reason || failure ? id : undefined}
        onClick={() => reconnect.mutate()}
      >
        Reconnect
      </Button>
      {(reason || failure) && (
        <Typography
          id={id}
          variant="caption"
          component="div"
          color={failure && !reason ? 'error' : 'textSecondary'}
          role={failure && !reason ? 'alert' : undefined}
        >
          {reason ?? failure}
        </Typography>
      )}
    </div>
  );
}
