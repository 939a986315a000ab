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

import Typography from '@material-ui/core/Typography';
import type { RunnerOfferList } from '@meshplane/plugin-meshplane-common';
import { useRunners } from '../../../../data/performanceQueries';
import { ErrorNotice } from '../../../feedback/ErrorNotice';
import { Section } from '../../../layout/Section';
import { StatusLabel } from '../../../status/StatusLabel';
import { FieldList, FieldRow, FormChoice, FormText } from '../../parts/fields';
import { runnerTypes } from '../../runs/runnerText';
import { CheckField } from './CheckField';
import type { ProfileForm } from './form';
import type { ProfileDraft } from './profileDraft';
import { useClusterOptions } from './useClusterOptions';

type Offer = RunnerOfferList['items'][number];

/** Generators that the schema knows for a kind of runner. */
const generators: Record<Offer['type'], string[]> = {
  local: ['meshplane', 'fortio', 'nighthawk', 'wrk2', 'wrk', 'k6', 'vegeta'],
  job: ['meshplane', 'fortio', 'nighthawk'],
  'k6-operator': ['k6'],
};

/** What the backend says of the chosen runner now. */
function OfferNote(props: { offers: Offer[]; draft: ProfileDraft }) {
  const { offers, draft } = props;
  const offer = offers.find(
    item =>
      item.type === draft.runnerType &&
      item.generator === draft.generator &&
      (item.type === 'local' || item.cluster === draft.cluster),
  );
  return (
    <Typography variant="body2" component="div" role="status">
      {offer ? (
        <>
          <StatusLabel
            state={
              offer.available
                ? { tone: 'ok', word: 'Can be used now' }
                : { tone: 'error', word: 'Cannot be used now' }
            }
          />
          {': '}
          {offer.note}
        </>
      ) : (
        <StatusLabel
          state={{ tone: 'unknown', word: 'Nobody offers this at present' }}
        />
      )}
    </Typography>
  );
}

function ClusterFields(props: { form: ProfileForm }) {
  const { draft, set, problem } = props.form;
  const clusters = useClusterOptions(draft.cluster);
  return (
    <FieldRow>
      <FormChoice
        label="Cluster"
        value={draft.cluster}
        onChange={cluster => set({ cluster })}
        required
        options={clusters}
        error={problem('runner.cluster')}
      />
      <FormText
        label="Namespace of the generator"
        value={draft.namespace}
        onChange={namespace => set({ namespace })}
        required
        error={problem('runner.namespace')}
      />
      {draft.runnerType === 'job' ? (
        <FormText
          label="Pods"
          type="number"
          value={draft.shards}
          onChange={shards => set({ shards })}
          help="They share the rate and start together"
          error={problem('runner.shards')}
        />
      ) : (
        <FormText
          label="Pods"
          type="number"
          value={draft.parallelism}
          onChange={parallelism => set({ parallelism })}
          error={problem('runner.parallelism')}
        />
      )}
    </FieldRow>
  );
}

/** Where and with what the load is made. */
export function RunnerFields(props: { form: ProfileForm }) {
  const { form } = props;
  const { draft, set } = form;
  const runners = useRunners();
  const choose = (type: ProfileDraft['runnerType']) =>
    set({
      runnerType: type,
      generator: generators[type].includes(draft.generator)
        ? draft.generator
        : generators[type][0],
    });
  return (
    <Section title="Made by">
      {runners.isError && (
        <ErrorNotice
          what="What can make load is not known"
          error={runners.error}
          onRetry={() => void runners.refetch()}
        />
      )}
      <FieldList>
        <FieldRow>
          <FormChoice
            label="Where"
            value={draft.runnerType}
            onChange={type => choose(type as ProfileDraft['runnerType'])}
            options={runnerTypes.map(({ value, title }) => ({
              value,
              label: title,
            }))}
            help={
              runnerTypes.find(item => item.value === draft.runnerType)?.text
            }
          />
          <FormChoice
            label="Generator"
            value={draft.generator}
            onChange={generator => set({ generator })}
            options={generators[draft.runnerType].map(value => ({
              value,
              label: value,
            }))}
            help="Only meshplane's own says whether it kept up"
          />
        </FieldRow>
        {draft.runnerType !== 'local' && <ClusterFields form={form} />}
        {draft.runnerType === 'job' && (
          <CheckField
            label="The generator's pods have a sidecar of the mesh"
            checked={draft.sidecar}
            onChange={sidecar => set({ sidecar })}
            help="Then its own proxy is part of what is measured."
          />
        )}
        {runners.data && (
          <OfferNote offers={runners.data.items} draft={draft} />
        )}
      </FieldList>
    </Section>
  );
}
