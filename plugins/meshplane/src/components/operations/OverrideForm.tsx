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

import { usePermission } from '@backstage/plugin-permission-react';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  meshplaneOperationOverridePermission,
  operationRequestSchema,
  type OperationDetail,
} from '@meshplane/plugin-meshplane-common';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useOperation, usePlanOperation } from '../../data/operationQueries';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { ErrorNotice } from '../feedback/ErrorNotice';
import { Section } from '../layout/Section';
import { blockingFindings } from './OperationActions';

/** Shortest reason that the server takes. */
const SHORTEST_REASON = 10;

const useStyles = makeStyles(theme => ({
  form: { display: 'grid', gap: theme.spacing(1.5), maxWidth: 720 },
  checks: { display: 'grid' },
}));

/** Passing over blocking findings: by name, with a reason, by somebody who may. It makes a new plan. */
export function OverrideForm(props: { operation: OperationDetail }) {
  const { operation } = props;
  const classes = useStyles();
  const paths = useMeshPaths();
  const navigate = useNavigate();
  const id = useId();
  const plan = usePlanOperation();
  // A part of an operation on several clusters is planned anew with the whole of it.
  const parent = useOperation(
    operation.parent ?? '',
    Boolean(operation.parent),
  );
  const whole = operation.parent ? parent.data : operation;
  const [chosen, setChosen] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  const { allowed, loading } = usePermission({
    permission: meshplaneOperationOverridePermission,
    resourceRef: operation.cluster ?? operation.clusters[0],
  });
  const blocking = blockingFindings(operation);
  if (operation.state !== 'planned' || blocking.length === 0) return null;
  const intro =
    'Blocking checks guard against a broken cluster. Passing one over is recorded with your name and your reason.';
  if (!allowed) {
    return (
      <Section title="Pass over blocking checks">
        <Typography variant="body2">
          {loading
            ? 'Checking your permissions…'
            : 'Needs the permission "meshplane.operation.override" for this cluster. Remove the cause instead, or ask somebody who has it.'}
        </Typography>
      </Section>
    );
  }
  const isReady =
    whole !== undefined &&
    chosen.length > 0 &&
    reason.trim().length >= SHORTEST_REASON;
  const submit = () => {
    if (!whole) return;
    const request = operationRequestSchema.parse({
      kind: whole.kind,
      input: whole.input,
      clusters: whole.clusters,
      rollout: whole.rollout,
      delivery: whole.delivery,
      override: {
        findings: [
          ...new Set([...(whole.override?.findings ?? []), ...chosen]),
        ],
        reason: reason.trim(),
      },
    });
    plan.mutate(request, {
      onSuccess: next => navigate(paths.operation(next.id)),
    });
  };
  return (
    <Section title="Pass over blocking checks" subtitle={intro}>
      <form
        className={classes.form}
        onSubmit={event => {
          event.preventDefault();
          if (isReady) submit();
        }}
      >
        <div
          role="group"
          aria-label="Checks to pass over"
          className={classes.checks}
        >
          {blocking.map(finding => (
            <FormControlLabel
              key={finding.id}
              control={
                <Checkbox
                  color="primary"
                  checked={chosen.includes(finding.id)}
                  onChange={(_, checked) =>
                    setChosen(
                      checked
                        ? [...chosen, finding.id]
                        : chosen.filter(item => item !== finding.id),
                    )
                  }
                />
              }
              label={finding.title}
            />
          ))}
        </div>
        <TextField
          id={id}
          label="Why it is safe to go on"
          value={reason}
          onChange={event => setReason(event.target.value)}
          helperText={`At least ${SHORTEST_REASON} characters; kept in the audit log`}
          variant="outlined"
          size="small"
          multiline
          minRows={2}
          inputProps={{ maxLength: 1000 }}
        />
        {plan.isError && (
          <ErrorNotice
            what="Could not plan again with these checks passed over"
            error={plan.error}
          />
        )}
        <div>
          <Button
            type="submit"
            variant="outlined"
            color="primary"
            disabled={!isReady || plan.isPending}
          >
            {plan.isPending ? 'Planning…' : 'Plan again, passing these over'}
          </Button>
        </div>
      </form>
    </Section>
  );
}
