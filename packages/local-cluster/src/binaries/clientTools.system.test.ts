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

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { resolveHelm, resolveKubectl } from './clientTools';

const run = promisify(execFile);

jest.setTimeout(120_000);

describe('client tools', () => {
  const { PATH, XDG_CACHE_HOME } = process.env;
  let cache: string;

  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), 'client-tools-'));
    process.env.XDG_CACHE_HOME = cache;
  });

  afterEach(() => {
    process.env.PATH = PATH;
  });

  afterAll(async () => {
    if (XDG_CACHE_HOME === undefined) {
      delete process.env.XDG_CACHE_HOME;
    } else {
      process.env.XDG_CACHE_HOME = XDG_CACHE_HOME;
    }
    await rm(cache, { recursive: true });
  });

  it('has a helm that runs, with or without one on PATH', async () => {
    const { stdout } = await run(await resolveHelm(), ['version', '--short']);
    expect(stdout).toMatch(/^v[34]\./);
  });

  it('has a kubectl that runs', async () => {
    const { stdout } = await run(await resolveKubectl(), [
      'version',
      '--client',
      '--output=json',
    ]);
    expect(JSON.parse(stdout).clientVersion.major).toBe('1');
  });

  if (process.platform === 'linux' && process.arch === 'x64') {
    it('unpacks them once where PATH has none', async () => {
      process.env.PATH = '';
      const helm = await resolveHelm();
      expect(helm.startsWith(cache)).toBe(true);
      expect(await resolveHelm()).toBe(helm);
      const { stdout } = await run(helm, ['version', '--short']);
      expect(stdout).toMatch(/^v4\.1\./);
    });
  } else {
    it('says what to install where PATH has none', async () => {
      process.env.PATH = '';
      await expect(resolveHelm()).rejects.toThrow('"helm" is not on PATH');
    });
  }
});
