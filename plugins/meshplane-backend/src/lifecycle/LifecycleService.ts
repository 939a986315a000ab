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

import type {
  ChartValues,
  HelmReleaseList,
  LifecycleOfferList,
  MigrationList,
  SampleList,
} from '@meshplane/plugin-meshplane-common';
import type { Cluster } from '../clusters/ClusterAccess';

/**
 * What there is to plan: read by pages before they ask the operations engine for a plan. Every method reads and changes
 * nothing.
 */
export interface LifecycleService {
  /**
   * What can be installed, upgraded and configured on a cluster. A repository that cannot be read is part of the
   * answer (`versionsError`), not an error.
   *
   * @throws ServiceUnavailableError if the cluster has to be asked and cannot be reached
   */
  offers(cluster: Cluster, signal: AbortSignal): Promise<LifecycleOfferList>;
  /**
   * The values of the charts of a version, with their schemas.
   *
   * @throws NotFoundError, InputError naming the definition, version or preset that is not there
   */
  values(
    definition: string,
    version: string,
    preset: string,
    signal: AbortSignal,
  ): Promise<ChartValues>;
  /** Helm releases of a cluster, the stuck ones with what can be done about them. */
  releases(cluster: Cluster, signal: AbortSignal): Promise<HelmReleaseList>;
  /** Sample applications that this plugin brings. */
  samples(): Promise<SampleList>;
  /** Moves from one mesh to another that make sense on a cluster, and how far they have come. */
  migrations(cluster: Cluster, signal: AbortSignal): Promise<MigrationList>;
}
