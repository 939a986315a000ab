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

import { fortio } from './fortio';
import type { Generator, GeneratorName } from './Generator';
import { k6 } from './k6';
import { nighthawk } from './nighthawk';
import { vegeta } from './vegeta';
import { wrk, wrk2 } from './wrk';

export { GeneratorError, generatorNames } from './Generator';
export { runResult as resultOfGenerator } from './runResult';
export type { KnownOfRun } from './runResult';
export { constantRate, loadSeconds, requestHeaders } from './demands';
export { k6Script } from './k6Script';
export type {
  Generator,
  GeneratorName,
  GeneratorRunOptions,
  Invocation,
} from './Generator';

/** Every other generator that can be driven, whether or not its program is on the PATH. @public */
export const generators: Readonly<Record<GeneratorName, Generator>> = {
  fortio,
  nighthawk,
  wrk2,
  wrk,
  k6,
  vegeta,
};
