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

import { useClusters } from '../../../../data/queries';
import { clusterLabel } from '../../../../lib/format';

/** Clusters to choose from. One that was chosen stays among them while they load, and when it is gone. */
export function useClusterOptions(
  chosen: string,
): Array<{ value: string; label: string }> {
  const clusters = useClusters();
  const known = (clusters.data?.items ?? []).map(item => ({
    value: item.name,
    label: clusterLabel(item.name, item.title),
  }));
  const isMissing = chosen && !known.some(item => item.value === chosen);
  return [
    { value: '', label: 'Choose a cluster' },
    ...known,
    ...(isMissing ? [{ value: chosen, label: chosen }] : []),
  ];
}
