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
import type {
  PerformanceProfile,
  ProfileInput,
} from '@meshplane/plugin-meshplane-common';
import { useState } from 'react';
import {
  useCheckProfile,
  useSaveProfile,
} from '../../../data/performanceMutations';
import { explainError } from '../../../lib/explainError';
import { plural } from '../../../lib/format';
import { ErrorNotice } from '../../feedback/ErrorNotice';
import { ConflictNotice } from './ConflictNotice';
import { BasicFields } from './form/BasicFields';
import { ConnectionFields } from './form/ConnectionFields';
import { inputOf, type Problems } from './form/draftInput';
import { EndpointFields } from './form/EndpointFields';
import { problemAt } from './form/form';
import { GateFields } from './form/GateFields';
import { LoadFields } from './form/LoadFields';
import { MeasuredFields } from './form/MeasuredFields';
import type { KeptParts, ProfileDraft } from './form/profileDraft';
import { RunnerFields } from './form/RunnerFields';
import { ProblemList } from './ProblemList';

const useStyles = makeStyles(theme => ({
  bar: {
    position: 'sticky',
    bottom: 0,
    zIndex: 1,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    padding: theme.spacing(1.5, 2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.paper,
  },
}));

/** A problem that the server names, at its field where it has one. */
function serverProblems(
  problems: ReadonlyArray<{ path?: string; message: string }>,
): Problems {
  return Object.fromEntries(
    problems.flatMap(item => (item.path ? [[item.path, item.message]] : [])),
  );
}

/**
 * All fields of a profile. What was typed stays through every error; before anything is stored, the server says whether it
 * could run.
 */
export function ProfileForm(props: {
  initial: ProfileDraft;
  kept?: KeptParts;
  /** The version that is edited; absent for a new profile. */
  base?: PerformanceProfile;
  onSaved: (profile: PerformanceProfile) => void;
  onCancel: () => void;
}) {
  const { base, kept } = props;
  const classes = useStyles();
  const [draft, setDraft] = useState(props.initial);
  const [wasTried, setTried] = useState(false);
  const [checked, setChecked] = useState<string>();
  const check = useCheckProfile();
  const save = useSaveProfile(base?.id);
  const read = inputOf(draft, kept);
  const typed = 'problems' in read && wasTried ? read.problems : {};
  const text = JSON.stringify(draft);
  // What the server said holds for what it saw only.
  const answer = checked === text ? check.data : undefined;
  const said = serverProblems(answer?.problems ?? []);
  const form = {
    draft,
    set: (changes: Partial<ProfileDraft>) =>
      setDraft(before => ({ ...before, ...changes })),
    problem: (path: string) => problemAt({ ...said, ...typed }, path),
  };
  const store = (input: ProfileInput, baseVersion = base?.version) =>
    save.mutate({ input, baseVersion }, { onSuccess: props.onSaved });
  const checkThen = (next?: (input: ProfileInput) => void) => {
    setTried(true);
    if ('problems' in read) return;
    save.reset();
    check.mutate(read.input, {
      onSuccess: found => {
        setChecked(text);
        if (found.allowed) next?.(read.input);
      },
    });
  };
  const isConflict =
    save.isError && explainError(save.error).status === 409 && base;
  const isBusy = check.isPending || save.isPending;
  const count = Object.keys(typed).length;
  return (
    <form
      noValidate
      aria-label="Profile"
      onSubmit={event => {
        event.preventDefault();
        checkThen(store);
      }}
    >
      <BasicFields form={form} />
      <EndpointFields form={form} />
      <LoadFields form={form} />
      <ConnectionFields form={form} />
      <GateFields form={form} />
      <RunnerFields form={form} />
      <MeasuredFields form={form} />
      {check.isError && (
        <ErrorNotice
          what="The profile could not be checked; nothing was saved"
          error={check.error}
        />
      )}
      {save.isError && !isConflict && (
        <ErrorNotice
          what="The profile was not saved; everything that you typed is still here"
          error={save.error}
        />
      )}
      {isConflict && 'input' in read && (
        <ConflictNotice
          base={base}
          isSaving={save.isPending}
          onSaveOver={version => store(read.input, version)}
        />
      )}
      {count > 0 && (
        <ProblemList
          title={`${plural(count, 'field')} to correct`}
          problems={Object.entries(typed).map(([path, message]) => ({
            path,
            message,
          }))}
        />
      )}
      {answer && !answer.allowed && (
        <ProblemList
          title="It could not run as it is"
          text="It can be saved all the same, and run once this is put right."
          problems={answer.problems}
        />
      )}
      <div className={classes.bar}>
        <Button
          type="submit"
          variant="contained"
          color="primary"
          disabled={isBusy}
        >
          {save.isPending ? 'Saving…' : 'Check and save'}
        </Button>
        <Button
          variant="outlined"
          disabled={isBusy}
          onClick={() => checkThen()}
        >
          {check.isPending ? 'Checking…' : 'Check only'}
        </Button>
        {answer && !answer.allowed && 'input' in read && (
          <Button
            variant="outlined"
            disabled={isBusy}
            onClick={() => store(read.input)}
          >
            Save all the same
          </Button>
        )}
        <Button onClick={props.onCancel}>Back</Button>
        <Typography variant="body2" role="status">
          {answer?.allowed ? 'Checked: it could run now.' : ''}
        </Typography>
      </div>
    </form>
  );
}
