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

import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopDaemon, startDaemon } from './daemon';
import { readIfExists } from './files';
import { identityOf, isAlive, parseProcStat } from './identity';
import { liveProcess, signalProcess, writePidFile } from './pidFile';

const SLEEPER = [process.execPath, '-e', 'setInterval(() => {}, 1000)'];

describe('pid files', () => {
  let folder: string;
  let pidFile: string;
  let stranger: ChildProcess;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pid-file-'));
    pidFile = join(folder, 'etcd.pid');
    stranger = spawn(SLEEPER[0], SLEEPER.slice(1), { stdio: 'ignore' });
    await once(stranger, 'spawn');
  });

  afterEach(async () => {
    if (stranger.exitCode === null && stranger.signalCode === null) {
      const exit = once(stranger, 'exit');
      stranger.kill('SIGKILL');
      await exit;
    }
    await rm(folder, { recursive: true });
  });

  async function pretendItsPidWasOurs() {
    const own = await writePidFile(pidFile, stranger.pid!, ['etcd']);
    await writeFile(
      pidFile,
      JSON.stringify({ ...own, startedAt: 'an earlier time' }),
    );
  }

  it('finds the process that it was written for', async () => {
    await writePidFile(pidFile, stranger.pid!, SLEEPER);
    expect(await liveProcess(pidFile)).toEqual({
      ...identityOf(stranger.pid!),
      command: SLEEPER,
    });
  });

  it('never signals a stranger that has the pid now, and removes the stale file', async () => {
    await pretendItsPidWasOurs();
    expect(await signalProcess(pidFile, 'SIGKILL')).toBe(false);
    expect(identityOf(stranger.pid!)).toBeDefined();
    expect(await readIfExists(pidFile)).toBeUndefined();
  });

  it('does not stop a stranger', async () => {
    await pretendItsPidWasOurs();
    await stopDaemon('etcd', pidFile);
    expect(identityOf(stranger.pid!)).toBeDefined();
  });

  it('takes a half-written file for stale', async () => {
    await writeFile(pidFile, '{"pid": 1');
    expect(await liveProcess(pidFile)).toBeUndefined();
  });

  it('knows a process that has ended', async () => {
    const identity = identityOf(stranger.pid!)!;
    const exit = once(stranger, 'exit');
    stranger.kill('SIGKILL');
    await exit;
    expect(isAlive(identity)).toBe(false);
  });

  it('starts a daemon once, and stops it even while it is paused', async () => {
    const spec = {
      name: 'sleeper',
      command: SLEEPER,
      pidFile,
      logFile: join(folder, 'logs', 'sleeper.log'),
    };
    const first = await startDaemon(spec);
    expect(await startDaemon(spec)).toEqual(first);
    await signalProcess(pidFile, 'SIGSTOP');
    await stopDaemon('sleeper', pidFile);
    expect(isAlive(first)).toBe(false);
    expect(await readIfExists(pidFile)).toBeUndefined();
  });

  it('kills a daemon that does not listen', async () => {
    const daemon = await startDaemon({
      name: 'stubborn',
      command: [
        process.execPath,
        '-e',
        'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)',
      ],
      pidFile,
      logFile: join(folder, 'stubborn.log'),
    });
    await stopDaemon('stubborn', pidFile, { terminateMs: 200 });
    expect(isAlive(daemon)).toBe(false);
  });

  it('says which program is missing', async () => {
    await expect(
      startDaemon({
        name: 'etcd',
        command: [join(folder, 'no-such-program')],
        pidFile,
        logFile: join(folder, 'etcd.log'),
      }),
    ).rejects.toThrow(/etcd could not be started: .*no-such-program/);
  });
});

describe('parseProcStat', () => {
  it('is not fooled by a command name with spaces and parentheses', () => {
    const fields = Array.from({ length: 49 }, (_, index) => `${index + 4}`);
    expect(parseProcStat(`42 (a) b) S) S ${fields.join(' ')}`)).toEqual({
      state: 'S',
      ticks: '22',
    });
  });
});
