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
import { useClusters, useFleet } from '../../data/queries';
import { clusterLabel } from '../../lib/format';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { PickField } from '../layout/PickField';
import { Section } from '../layout/Section';
import { rolloutWords } from '../operations/operationWords';
import { StatusLabel } from '../status/StatusLabel';
import { clusterWords } from '../status/words';
import { DraftChecks, DraftChoice, Fields } from './fields';
import type { DraftState } from './useDraft';
import { useLifecycleOffer } from './useLifecycleOffer';

type Policy = keyof typeof rolloutWords;

/** Which clusters, and how the operation proceeds from one to the next. */
export function ClusterFields(props: { draft: DraftState }) {
  const { draft } = props;
  const clusters = useClusters();
  const fleet = useFleet();
  const chosen = draft.list('cluster');
  const mesh = draft.text('mesh');
  // A mesh id is that of one cluster; another cluster takes part when it has a mesh of the same id.
  const hasMesh = (cluster: string) =>
    !mesh ||
    fleet.data?.items.some(
      item =>
        item.cluster === cluster && item.meshes.some(one => one.id === mesh),
    );
  return (
    <QueryView query={clusters} what="the clusters" rows={3}>
      {list => {
        const options = list.items
          .filter(item => chosen.includes(item.name) || hasMesh(item.name))
          .map(item => {
            const isReady = ['connected', 'degraded'].includes(
              item.health.state,
            );
            return {
              value: item.name,
              title: (
                <>
                  {clusterLabel(item.name, item.title)}{' '}
                  <StatusLabel state={clusterWords[item.health.state]} />
                </>
              ),
              text: isReady ? undefined : item.health.message,
              disabled: !isReady && !chosen.includes(item.name),
            };
          });
        return (
          <Fields>
            <DraftChecks
              label="Clusters"
              hideLabel
              values={chosen}
              options={options}
              onChange={cluster =>
                draft.set({
                  cluster,
                  canary: cluster.includes(draft.text('canary'))
                    ? draft.text('canary')
                    : undefined,
                })
              }
            />
            {chosen.length > 1 && (
              <DraftChoice
                label="How to go through them"
                value={draft.text('rollout') || 'one-by-one'}
                options={(Object.keys(rolloutWords) as Policy[]).map(
                  policy => ({ value: policy, ...rolloutWords[policy] }),
                )}
                onChange={rollout =>
                  draft.set({
                    rollout,
                    canary:
                      rollout === 'canary'
                        ? draft.text('canary') || chosen[0]
                        : undefined,
                  })
                }
              />
            )}
            {chosen.length > 1 && draft.text('rollout') === 'canary' && (
              <PickField
                label="Canary cluster"
                value={draft.text('canary') || chosen[0]}
                options={chosen.map(value => ({ value, label: value }))}
                onChange={canary => draft.set({ canary })}
              />
            )}
          </Fields>
        );
      }}
    </QueryView>
  );
}

function ProductField(props: { draft: DraftState }) {
  const { draft } = props;
  const { cluster, lifecycle } = useLifecycleOffer(draft);
  if (!cluster) {
    return (
      <Typography variant="body2" color="textSecondary">
        Choose a cluster first: what can be installed depends on it.
      </Typography>
    );
  }
  return (
    <QueryView
      query={lifecycle}
      what="what can be installed"
      cluster={cluster}
      rows={4}
    >
      {list => {
        const offers = list.items.filter(
          offer => offer.support !== 'detect-only',
        );
        return offers.length > 0 ? (
          <DraftChoice
            label="Product"
            hideLabel
            value={draft.text('definition')}
            options={offers.map(offer => ({
              value: offer.definition,
              title: offer.displayName,
              text: [
                offer.reason,
                offer.instances.length > 0 &&
                  `Installed here already: ${offer.instances
                    .map(item => item.version ?? item.mesh)
                    .join(', ')}`,
              ]
                .filter(Boolean)
                .join(' · '),
              disabled: offer.support !== 'managed',
            }))}
            onChange={definition =>
              draft.set({
                definition,
                version: undefined,
                preset: undefined,
                component: undefined,
                revision: undefined,
              })
            }
          />
        ) : (
          <EmptyNotice
            title="Nothing can be installed"
            text="No product that this portal can install suits this cluster."
          />
        );
      }}
    </QueryView>
  );
}

function MeshField(props: { draft: DraftState }) {
  const { draft } = props;
  const { cluster, lifecycle } = useLifecycleOffer(draft);
  if (!cluster) return null;
  return (
    <QueryView query={lifecycle} what="the meshes" cluster={cluster} rows={2}>
      {list => {
        const instances = list.items.flatMap(offer =>
          offer.instances.map(instance => ({ offer, instance })),
        );
        return instances.length > 0 ? (
          <DraftChoice
            label="Mesh"
            hideLabel
            value={draft.text('mesh')}
            options={instances.map(({ offer, instance }) => ({
              value: instance.mesh,
              title: [offer.displayName, instance.version, instance.revision]
                .filter(Boolean)
                .join(' '),
              text: instance.readOnly,
              disabled: Boolean(instance.readOnly),
            }))}
            onChange={mesh => draft.set({ mesh, version: undefined })}
          />
        ) : (
          <EmptyNotice
            title="No mesh in this cluster"
            text="There is nothing to upgrade here yet."
          />
        );
      }}
    </QueryView>
  );
}

/** Step 1: what, and in which clusters. */
export function TargetStep(props: { draft: DraftState }) {
  const { draft } = props;
  return (
    <>
      <Section title="Where">
        <ClusterFields draft={draft} />
      </Section>
      <Section title="What">
        {draft.kind === 'mesh.install' ? (
          <ProductField draft={draft} />
        ) : (
          <MeshField draft={draft} />
        )}
      </Section>
    </>
  );
}
