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
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useId } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLifecycle, usePlanOperation } from '../../data/operationQueries';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { ErrorNotice } from '../feedback/ErrorNotice';
import { Facts } from '../layout/Facts';
import { Section } from '../layout/Section';
import { kindTitles, rolloutWords } from '../operations/operationWords';
import { ToneIcon } from '../status/StatusLabel';
import { toRequest } from './draft';
import { DraftChoice } from './fields';
import type { DraftState } from './useDraft';
import { useLifecycleOffer } from './useLifecycleOffer';
import { useWhyNotPlan } from './useMayPlan';

const useStyles = makeStyles(theme => ({
  problems: { listStyle: 'none', margin: 0, padding: 0 },
  problem: { display: 'flex', gap: theme.spacing(1), alignItems: 'center' },
  progress: { marginTop: theme.spacing(1), maxWidth: 480 },
}));

/** What is asked for in a few facts. */
function Summary(props: { draft: DraftState; values: string | undefined }) {
  const { draft, values } = props;
  const clusters = draft.list('cluster');
  const { offer } = useLifecycleOffer(draft);
  const policy = (draft.text('rollout') ||
    'one-by-one') as keyof typeof rolloutWords;
  return (
    <Facts
      items={[
        { name: 'What', value: kindTitles[draft.kind] },
        {
          name: clusters.length > 1 ? 'Clusters' : 'Cluster',
          value: clusters.join(', '),
        },
        {
          name: 'Order',
          value: clusters.length > 1 ? rolloutWords[policy]?.title : undefined,
        },
        {
          name: draft.text('definition') ? 'Product' : 'Mesh',
          value:
            offer?.displayName ??
            (draft.text('definition') || draft.text('mesh')),
        },
        { name: 'Version', value: draft.text('version') },
        {
          name: 'Preset',
          value:
            offer?.presets.find(item => item.id === draft.text('preset'))
              ?.title ?? draft.text('preset'),
        },
        { name: 'Optional parts', value: draft.list('component').join(', ') },
        { name: 'Namespace', value: draft.text('namespace') },
        { name: 'Workload', value: draft.list('workload').join(', ') },
        {
          name: 'Values',
          value: values?.trim()
            ? `${values.trim().split('\n').length} lines of your own`
            : undefined,
        },
      ]}
    />
  );
}

const GITOPS_TOOL = { flux: 'Flux', argocd: 'Argo CD' } as const;

/** Last step before the plan: delivery, what is missing, and the button that makes the plan. */
export function ReviewStep(props: {
  draft: DraftState;
  /** Undefined: no values of one's own. */
  values: string | undefined;
  /** The values cannot be read; the step before says where. */
  valuesProblem?: string;
}) {
  const { draft, values, valuesProblem } = props;
  const classes = useStyles();
  const paths = useMeshPaths();
  const navigate = useNavigate();
  const id = useId();
  const plan = usePlanOperation();
  const gitOps = useLifecycle(draft.list('cluster')[0]).data?.gitOps;
  const forbidden = useWhyNotPlan(draft.list('cluster')[0]);
  const { request, problems } = toRequest(draft.params, values);
  const texts = [
    ...problems.map(problem => problem.text),
    ...(valuesProblem ? [`Values: ${valuesProblem}`] : []),
  ];
  const reason = forbidden ?? (texts.length > 0 ? texts[0] : undefined);
  const submit = () => {
    if (!request) return;
    plan.mutate(request, {
      onSuccess: operation => navigate(paths.operation(operation.id)),
    });
  };
  return (
    <>
      <Section title="What will be planned">
        <Summary draft={draft} values={values} />
      </Section>
      <Section title="Delivery">
        <DraftChoice
          label="Delivery"
          hideLabel
          value={draft.text('delivery') || 'direct'}
          options={[
            {
              value: 'direct',
              title: 'Directly to the cluster',
              text: 'After the approval the portal runs the plan and verifies the result',
            },
            {
              value: 'gitops',
              title: 'As files for GitOps',
              disabled: gitOps === undefined,
              text: gitOps
                ? `The plan is written as files for ${GITOPS_TOOL[gitOps]}; the cluster is not touched by the portal`
                : 'Not set up: an administrator names the tool under meshplane.gitops in the configuration',
            },
          ]}
          onChange={delivery =>
            draft.set({
              delivery: delivery === 'direct' ? undefined : delivery,
            })
          }
        />
      </Section>
      {texts.length > 0 && (
        <Section title="Still missing">
          <ul className={classes.problems} aria-label="What is missing">
            {texts.map(text => (
              <li key={text} className={classes.problem}>
                <ToneIcon tone="error" />
                <Typography variant="body2">{text}</Typography>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {plan.isError && (
        <ErrorNotice what="The plan could not be made" error={plan.error} />
      )}
      <Button
        variant="contained"
        color="primary"
        disabled={reason !== undefined || plan.isPending}
        aria-describedby={id}
        onClick={submit}
      >
        {plan.isPending ? 'Planning…' : 'Make the plan'}
      </Button>
      <Typography
        id={id}
        variant="caption"
        color="textSecondary"
        component="div"
      >
        {reason ??
          'Planning changes nothing: it checks, renders and compares with the cluster. You approve it afterwards.'}
      </Typography>
      {plan.isPending && (
        <LinearProgress
          className={classes.progress}
          aria-label="The charts are rendered and compared with the cluster"
        />
      )}
    </>
  );
}
