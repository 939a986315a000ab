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
import type { PerformanceProfile } from '@meshplane/plugin-meshplane-common';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useCreateExperiment } from '../../../data/performance/experimentQueries';
import { useProfiles } from '../../../data/performanceQueries';
import { duration, plural } from '../../../lib/format';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { useUrlState } from '../../../lib/useUrlState';
import { ErrorNotice } from '../../feedback/ErrorNotice';
import { PageTitle } from '../../layout/PageTitle';
import { Section } from '../../layout/Section';
import { FieldList, FieldRow, FormChoice, FormText } from '../parts/fields';
import { newArm, type ArmDraft } from './armDraft';
import { ArmFields } from './ArmFields';
import {
  leastSeconds,
  MAX_ARMS,
  MIN_ARMS,
  newExperiment,
  powerHint,
  readExperiment,
  type ExperimentDraft,
} from './experimentDraft';
import { useFleetChoices } from './useFleetChoices';

const useStyles = makeStyles(theme => ({
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(2),
  },
}));

/** Seconds of one run: warm-up, load and the wait for the last answers. */
export function secondsOf(profile: PerformanceProfile): number {
  const { load } = profile.load;
  const measured =
    load.model === 'open'
      ? load.stages.reduce((sum, stage) => sum + stage.seconds, 0)
      : load.seconds;
  return profile.load.warmupSeconds + measured;
}

/** A form for two to six sides of one load. */
export function NewExperimentPage() {
  const classes = useStyles();
  const paths = usePerformancePaths();
  const navigate = useNavigate();
  const { params } = useUrlState();
  const [draft, setDraft] = useState(() =>
    newExperiment(params.get('profileId') ?? ''),
  );
  const [isTried, setTried] = useState(false);
  const nextKey = useRef(draft.arms.length + 1);
  const profiles = useProfiles({ limit: 500 });
  const fleet = useFleetChoices();
  const create = useCreateExperiment();
  const read = readExperiment(draft);
  const problems = isTried ? read.problems : undefined;
  const set = (change: Partial<ExperimentDraft>) =>
    setDraft(before => ({ ...before, ...change }));
  const setArm = (index: number, change: Partial<ArmDraft>) =>
    setDraft(before => ({
      ...before,
      arms: before.arms.map((arm, at) =>
        at === index ? { ...arm, ...change } : arm,
      ),
    }));
  const profile = profiles.data?.items.find(
    item => item.id === draft.profileId,
  );
  const seconds = profile && leastSeconds(draft, secondsOf(profile));
  const changes = draft.arms.filter(arm => arm.change !== 'none').length;
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault();
        setTried(true);
        if (read.problems) return;
        create.mutate(read.input, {
          onSuccess: made => navigate(paths.experiment(made.id)),
        });
      }}
    >
      <PageTitle
        title="New experiment"
        meta="The same load for each side, in turns, so that a drift of the environment hits all alike"
      />
      {create.isError && (
        <ErrorNotice
          what="The experiment was not started"
          error={create.error}
        />
      )}
      <Section title="What is asked">
        <FieldList>
          <FormText
            label="Name"
            required
            value={draft.name}
            onChange={name => set({ name })}
            error={problems?.name}
            placeholder="What does the sidecar cost checkout?"
            max={200}
          />
          <FormChoice
            label="Profile"
            required
            value={draft.profileId}
            onChange={profileId => set({ profileId })}
            error={problems?.profileId}
            help="The load of all sides; its present version is kept with the experiment"
            options={[
              { value: '', label: 'Choose a profile…' },
              ...(profiles.data?.items ?? []).map(item => ({
                value: item.id,
                label: item.name,
              })),
            ]}
          />
          <FormText
            label="Rounds, runs per side"
            type="number"
            value={draft.rounds}
            onChange={rounds => set({ rounds })}
            error={problems?.rounds}
            help={powerHint(draft.rounds)}
          />
          <FieldRow>
            <FormText
              label="Pause between runs, in seconds"
              type="number"
              value={draft.coolDownSeconds}
              onChange={coolDownSeconds => set({ coolDownSeconds })}
              error={problems?.coolDownSeconds}
            />
            <FormText
              label="Smallest change that matters, in percent"
              type="number"
              value={draft.threshold}
              onChange={threshold => set({ threshold })}
              error={problems?.threshold}
            />
          </FieldRow>
        </FieldList>
      </Section>
      <Section
        title="Sides"
        subtitle={`${MIN_ARMS} to ${MAX_ARMS}; each is compared with the first one`}
        action={
          <Button
            size="small"
            variant="outlined"
            disabled={draft.arms.length >= MAX_ARMS}
            onClick={() => {
              const key = String(nextKey.current);
              nextKey.current += 1;
              set({ arms: [...draft.arms, newArm(key, '')] });
            }}
          >
            Add a side
          </Button>
        }
      >
        {draft.arms.map((arm, index) => (
          <ArmFields
            key={arm.key}
            arm={arm}
            index={index}
            problems={problems?.arms[index] ?? {}}
            fleet={fleet}
            onChange={change => setArm(index, change)}
            onRemove={
              draft.arms.length > MIN_ARMS
                ? () => set({ arms: draft.arms.filter(item => item !== arm) })
                : undefined
            }
          />
        ))}
      </Section>
      <div className={classes.actions}>
        <Button
          type="submit"
          variant="contained"
          color="primary"
          disabled={create.isPending}
        >
          {create.isPending ? 'Starting…' : 'Start the experiment'}
        </Button>
        <Typography variant="body2" color="textSecondary" role="status">
          {problems
            ? 'Something above is missing or wrong.'
            : [
                seconds !== undefined && `Takes at least ${duration(seconds)}`,
                changes > 0 &&
                  `${plural(changes, 'side')} ${
                    changes === 1 ? 'changes' : 'change'
                  } the cluster`,
              ]
                .filter(Boolean)
                .join('; ')}
        </Typography>
      </div>
    </form>
  );
}
