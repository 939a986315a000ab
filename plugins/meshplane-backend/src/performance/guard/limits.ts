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

import type { LoadProfile } from '@meshplane/benchmark/model';
import type { LoadLimits } from '../config';
import type { GuardProblem } from './TargetGuard';

/** Answers that are still awaited at the end of a load get this long at most. */
const MAX_DRAIN_SECONDS = 60;
const MAX_STREAMS = 1000;

/** What of a load is more than the configuration allows. */
export function exceededLimits(
  load: LoadProfile,
  limits: LoadLimits,
): GuardProblem[] {
  const problems: GuardProblem[] = [];
  const cap = (
    path: string,
    what: string,
    value: number,
    most: number,
    key?: string,
  ) => {
    if (value > most)
      problems.push({
        path,
        message: `${what} of ${value} is more than the allowed ${most}${
          key ? ` ("meshplane.performance.limits.${key}")` : ''
        }`,
      });
  };
  if (load.load.model === 'open') {
    load.load.stages.forEach(({ from, to }, index) =>
      cap(
        `load.load.stages.${index}`,
        'A rate',
        Math.max(from, to),
        limits.maxRate,
        'maxRate',
      ),
    );
  } else if (!limits.closedLoop) {
    problems.push({
      path: 'load.load.model',
      message:
        'A closed load has no rate that could be limited; "meshplane.performance.limits.closedLoop" allows it',
    });
  }
  cap(
    'load.load',
    'A duration in seconds',
    load.warmupSeconds + measuredSeconds(load),
    limits.maxDurationSeconds,
    'maxDuration',
  );
  cap(
    'load.drainSeconds',
    'A drain in seconds',
    load.drainSeconds,
    MAX_DRAIN_SECONDS,
  );
  cap(
    'load.timeoutSeconds',
    'A time limit in seconds',
    load.timeoutSeconds,
    limits.maxDurationSeconds,
    'maxDuration',
  );
  cap(
    'load.connections',
    'A number of connections',
    load.connections,
    limits.maxConnections,
    'maxConnections',
  );
  cap('load.streams', 'A number of streams', load.streams ?? 0, MAX_STREAMS);
  cap(
    'load.threads',
    'A number of threads',
    load.threads,
    limits.maxThreads,
    'maxThreads',
  );
  load.endpoints.forEach((endpoint, index) =>
    cap(
      `load.endpoints.${index}.body`,
      'A body in bytes',
      bodyBytes(endpoint.body),
      limits.maxBodyBytes,
      'maxBodyBytes',
    ),
  );
  return problems;
}

function measuredSeconds({ load }: LoadProfile): number {
  return load.model === 'open'
    ? load.stages.reduce((sum, { seconds }) => sum + seconds, 0)
    : load.seconds;
}

function bodyBytes(body: LoadProfile['endpoints'][number]['body']): number {
  if (!body) return 0;
  return 'text' in body
    ? Buffer.byteLength(body.text)
    : Buffer.byteLength(body.base64, 'base64');
}
