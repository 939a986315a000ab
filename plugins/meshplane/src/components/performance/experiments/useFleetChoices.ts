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

import { useMemo } from 'react';
import { useFleet } from '../../../data/queries';
import { clusterLabel } from '../../../lib/format';

/** Clusters with the meshes that something can be brought onto. */
export type FleetOverview = Array<{
  cluster: string;
  title: string;
  meshes: Array<{ id: string; label: string }>;
}>;

/** Clusters and meshes to choose from; empty while they are not known. */
export function useFleetChoices(): FleetOverview {
  const { data } = useFleet();
  return useMemo(
    () =>
      (data?.items ?? []).map(item => ({
        cluster: item.cluster,
        title: clusterLabel(item.cluster, item.title),
        meshes: item.meshes.map(mesh => ({
          id: mesh.id,
          label: [mesh.displayName, mesh.version].filter(Boolean).join(' '),
        })),
      })),
    [data],
  );
}
