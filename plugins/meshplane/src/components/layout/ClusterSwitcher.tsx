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

import { useNavigate } from 'react-router-dom';
import { useClusters } from '../../data/queries';
import { clusterLabel } from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { clusterWords } from '../status/words';
import { PickField } from './PickField';
import { useActiveView } from './useActiveView';

/** Changes the cluster of a view; shown where a view is of one cluster. */
export function ClusterSwitcher() {
  const { view, cluster, page } = useActiveView();
  const clusters = useClusters();
  const paths = useMeshPaths();
  const navigate = useNavigate();
  if (!cluster || !clusters.data) return null;
  const options = clusters.data.items.map(item => ({
    value: item.name,
    label:
      item.health.state === 'connected'
        ? clusterLabel(item.name, item.title)
        : `${clusterLabel(item.name, item.title)} (${clusterWords[
            item.health.state
          ].word.toLowerCase()})`,
  }));
  return (
    <PickField
      label="Cluster"
      value={cluster}
      options={options}
      onChange={next => {
        if (view === 'connections') navigate(paths.connection(next));
        else if (view === 'overview') navigate(paths.overview({ q: next }));
        else if (view === 'operations') navigate(paths.operations());
        else navigate(paths.view(page ?? view, next));
      }}
    />
  );
}
