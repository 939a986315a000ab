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

import type { MeshInstance } from '@meshplane/meshes';
import type { PlanContext } from '../../../operations/model';
import { digestOf } from '../../workloads/planning/fingerprint';
import type { MeshLifecycleDeps } from '../deps';

/**
 * What a plan rests on: the releases of the namespaces that it is about, and the meshes of the cluster with their
 * versions. Health and numbers of pods change all the time and are left out.
 */
export async function meshFingerprint(
  deps: Pick<MeshLifecycleDeps, 'releases' | 'reports'>,
  { cluster, connection, signal }: PlanContext,
  namespaces: readonly string[],
): Promise<string> {
  const { report } = deps.reports.report(cluster.name);
  const releases = await Promise.all(
    namespaces.map(namespace =>
      deps.releases.list(connection, { namespace, signal }),
    ),
  );
  return digestOf({
    kubernetes: cluster.health.kubernetesVersion,
    releases: releases
      .flat()
      .map(({ namespace, name, revision, status }) =>
        [namespace, name, revision, status].join('/'),
      )
      .sort(),
    meshes: report.meshes.map(identityOf).sort(),
  });
}

function identityOf({ id, version, channel }: MeshInstance) {
  return [id, version, channel].join('/');
}
