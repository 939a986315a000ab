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

import type { PerformanceProfile } from '@meshplane/plugin-meshplane-common';
import { significant } from '../parts/numbers';

type LoadProfile = PerformanceProfile['load'];

/** Length of the measured phase in seconds. */
export function loadSeconds(load: LoadProfile['load']): number {
  return load.model === 'closed'
    ? load.seconds
    : load.stages.reduce((sum, stage) => sum + stage.seconds, 0);
}

/** Highest rate of an open load, requests per second. */
export function highestRate(load: LoadProfile['load']): number | undefined {
  return load.model === 'closed'
    ? undefined
    : Math.max(...load.stages.flatMap(stage => [stage.from, stage.to]));
}

/** "Up to 400 requests per second for 90 s over 32 connections". */
export function loadText(profile: LoadProfile): string {
  const { load, connections } = profile;
  const span = `${significant(loadSeconds(load))} s`;
  const over = `over ${connections.toLocaleString('en')} ${
    connections === 1 ? 'connection' : 'connections'
  }`;
  const rate = highestRate(load);
  return rate === undefined
    ? `As many requests as possible for ${span} ${over}`
    : `${
        load.model === 'open' &&
        load.stages.every(stage => stage.from === rate && stage.to === rate)
          ? ''
          : 'Up to '
      }${significant(rate)} requests per second for ${span} ${over}`;
}
