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
  PerformanceProfile,
  RunCharts,
  RunDetail,
  RunEvent,
} from '@meshplane/plugin-meshplane-common';
import { loadOn, type Measurer } from './Measurer';
import type { Target } from './Target';

/** What came of a profile: three seconds of 50 requests each. */
export interface Story {
  profile: PerformanceProfile;
  events: RunEvent[];
  run: RunDetail;
  charts: RunCharts;
  /** The run again, after its export was imported. */
  copy: RunDetail;
}

/** Goes all the way: makes a profile, runs it, watches it, looks at its result, and takes that out and in again. */
export async function profileToResult(
  measurer: Measurer,
  target: Target,
  watcher = measurer,
): Promise<Story> {
  const { api } = measurer;
  const profile = await api.createProfile(
    loadOn(`${target.url}/pay`, {
      gates: [{ metric: 'errors', threshold: 'rate<0.5' }],
    }),
  );
  const { id } = await api.createRun({
    profileId: profile.id,
    release: 'v1',
    labels: { reason: 'test' },
  });
  const events = await watcher.watch(id);
  const run = await measurer.ended(id);
  const charts = await api.getRunCharts(id);
  const file = await api.exportRun(id, 'meshplane-result');
  const { runs, errors } = await api.importPerformance({
    fileName: file.fileName,
    content: file.content,
  });
  if (errors.length > 0) throw new Error(errors[0].message);
  return { profile, events, run, charts, copy: await api.getRun(runs[0].id) };
}

/** The seconds that were told, in their order. */
export function secondsOf(events: readonly RunEvent[]): number[] {
  return events.flatMap(event =>
    event.type === 'second' ? [event.point.second] : [],
  );
}
