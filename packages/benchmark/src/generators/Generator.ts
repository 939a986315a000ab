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

import type { LoadProfile } from '../model/profile';
import type { RunResult } from '../model/result';

/** Programs other than our own engine that can make the load. @public */
export const generatorNames = [
  'fortio',
  'nighthawk',
  'wrk2',
  'wrk',
  'k6',
  'vegeta',
] as const;
/** @public */
export type GeneratorName = (typeof generatorNames)[number];

/** @public */
export interface GeneratorRunOptions {
  /** Interrupts the program; what it has measured so far is still read. */
  signal?: AbortSignal;
  /** The program, instead of the one on the PATH. */
  program?: string;
}

/** One start of a generator's program. @public */
export interface Invocation {
  args: string[];
  stdin?: string;
  env?: Record<string, string>;
  /** File that holds the result at the end; without it, stdout does. */
  resultFile?: string;
  /** A second start that turns the result into one that can be read; its stdout is read. */
  convert?: string[];
}

/** Another load generator, driven as a child process. @public */
export interface Generator {
  readonly name: GeneratorName;
  /** What is known to distort its numbers, in words; every result carries it. */
  readonly caveats: readonly string[];
  /** How to get the program, for a message. */
  readonly hint: string;
  /**
   * The program as found on the PATH, or the given one; `undefined` where there is none, or one that is something else.
   */
  available(
    program?: string,
  ): Promise<{ path: string; version?: string } | undefined>;
  /** Fields of the profile that this generator cannot do, each as a sentence; empty if it can run it. */
  unsupported(profile: LoadProfile): string[];
  /**
   * Arguments for a profile that `unsupported` has nothing against, for callers that start the program elsewhere.
   *
   * @param seconds - length of the load, instead of that in the profile
   * @param folder - where it writes the files that the arguments name
   */
  invocation(
    profile: LoadProfile,
    options: { seconds: number; folder: string },
  ): Promise<Invocation>;
  /**
   * Runs the profile to its end. The result says which generator it was and what distorts it; its validity is
   * `unknown`, since none of these programs measures whether it was the limit itself.
   *
   * @throws {@link GeneratorError} if the program is missing, cannot do the profile, fails, or prints what cannot be read
   */
  run(profile: LoadProfile, options?: GeneratorRunOptions): Promise<RunResult>;
}

/** Another generator could not run a profile; the message is for people. @public */
export class GeneratorError extends Error {
  constructor(readonly generator: GeneratorName, message: string) {
    super(message);
    this.name = 'GeneratorError';
  }
}
