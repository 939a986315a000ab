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

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownIdentity } from '../process/identity';
import { BuildState, readBuildState, writeBuildState } from './buildState';

describe('the state of the build', () => {
  let env: { XDG_CACHE_HOME: string };
  const compiling: BuildState = {
    phase: 'compiling',
    percent: 41,
    message: 'Compiling control-plane (40 % of its packages)',
    updatedAt: '2026-11-24T08:00:00.000Z',
    builder: ownIdentity(),
  };

  beforeEach(async () => {
    env = { XDG_CACHE_HOME: await mkdtemp(join(tmpdir(), 'build-state-')) };
  });

  afterEach(() => rm(env.XDG_CACHE_HOME, { recursive: true }));

  it('is absent before the first build', async () => {
    expect(await readBuildState(env)).toBeUndefined();
  });

  it('is what the building process wrote', async () => {
    await writeBuildState(compiling, env);
    expect(await readBuildState(env)).toEqual(compiling);
  });

  it('is failed when the building process died', async () => {
    const builder = { ...compiling.builder, startedAt: 'an earlier time' };
    await writeBuildState({ ...compiling, builder }, env);
    expect(await readBuildState(env)).toMatchObject({
      phase: 'failed',
      percent: 41,
      message: 'The build was interrupted; the next start continues it.',
    });
  });
});
