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
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type {
  OperationDetail,
  OperationState,
} from '@meshplane/plugin-meshplane-common';
import { useId, useState } from 'react';
import {
  useActOnOperation,
  type OperationAction,
} from '../../data/operationQueries';
import { explainError } from '../../lib/explainError';
import { plural } from '../../lib/format';
import { ErrorNotice } from '../feedback/ErrorNotice';
import { ActionDialog } from './ActionDialog';
import { actionWords } from './operationWords';
import { replanLink } from '../plan/replanLink';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { useUrlState } from '../../lib/useUrlState';

/** What a reader may look for in each state; the rest is shown only where the server allows it. */
const RELEVANT: Record<OperationState, OperationAction[]> = {
  planned: ['approve', 'reject'],
  running: ['cancel'],
  succeeded: [],
  failed: ['resume', 'rollback'],
  cancelled: ['resume', 'rollback'],
  interrupted: ['resume', 'rollback'],
};

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1.5, 2),
    marginBottom: theme.spacing(2),
    alignItems: 'flex-start',
  },
  one: { maxWidth: 340 },
}));

/** Findings that nobody has passed over: they block the approval. */
export function blockingFindings(operation: OperationDetail) {
  return (operation.plan?.findings ?? []).filter(
    finding => finding.severity === 'blocking' && !finding.overridden,
  );
}

/** Why an action is not possible, if it is not. */
function reasonAgainst(
  operation: OperationDetail,
  offer: OperationDetail['actions'][number],
): string | undefined {
  // The server refuses it anyway; the reader should not have to try.
  const blocking = blockingFindings(operation).length;
  if (offer.action === 'approve' && blocking > 0) {
    return `${plural(
      blocking,
      'check blocks',
      'checks block',
    )} this plan: see the checks for what to do.`;
  }
  if (offer.allowed) return undefined;
  return offer.reason ?? 'Not possible in this state.';
}

/** Approve, reject, cancel, resume, roll back, continue: each with the reason where it is not possible. */
export function OperationActions(props: { operation: OperationDetail }) {
  const { operation } = props;
  const classes = useStyles();
  const paths = useMeshPaths();
  const id = useId();
  const { patch } = useUrlState();
  const act = useActOnOperation(operation.id);
  const [open, setOpen] = useState<OperationAction>();
  const offers = operation.actions.filter(
    offer => offer.allowed || RELEVANT[operation.state].includes(offer.action),
  );
  const failed = act.isError ? act.variables.action : undefined;
  const hasMoved =
    failed === 'approve' && explainError(act.error).status === 409;
  const again = replanLink(paths, operation);
  return (
    <>
      {act.isError && failed && (
        <ErrorNotice
          what={`"${actionWords[failed].label}" was refused`}
          error={act.error}
        >
          {hasMoved && again && (
            <LinkButton
              to={again}
              size="small"
              variant="outlined"
              color="primary"
            >
              Plan again
            </LinkButton>
          )}
        </ErrorNotice>
      )}
      {offers.length > 0 && (
        <div
          className={classes.root}
          role="group"
          aria-label="What can be done with this operation"
        >
          {offers.map(offer => {
            const reason = act.isPending
              ? 'The last request is still on its way…'
              : reasonAgainst(operation, offer);
            const reasonId = `${id}-${offer.action}`;
            return (
              <div key={offer.action} className={classes.one}>
                <Button
                  variant={
                    ['approve', 'continue', 'resume'].includes(offer.action)
                      ? 'contained'
                      : 'outlined'
                  }
                  color="primary"
                  disabled={reason !== undefined}
                  aria-describedby={reason ? reasonId : undefined}
                  onClick={() => setOpen(offer.action)}
                >
                  {actionWords[offer.action].label}
                </Button>
                {reason && (
                  <Typography
                    id={reasonId}
                    variant="caption"
                    color="textSecondary"
                    component="div"
                  >
                    {reason}
                  </Typography>
                )}
              </div>
            );
          })}
        </div>
      )}
      {open && (
        <ActionDialog
          action={open}
          operation={operation}
          onClose={() => setOpen(undefined)}
          onConfirm={text => {
            act.mutate(
              { action: open, planHash: operation.planHash, text },
              // What runs now is what the reader wants to see, whichever part was open.
              { onSuccess: () => patch({ tab: undefined }) },
            );
            setOpen(undefined);
          }}
        />
      )}
    </>
  );
}
