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
import type { OperationKind } from '@meshplane/plugin-meshplane-common';
import type { ComponentType } from 'react';
import { QueryView } from '../feedback/QueryView';
import { Section } from '../layout/Section';
import { ConfigureFields } from './ConfigureFields';
import { DraftChoice, DraftSwitch, DraftText, Fields } from './fields';
import { ClusterFields } from './TargetStep';
import type { DraftState } from './useDraft';
import { useLifecycleOffer } from './useLifecycleOffer';
import { MigrateFields, OnboardFields, RestartFields } from './WorkloadFields';

type FieldsProps = { draft: DraftState };

function UninstallFields({ draft }: FieldsProps) {
  return (
    <Fields>
      <DraftChoice
        label="Custom resource definitions"
        value={draft.text('crds') || 'keep'}
        options={[
          {
            value: 'keep',
            title: 'Keep them',
            text: 'Objects of these kinds stay, and a later installation finds them again',
          },
          {
            value: 'remove',
            title: 'Remove them',
            text: 'Every object of these kinds goes with them; the plan lists them all',
          },
        ]}
        onChange={crds =>
          draft.set({ crds: crds === 'keep' ? undefined : crds })
        }
      />
      <DraftChoice
        label="Namespace of the control plane"
        value={draft.text('meshNamespace') || 'keep'}
        options={[
          { value: 'keep', title: 'Keep it' },
          {
            value: 'remove',
            title: 'Remove it',
            text: 'With everything that is left in it',
          },
        ]}
        onChange={value =>
          draft.set({ meshNamespace: value === 'keep' ? undefined : value })
        }
      />
    </Fields>
  );
}

function SampleFields({ draft }: FieldsProps) {
  const { lifecycle, cluster } = useLifecycleOffer(draft);
  return (
    <Fields>
      <DraftText
        draft={draft}
        name="namespace"
        label="Namespace"
        required
        help="Made if it is not there"
      />
      {draft.kind === 'sample.install' && (
        <>
          <QueryView
            query={lifecycle}
            what="the meshes"
            cluster={cluster}
            rows={2}
          >
            {list => (
              <DraftChoice
                label="Bring it onto a mesh"
                value={draft.text('mesh')}
                options={[
                  { value: '', title: 'No mesh yet' },
                  ...list.items
                    .filter(offer => offer.kind === 'mesh')
                    .flatMap(offer =>
                      offer.instances.map(instance => ({
                        value: instance.mesh,
                        title: [
                          offer.displayName,
                          instance.version,
                          instance.revision,
                        ]
                          .filter(Boolean)
                          .join(' '),
                      })),
                    ),
                ]}
                onChange={mesh => draft.set({ mesh })}
              />
            )}
          </QueryView>
          <DraftSwitch
            draft={draft}
            name="expose"
            fallback={false}
            label="Expose it through a gateway"
          />
        </>
      )}
    </Fields>
  );
}

function RecoverFields({ draft }: FieldsProps) {
  return (
    <Fields>
      <Typography variant="body2">
        Release {draft.text('namespace')}/{draft.text('release')}
      </Typography>
      <DraftChoice
        label="What to do"
        value={draft.text('action')}
        options={[
          {
            value: 'rollback',
            title: 'Roll back',
            text: 'To the last revision that was deployed',
          },
          {
            value: 'remove-pending',
            title: 'Remove the pending record',
            text: 'Helm can go on afterwards; the objects in the cluster stay as they are',
          },
          {
            value: 'uninstall',
            title: 'Uninstall',
            text: 'The release and its objects are removed',
          },
        ]}
        onChange={action => draft.set({ action })}
      />
    </Fields>
  );
}

const fieldsOf: Partial<Record<OperationKind, ComponentType<FieldsProps>>> = {
  'mesh.uninstall': UninstallFields,
  'mesh.configure': ConfigureFields,
  'workload.onboard': OnboardFields,
  'workload.offboard': OnboardFields,
  'workload.restart': RestartFields,
  'mesh.migrate': MigrateFields,
  'sample.install': SampleFields,
  'sample.remove': SampleFields,
  'release.recover': RecoverFields,
};

/** The choices of the kinds that need neither version nor values. */
export function OptionsStep(props: FieldsProps) {
  const { draft } = props;
  const KindFields = fieldsOf[draft.kind];
  return (
    <>
      <Section title="Where">
        <ClusterFields draft={draft} />
      </Section>
      {KindFields && (
        <Section title="How">
          <KindFields draft={draft} />
        </Section>
      )}
    </>
  );
}
