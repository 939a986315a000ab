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

import { join } from 'node:path';
import { z } from 'zod';
import { cacheFolder, PathEnvironment } from '../paths';
import { readJson, writeJson } from '../process/files';
import { isAlive, processIdentitySchema } from '../process/identity';

const buildStateSchema = z.object({
  /** What the build does now, or how it ended. */
  phase: z.enum([
    'waiting',
    'downloading',
    'compiling',
    'linking',
    'ready',
    'failed',
  ]),
  /** 0 to 100, of the whole build. */
  percent: z.number().min(0).max(100),
  /** One sentence for people. */
  message: z.string(),
  /** ISO 8601. */
  updatedAt: z.string(),
  /** The process that builds. */
  builder: processIdentitySchema,
});

/**
 * How far the one-time build of the control plane is.
 *
 * @public
 */
export type BuildState = z.infer<typeof buildStateSchema>;

/** Called while something is made ready; `percent` is 0 to 100. @public */
export type OnProgress = (progress: {
  phase: string;
  percent: number;
  message: string;
}) => void;

function stateFile(env: PathEnvironment): string {
  return join(cacheFolder(env), 'build-state.json');
}

/** Publishes how far the build is, for every process of this user. */
export async function writeBuildState(
  state: BuildState,
  env: PathEnvironment = process.env,
): Promise<void> {
  await writeJson(stateFile(env), state);
}

/**
 * How far the build is, whoever runs it; `undefined` when none ever ran. A
 * build whose process died is reported as failed.
 *
 * @public
 */
export async function readBuildState(
  env: PathEnvironment = process.env,
): Promise<BuildState | undefined> {
  const state = await readJson(stateFile(env), buildStateSchema);
  if (!state || state.phase === 'ready' || state.phase === 'failed') {
    return state;
  }
  return isAlive(state.builder)
    ? state
    : {
        ...state,
        phase: 'failed',
        message: 'The build was interrupted; the next start continues it.',
      };
}
