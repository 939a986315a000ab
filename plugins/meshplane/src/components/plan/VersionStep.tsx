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

import type { LifecycleOffer } from '@meshplane/plugin-meshplane-common';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { ErrorNotice } from '../feedback/ErrorNotice';
import { QueryView } from '../feedback/QueryView';
import { PickField } from '../layout/PickField';
import { Section } from '../layout/Section';
import { StatusLabel } from '../status/StatusLabel';
import { supportWords } from '../status/words';
import {
  DraftChoice,
  DraftSwitch,
  DraftText,
  Fields,
  PaceFields,
} from './fields';
import type { DraftState } from './useDraft';
import { useLifecycleOffer } from './useLifecycleOffer';

type Offered = LifecycleOffer['versions'][number];

/** Definition of the Gateway API bundle, which other products may bring along. */
const GATEWAY_API = 'gateway-api';

function versionOption(version: Offered, current: string | undefined) {
  return {
    value: version.version,
    title: (
      <>
        {version.version}
        {version.appVersion && version.appVersion !== version.version
          ? ` (${version.appVersion})`
          : ''}{' '}
        <StatusLabel state={supportWords[version.support]} />{' '}
        {version.recommended && (
          <StatusLabel state={{ tone: 'ok', word: 'Recommended' }} />
        )}{' '}
        {version.version === current && (
          <StatusLabel state={{ tone: 'info', word: 'Installed' }} />
        )}
      </>
    ),
    text: version.reasons.length > 0 ? version.reasons.join(' ') : undefined,
  };
}

function GatewayApiFields(props: {
  draft: DraftState;
  versions: Offered[];
  isOwn: boolean;
}) {
  const { draft, versions, isOwn } = props;
  return (
    <Fields>
      {!isOwn && (
        <PickField
          label="Gateway API bundle"
          value={draft.text('gatewayApi')}
          options={[
            { value: '', label: 'Leave as it is' },
            ...versions.map(item => ({
              value: item.version,
              label: item.version,
            })),
          ]}
          onChange={gatewayApi => draft.set({ gatewayApi })}
        />
      )}
      {(isOwn || draft.text('gatewayApi')) && (
        <DraftChoice
          label="Channel"
          value={draft.text('gatewayApiChannel') || 'standard'}
          options={[
            {
              value: 'standard',
              title: 'Standard',
              text: 'Stable kinds only',
            },
            {
              value: 'experimental',
              title: 'Experimental',
              text: 'Also kinds and fields that may change or go; going back to standard is refused while objects use them',
            },
          ]}
          onChange={gatewayApiChannel => draft.set({ gatewayApiChannel })}
        />
      )}
    </Fields>
  );
}

function StrategyFields(props: { draft: DraftState; offer: LifecycleOffer }) {
  const { draft, offer } = props;
  const isCanary = draft.text('strategy') === 'canary';
  return (
    <Fields>
      {offer.canaryUpgrade && (
        <DraftChoice
          label="How to upgrade"
          hideLabel
          value={draft.text('strategy') || 'in-place'}
          options={[
            {
              value: 'in-place',
              title: 'In place',
              text: 'The control plane is replaced; workloads follow when they are restarted',
            },
            {
              value: 'canary',
              title: 'Canary',
              text: 'A second control plane beside the first; namespaces move over one by one, and back if need be',
            },
          ]}
          onChange={strategy =>
            draft.set({
              strategy: strategy === 'canary' ? strategy : undefined,
              revision: strategy === 'canary' ? draft.text('revision') : '',
            })
          }
        />
      )}
      {isCanary && (
        <DraftText
          draft={draft}
          name="revision"
          label="Revision of the new control plane"
          placeholder={draft.text('version').replace(/\./g, '-')}
          help="Lower-case letters, digits and hyphens"
        />
      )}
      <DraftSwitch
        draft={draft}
        name="restart"
        fallback={false}
        label="Restart workloads afterwards, so that their proxies follow"
      />
      {draft.flag('restart', false) && <PaceFields draft={draft} />}
    </Fields>
  );
}

/** Step 2: the version with its support state, and how to get there. */
export function VersionStep(props: { draft: DraftState }) {
  const { draft } = props;
  const { cluster, lifecycle, offer, instance } = useLifecycleOffer(draft);
  const choose = (version: string) =>
    draft.set({
      version,
      // The bundle itself is named twice in a request: as the product's version and as the bundle's.
      gatewayApi:
        offer?.definition === GATEWAY_API ? version : draft.text('gatewayApi'),
    });
  return (
    <QueryView query={lifecycle} what="the versions" cluster={cluster} rows={6}>
      {list => {
        if (!offer) {
          return (
            <EmptyNotice
              title="Nothing chosen yet"
              text="Go back and choose what it is about."
            />
          );
        }
        const bundle = list.items.find(item => item.definition === GATEWAY_API);
        const isOwn = offer.definition === GATEWAY_API;
        return (
          <>
            <Section title={`Version of ${offer.displayName}`}>
              {offer.versionsError && (
                <ErrorNotice
                  what="The versions could not be read from the chart repository"
                  error={new Error(offer.versionsError)}
                  onRetry={() => void lifecycle.refetch()}
                />
              )}
              {offer.versions.length > 0 ? (
                <DraftChoice
                  label="Version"
                  hideLabel
                  value={draft.text('version')}
                  options={offer.versions.map(version =>
                    versionOption(version, instance?.version),
                  )}
                  onChange={choose}
                />
              ) : (
                !offer.versionsError && (
                  <EmptyNotice
                    title="No version is offered"
                    text="The chart repository lists none for this product. Check meshplane.charts.repositories in the configuration."
                  />
                )
              )}
            </Section>
            {draft.kind === 'mesh.upgrade' && (
              <Section title="Way of upgrading">
                <StrategyFields draft={draft} offer={offer} />
              </Section>
            )}
            {draft.kind === 'mesh.install' && offer.revisions && (
              <Section title="Revision">
                <DraftText
                  draft={draft}
                  name="revision"
                  label="Revision (optional)"
                  help="A name for this control plane, so that another one can stand beside it"
                />
              </Section>
            )}
            {(isOwn || (bundle && bundle.versions.length > 0)) && (
              <Section title="Gateway API">
                <GatewayApiFields
                  draft={draft}
                  versions={bundle?.versions ?? []}
                  isOwn={isOwn}
                />
              </Section>
            )}
          </>
        );
      }}
    </QueryView>
  );
}
