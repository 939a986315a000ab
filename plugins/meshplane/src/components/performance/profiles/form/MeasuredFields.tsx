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
import { Section } from '../../../layout/Section';
import { FieldList, FieldRow, FormChoice, FormText } from '../../parts/fields';
import { withoutRow, withRow, type ProfileForm } from './form';
import { rowKey, type MeasuredDraft } from './profileDraft';
import { RowBox } from './RowBox';
import { useClusterOptions } from './useClusterOptions';

function ClusterChoice(props: {
  value: string;
  onChange: (cluster: string) => void;
  error?: string;
}) {
  const options = useClusterOptions(props.value);
  return <FormChoice label="Cluster" required options={options} {...props} />;
}

/** Whose CPU and memory are read while the load runs. */
export function MeasuredFields(props: { form: ProfileForm }) {
  const { draft, set, problem } = props.form;
  const { measured } = draft;
  return (
    <Section
      title="Measured workloads"
      subtitle="CPU and memory of their containers are read while the load runs: what a request costs"
    >
      <FieldList>
        {measured.map((one, index) => {
          const path = `measured.${index}`;
          const change = (changes: Partial<MeasuredDraft>) =>
            set({ measured: withRow(measured, index, changes) });
          return (
            <RowBox
              key={one.key}
              title={`Workload ${index + 1}`}
              onRemove={() => set({ measured: withoutRow(measured, index) })}
            >
              <FieldRow>
                <ClusterChoice
                  value={one.cluster}
                  onChange={cluster => change({ cluster })}
                  error={problem(`${path}.cluster`)}
                />
                <FormText
                  label="Namespace"
                  value={one.namespace}
                  onChange={namespace => change({ namespace })}
                  required
                  error={problem(`${path}.namespace`)}
                />
                <FormText
                  label="Workload"
                  value={one.workload}
                  onChange={workload => change({ workload })}
                  help="Left empty: every pod of the namespace"
                  error={problem(`${path}.workload`)}
                />
              </FieldRow>
            </RowBox>
          );
        })}
        <div>
          <Button
            variant="outlined"
            disabled={measured.length >= 10}
            onClick={() =>
              set({
                measured: [
                  ...measured,
                  { key: rowKey(), cluster: '', namespace: '', workload: '' },
                ],
              })
            }
          >
            Add a workload
          </Button>
        </div>
        <FormText
          label="Labels of every run"
          value={draft.labels}
          onChange={labels => set({ labels })}
          multiline
          rows={2}
          help="name=value, one a line"
          error={problem('load.labels')}
        />
      </FieldList>
    </Section>
  );
}
