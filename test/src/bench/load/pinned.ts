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

import { spawnSync } from 'node:child_process';
import os from 'node:os';

/** Server and generator have a core each, so that neither takes time from the other. */
const CORE = { server: 0, generator: 1 } as const;

let possible: boolean | undefined;

/** True where processes can be bound to cores: Linux with `taskset` and two cores. */
export function canPin(): boolean {
  possible ??=
    os.cpus().length > 1 &&
    spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status === 0;
  return possible;
}

/** A command line, bound to the core of its role where that is possible. */
export function pinnedTo(
  role: keyof typeof CORE,
  command: readonly string[],
): string[] {
  return canPin()
    ? ['taskset', '-c', String(CORE[role]), ...command]
    : [...command];
}
