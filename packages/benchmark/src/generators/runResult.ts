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

import { randomUUID } from 'node:crypto';
import type { LoadProfile } from '../model/profile';
import type { RunResult } from '../model/result';
import { profileWithoutSecrets } from '../model/profileWithoutSecrets';

/** What is known of a run of another program besides what it printed. @public */
export interface KnownOfRun {
  profile: LoadProfile;
  generator: string;
  version?: string;
  caveats: readonly string[];
  cpuSeconds?: number;
  cancelled: boolean;
  /** Of an open loop with one rate. */
  targetRate?: number;
  /** ISO 8601, used where the program does not tell. */
  startedAt: string;
  warnings: readonly string[];
}

/** The result of a run, from what an importer read and what the caller of the program knows. @public */
export function runResult(measured: RunResult, known: KnownOfRun): RunResult {
  const { profile } = known;
  const secure = profile.endpoints.some(({ url }) => /^\w+s:/.test(url));
  const verified = profile.tls?.verify !== false;
  return {
    ...measured,
    id: randomUUID(),
    name: profile.name,
    labels: { ...measured.labels, ...profile.labels },
    profile: profileWithoutSecrets(profile),
    generator: {
      ...measured.generator,
      name: known.generator,
      version: known.version ?? measured.generator.version,
      caveats: [...known.caveats],
      cpuSeconds: known.cpuSeconds,
    },
    startedAt: measured.startedAt ?? known.startedAt,
    end: known.cancelled ? 'cancelled' : measured.end,
    validity: {
      status: 'unknown',
      gates: [],
      notes: [
        `${known.generator} does not measure whether it was the limit itself`,
      ],
    },
    targetRate: known.targetRate ?? measured.targetRate,
    tls: secure ? tlsState(verified) : 'none',
    warnings: [...measured.warnings, ...known.warnings],
  };
}

function tlsState(verified: boolean): 'verified' | 'unverified' {
  return verified ? 'verified' : 'unverified';
}
