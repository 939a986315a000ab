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

import { useEntity } from '@backstage/plugin-catalog-react';
import { usePerformanceHistory } from '../../../data/performance/comparisonQueries';
import { useProfiles, useRuns } from '../../../data/performanceQueries';
import { useEntityRef } from '../../entity/useEntityRef';
import { PERFORMANCE_TARGET } from './isPerformanceAvailable';

/** Runs of a component that its tab looks at. */
const RUNS = 50;
/** Points of the trend. */
const POINTS = 60;

/** Reference and target of the entity of the page. */
export function usePerformanceSubject(): { ref: string; target?: string } {
  const { entity } = useEntity();
  const { kind, namespace, name } = useEntityRef();
  return {
    ref: `${kind}:${namespace}/${name}`.toLocaleLowerCase('en-US'),
    target: entity.metadata.annotations?.[PERFORMANCE_TARGET],
  };
}

/** Profiles, latest runs and the trend of p99 of a component. */
export function useEntityPerformance(ref: string) {
  return {
    profiles: useProfiles({ entityRef: ref, limit: 100 }),
    runs: useRuns({ entityRef: ref, limit: RUNS }),
    history: usePerformanceHistory({
      entityRef: ref,
      metric: 'p99',
      limit: POINTS,
    }),
  };
}
