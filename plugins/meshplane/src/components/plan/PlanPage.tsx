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
import Step from '@material-ui/core/Step';
import StepButton from '@material-ui/core/StepButton';
import Stepper from '@material-ui/core/Stepper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { OperationKind } from '@meshplane/plugin-meshplane-common';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useOperation } from '../../data/operationQueries';
import { PageTitle } from '../layout/PageTitle';
import { LoadingRows } from '../feedback/LoadingRows';
import { ErrorNotice } from '../feedback/ErrorNotice';
import { kindTitles } from '../operations/operationWords';
import { OptionsStep } from './OptionsStep';
import { ReviewStep } from './ReviewStep';
import { TargetStep } from './TargetStep';
import { useDraft, type DraftState } from './useDraft';
import { keepsValues, ValuesStep } from './ValuesStep';
import { VersionStep } from './VersionStep';
import { readValues } from './values/valuesDocument';
import { sessionValues, valuesKey } from './values/valuesStore';

type StepName = 'target' | 'version' | 'values' | 'options' | 'review';

const STEP_TITLES: Record<StepName, string> = {
  target: 'Target',
  version: 'Version',
  values: 'Preset and values',
  options: 'Choices',
  review: 'Review',
};

/** What follows once the plan is made; shown so that nobody fears the button. */
const LATER = ['Checks and changes', 'Approval', 'Run and result'];

const useStyles = makeStyles(theme => ({
  stepper: {
    backgroundColor: 'transparent',
    padding: theme.spacing(0, 0, 2),
    overflowX: 'auto',
  },
  nav: {
    display: 'flex',
    gap: theme.spacing(1),
    alignItems: 'center',
    marginTop: theme.spacing(2),
  },
}));

function stepsOf(kind: OperationKind): StepName[] {
  return kind === 'mesh.install' || kind === 'mesh.upgrade'
    ? ['target', 'version', 'values', 'review']
    : ['options', 'review'];
}

/** What a step still needs before the next one opens. */
const NEEDS: Record<StepName, string> = {
  target: 'Choose a cluster, and what it is about.',
  version: 'Choose a version.',
  values: 'Choose a cluster.',
  options: 'Choose a cluster.',
  review: '',
};

/** Whether a step has what the next ones need. */
function isFilled(draft: DraftState, step: StepName): boolean {
  const hasCluster = draft.list('cluster').length > 0;
  switch (step) {
    case 'target':
      return (
        hasCluster && Boolean(draft.text('definition') || draft.text('mesh'))
      );
    case 'version':
      return Boolean(draft.text('version'));
    default:
      return hasCluster;
  }
}

/** The text of the values: from the session, else from the operation that is planned anew, else empty. */
function useValuesText(draft: DraftState) {
  const key = valuesKey(draft.params);
  const from = draft.text('from_operation');
  const [texts, setTexts] = useState<Record<string, string>>({});
  const known = texts[key] ?? sessionValues.read(key);
  const source = useOperation(from, from !== '' && known === undefined);
  const given = source.data?.input.values;
  const text = known ?? (typeof given === 'string' ? given : '');
  return {
    text,
    source,
    isLoading: from !== '' && known === undefined && source.isLoading,
    set: (next: string) => {
      setTexts(previous => ({ ...previous, [key]: next }));
      sessionValues.write(key, next);
    },
  };
}

/**
 * The wizard: target, version, values, plan. Every choice is in the address. The plan itself (checks, changes, approval,
 * run) is a page of its own, because it outlives the wizard.
 */
export function PlanPage() {
  const classes = useStyles();
  const draft = useDraft();
  const needsId = useId();
  const values = useValuesText(draft);
  const steps = stepsOf(draft.kind);
  const wanted = draft.text('step') as StepName;
  const step = steps.includes(wanted) ? wanted : steps[0];
  const index = steps.indexOf(step);
  const hasValues = steps.includes('values') && !keepsValues(draft);
  const problem = useMemo(
    () => (hasValues ? readValues(values.text).problems[0] : undefined),
    [hasValues, values.text],
  );
  const top = useRef<HTMLDivElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    // Screen readers and keyboards start at the new step, not at the button of the old one.
    top.current?.focus();
  }, [step]);
  const go = (next: StepName) =>
    draft.set({
      step: next,
      view: undefined,
      chart: undefined,
      group: undefined,
    });
  // Later steps open once the ones before them have what they need.
  const isOpen = (at: number) =>
    steps.slice(0, at).every(name => isFilled(draft, name));
  return (
    <>
      <PageTitle
        title={kindTitles[draft.kind]}
        meta="Nothing is changed before you have seen and approved the plan"
      />
      <Stepper nonLinear activeStep={index} className={classes.stepper}>
        {steps.map((name, at) => (
          <Step
            key={name}
            completed={at < index && isFilled(draft, name)}
            disabled={!isOpen(at)}
          >
            <StepButton
              onClick={() => go(name)}
              aria-current={name === step ? 'step' : undefined}
            >
              {STEP_TITLES[name]}
            </StepButton>
          </Step>
        ))}
        {LATER.map(title => (
          <Step key={title} disabled>
            <StepButton>{title}</StepButton>
          </Step>
        ))}
      </Stepper>
      <div
        ref={top}
        tabIndex={-1}
        role="group"
        aria-label={`Step: ${STEP_TITLES[step]}`}
        style={{ outline: 'none' }}
      >
        {values.isLoading && <LoadingRows label="Loading the earlier plan" />}
        {values.source.isError && (
          <ErrorNotice
            what="The values of the earlier plan could not be loaded"
            error={values.source.error}
          />
        )}
        {step === 'target' && <TargetStep draft={draft} />}
        {step === 'version' && <VersionStep draft={draft} />}
        {step === 'values' && !values.isLoading && (
          <ValuesStep draft={draft} text={values.text} onText={values.set} />
        )}
        {step === 'options' && <OptionsStep draft={draft} />}
        {step === 'review' && !values.isLoading && (
          <ReviewStep
            draft={draft}
            values={hasValues ? values.text : undefined}
            valuesProblem={
              problem &&
              `line ${problem.line}, column ${problem.column}: ${problem.message}`
            }
          />
        )}
      </div>
      <div className={classes.nav}>
        {index > 0 && (
          <Button onClick={() => go(steps[index - 1])}>Back</Button>
        )}
        {index < steps.length - 1 && (
          <Button
            variant="contained"
            color="primary"
            disabled={!isFilled(draft, step)}
            aria-describedby={isFilled(draft, step) ? undefined : needsId}
            onClick={() => go(steps[index + 1])}
          >
            Next
          </Button>
        )}
        {index < steps.length - 1 && !isFilled(draft, step) && (
          <Typography id={needsId} variant="caption" color="textSecondary">
            {NEEDS[step]}
          </Typography>
        )}
      </div>
    </>
  );
}
