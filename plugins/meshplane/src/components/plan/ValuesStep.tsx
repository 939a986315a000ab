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
import { useChartValues } from '../../data/operationQueries';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { Section } from '../layout/Section';
import { DraftChecks, DraftChoice } from './fields';
import type { DraftState } from './useDraft';
import { useLifecycleOffer } from './useLifecycleOffer';
import { ValuesEditor } from './values/ValuesEditor';

/** Whether an upgrade keeps the values of the installed release. */
export function keepsValues(draft: DraftState): boolean {
  return draft.kind === 'mesh.upgrade' && draft.text('values') !== 'new';
}

/** Step 3: preset, optional parts, and values as a form and as YAML. */
export function ValuesStep(props: {
  draft: DraftState;
  text: string;
  onText: (text: string) => void;
}) {
  const { draft } = props;
  const { lifecycle, cluster, offer } = useLifecycleOffer(draft);
  const keeps = keepsValues(draft);
  const preset = draft.text('preset') || 'default';
  const charts = useChartValues(
    keeps ? undefined : offer?.definition,
    draft.text('version') || undefined,
    preset,
  );
  return (
    <QueryView query={lifecycle} what="the presets" cluster={cluster} rows={4}>
      {() => {
        if (!offer || !draft.text('version')) {
          return (
            <EmptyNotice
              title="No version chosen yet"
              text="Go back and choose one: presets and values belong to a version."
            />
          );
        }
        return (
          <>
            {draft.kind === 'mesh.upgrade' && (
              <Section title="Values of the installed release">
                <DraftChoice
                  label="Values"
                  hideLabel
                  value={keeps ? 'keep' : 'new'}
                  options={[
                    {
                      value: 'keep',
                      title: 'Keep what was set before',
                      text: 'The overrides of the installed release go on the new version',
                    },
                    {
                      value: 'new',
                      title: 'Set them anew',
                      text: 'A preset and the values below replace all overrides of the installed release',
                    },
                  ]}
                  onChange={values =>
                    draft.set({
                      values: values === 'new' ? values : undefined,
                      preset: values === 'new' ? preset : undefined,
                    })
                  }
                />
              </Section>
            )}
            {!keeps && offer.presets.length > 0 && (
              <Section title="Preset">
                <DraftChoice
                  label="Preset"
                  hideLabel
                  value={preset}
                  options={offer.presets.map(item => ({
                    value: item.id,
                    title: item.title,
                    text: item.description,
                  }))}
                  onChange={next => draft.set({ preset: next })}
                />
              </Section>
            )}
            {draft.kind === 'mesh.install' && offer.components.length > 0 && (
              <Section title="Optional parts">
                <DraftChecks
                  label="Install as well"
                  hideLabel
                  values={draft.list('component')}
                  options={offer.components.map(item => ({
                    value: item.name,
                    title: item.name,
                    text: item.description,
                  }))}
                  onChange={component => draft.set({ component })}
                />
              </Section>
            )}
            {!keeps && (
              <Section
                title="Values"
                subtitle="What you set is laid over the preset; everything else keeps its default"
              >
                <QueryView query={charts} what="the values" rows={4}>
                  {data =>
                    data.charts.length > 0 ? (
                      <ValuesEditor
                        charts={data}
                        text={props.text}
                        onChange={props.onText}
                      />
                    ) : (
                      <Typography variant="body2" color="textSecondary">
                        This product has no values: it is a set of manifests.
                      </Typography>
                    )
                  }
                </QueryView>
              </Section>
            )}
          </>
        );
      }}
    </QueryView>
  );
}
