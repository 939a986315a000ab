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
import { usePerformanceLimits } from '../../../../data/performanceQueries';
import { Section } from '../../../layout/Section';
import { FieldList, FieldRow, FormChoice, FormText } from '../../parts/fields';
import { RateSparkline } from '../RateSparkline';
import { withoutRow, withRow, type ProfileForm } from './form';
import { newStage, type ProfileDraft, type StageDraft } from './profileDraft';
import { RowBox } from './RowBox';

function Stages(props: { form: ProfileForm }) {
  const { draft, set, problem } = props.form;
  const { stages } = draft;
  const numbers = stages.map(stage => ({
    seconds: Number(stage.seconds),
    from: Number(stage.from),
    to: Number(stage.to),
  }));
  const isDrawable = numbers.every(
    stage => stage.seconds > 0 && stage.from >= 0 && stage.to >= 0,
  );
  return (
    <>
      {isDrawable && <RateSparkline stages={numbers} width={420} height={72} />}
      {stages.map((stage, index) => {
        const path = `load.load.stages.${index}`;
        const change = (changes: Partial<StageDraft>) =>
          set({ stages: withRow(stages, index, changes) });
        return (
          <RowBox
            key={stage.key}
            title={`Stage ${index + 1}`}
            onRemove={
              stages.length > 1
                ? () => set({ stages: withoutRow(stages, index) })
                : undefined
            }
          >
            <FieldRow>
              <FormText
                label="Seconds"
                type="number"
                value={stage.seconds}
                onChange={seconds => change({ seconds })}
                error={problem(`${path}.seconds`)}
              />
              <FormText
                label="From, requests/s"
                type="number"
                value={stage.from}
                onChange={from => change({ from })}
                error={problem(`${path}.from`)}
              />
              <FormText
                label="To, requests/s"
                type="number"
                value={stage.to}
                onChange={to => change({ to })}
                error={problem(`${path}.to`)}
              />
            </FieldRow>
          </RowBox>
        );
      })}
      <div>
        <Button
          variant="outlined"
          onClick={() =>
            set({ stages: [...stages, newStage(stages[stages.length - 1])] })
          }
        >
          Add a stage
        </Button>
      </div>
      <FieldRow>
        <FormChoice
          label="Arrivals"
          value={draft.arrivals}
          onChange={arrivals =>
            set({ arrivals: arrivals as ProfileDraft['arrivals'] })
          }
          options={[
            { value: 'uniform', label: 'Evenly spaced' },
            { value: 'poisson', label: 'By chance (Poisson), as users come' },
          ]}
        />
        <FormText
          label="Seed"
          type="number"
          value={draft.seed}
          onChange={seed => set({ seed })}
          help="The same seed makes the same arrivals"
          error={problem('load.load.seed')}
        />
      </FieldRow>
    </>
  );
}

/** How many requests come when. */
export function LoadFields(props: { form: ProfileForm }) {
  const { draft, set, problem } = props.form;
  const limits = usePerformanceLimits().data;
  return (
    <Section
      title="Load"
      subtitle={
        limits
          ? `At most ${limits.maxRate.toLocaleString(
              'en',
            )} requests per second, ${limits.maxDurationSeconds.toLocaleString(
              'en',
            )} s and ${limits.maxConnections.toLocaleString('en')} connections`
          : undefined
      }
    >
      <FieldList>
        <FormChoice
          label="Model"
          value={draft.model}
          onChange={model => set({ model: model as ProfileDraft['model'] })}
          options={[
            {
              value: 'open',
              label:
                'Open: requests come on schedule, whatever the target does',
            },
            {
              value: 'closed',
              label:
                'Closed: each connection sends as soon as it has its answer',
            },
          ]}
          help={
            draft.model === 'open'
              ? 'Tells how long users wait'
              : 'Tells how much the target can take; never a statement about latency'
          }
        />
        {draft.model === 'open' ? (
          <Stages form={props.form} />
        ) : (
          <FieldRow>
            <FormText
              label="Seconds"
              type="number"
              value={draft.closedSeconds}
              onChange={closedSeconds => set({ closedSeconds })}
              error={problem('load.load.seconds')}
            />
            <FormText
              label="Requests in flight per connection"
              type="number"
              value={draft.pipelining}
              onChange={pipelining => set({ pipelining })}
              error={problem('load.load.pipelining')}
            />
          </FieldRow>
        )}
      </FieldList>
    </Section>
  );
}
