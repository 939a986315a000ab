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
import { useLifecycle } from '../../data/operationQueries';
import type { DraftState } from './useDraft';

/** The offer of the product that a draft is about, in its first cluster. */
export function offerOf(
  offers: readonly LifecycleOffer[] | undefined,
  draft: Pick<DraftState, 'text'>,
): LifecycleOffer | undefined {
  const definition = draft.text('definition');
  const mesh = draft.text('mesh');
  return offers?.find(offer =>
    definition
      ? offer.definition === definition
      : offer.instances.some(instance => instance.mesh === mesh),
  );
}

/** What the first cluster of a draft offers. */
export function useLifecycleOffer(draft: DraftState) {
  const cluster = draft.list('cluster')[0];
  const lifecycle = useLifecycle(cluster);
  const offer = offerOf(lifecycle.data?.items, draft);
  const instance = offer?.instances.find(
    item => item.mesh === draft.text('mesh'),
  );
  return { cluster, lifecycle, offer, instance };
}
