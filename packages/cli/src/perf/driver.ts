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

import {
  GeneratorError,
  generators,
  runLoad,
  type GeneratorName,
  type LiveView,
  type LoadProfile,
  type RunResult,
} from '@meshplane/benchmark';
import { UsageError } from '../exits';
import { gatesOfRun, liveGates } from './gates';

/** The name of our own engine among the generators. */
export const OWN_ENGINE = 'meshplane';

export interface DriveOptions {
  signal: AbortSignal;
  /** About once a second; never, with the generators that tell nothing while they run. */
  onView?(view: LiveView): void;
}

/** Whatever makes the load of one run. */
export type Driver = (
  profile: LoadProfile,
  options: DriveOptions,
) => Promise<RunResult>;

function ownEngine(spin: boolean): Driver {
  return (profile, { signal, onView }) =>
    runLoad(profile, {
      signal,
      spin,
      onProgress: onView,
      gates: liveGates(profile),
    });
}

/**
 * The driver of a name, after a look whether it can do what the profiles ask.
 *
 * @throws UsageError that names `--generator`
 */
export async function chooseDriver(
  { generator: name, spin }: { generator: string; spin?: boolean },
  profiles: readonly LoadProfile[],
): Promise<Driver> {
  if (name === OWN_ENGINE) return ownEngine(spin ?? false);
  const generator = generators[name as GeneratorName];
  if (!(await generator.available())) {
    throw new UsageError(
      `--generator: there is no ${name} on the PATH. ${generator.hint}`,
    );
  }
  const unmet = profiles.flatMap(profile => generator.unsupported(profile));
  if (unmet.length > 0) {
    throw new UsageError(
      `--generator: ${name} cannot do this load:`,
      [...new Set(unmet)].map(message => ({ message })),
    );
  }
  return async (profile, { signal }) => {
    try {
      const result = await generator.run(profile, { signal });
      return { ...result, gates: gatesOfRun(result, profile.gates) };
    } catch (error) {
      if (!(error instanceof GeneratorError)) throw error;
      throw new UsageError(`--generator: ${error.message}`);
    }
  };
}
