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

import { UsageError } from './usage';

const OUR_OPTIONS = [
  'name',
  'nodes',
  'real-node',
  'all',
  'delete',
  'output',
  'print',
  'pods',
];

/**
 * Refuses to go on when npm has kept options for itself: without a `--`,
 * "npm run cluster down --name edge --delete" would arrive as "down edge" at
 * best, and delete the wrong cluster at worst.
 *
 * @param env - the environment that npm gave
 * @throws UsageError that says how to write it
 */
export function refuseSwallowedOptions(
  env: Readonly<Record<string, string | undefined>>,
): void {
  if (env.npm_lifecycle_event !== 'cluster') {
    return;
  }
  const swallowed = OUR_OPTIONS.find(
    option => env[`npm_config_${option.replace('-', '_')}`] !== undefined,
  );
  if (swallowed) {
    throw new UsageError(
      `npm has kept "--${swallowed}" for itself: write "npm run cluster -- <command> --${swallowed} …", with "--" before the command`,
    );
  }
}
