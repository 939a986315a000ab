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

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** A scratch PostgreSQL server on loopback. */
export interface ScratchPostgres {
  connectionString: string;
  stop(): Promise<void>;
}

const HINT =
  'Install the PostgreSQL 15 (or newer) server binaries, for example with "apt-get install postgresql", or put "initdb" and "postgres" on the PATH.';

/**
 * Starts PostgreSQL with a data folder of its own in the temporary folder and without a Unix socket.
 *
 * @throws Error that says what to install when there are no server binaries
 */
export async function startScratchPostgres(): Promise<ScratchPostgres> {
  const bin = findBinaries();
  // initdb refuses to run as root, so root hands the data folder to an unprivileged user.
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  const base = fs.mkdtempSync(path.join(os.tmpdir(), 'meshplane-postgres-'));
  if (user) fs.chownSync(base, user.uid, user.gid);
  const data = path.join(base, 'data');
  execFileSync(
    path.join(bin, 'initdb'),
    [
      '-D',
      data,
      '-A',
      'trust',
      '-U',
      'postgres',
      '--no-sync',
      '-E',
      'UTF8',
      '--locale=C',
    ],
    {
      ...user,
      cwd: base,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const port = await freePort();
  const server = spawn(
    path.join(bin, 'postgres'),
    // Durability is of no use to a scratch database; several suites open a pool each.
    [
      '-D',
      data,
      '-p',
      String(port),
      '-h',
      '127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'fsync=off',
      '-c',
      'max_connections=300',
    ],
    { ...user, cwd: base, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exited = new Promise<void>(resolve => {
    server.once('exit', () => resolve());
  });
  await untilReady(server.stderr);
  return {
    connectionString: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      // SIGINT is PostgreSQL's fast shutdown.
      server.kill('SIGINT');
      await exited;
      fs.rmSync(base, { recursive: true, force: true });
    },
  };
}

/** Resolves when the server says so in its log; rejects with the log when it ends before. */
function untilReady(log: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    log.setEncoding('utf8');
    log.on('data', chunk => {
      text += chunk;
      if (text.includes('database system is ready to accept connections'))
        resolve();
    });
    log.once('end', () =>
      reject(new Error(`PostgreSQL did not start:\n${text}`)),
    );
  });
}

function findBinaries(): string {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const versions = '/usr/lib/postgresql';
  if (fs.existsSync(versions)) {
    const newestFirst = fs
      .readdirSync(versions)
      .sort((a, b) => Number(b) - Number(a));
    folders.push(
      ...newestFirst.map(version => path.join(versions, version, 'bin')),
    );
  }
  const found = folders.find(folder =>
    ['initdb', 'postgres'].every(
      name => folder !== '' && fs.existsSync(path.join(folder, name)),
    ),
  );
  if (!found) throw new Error(`No PostgreSQL server binaries found. ${HINT}`);
  // PATH may hold links; initdb looks for its neighbours beside the real file.
  return path.dirname(fs.realpathSync(path.join(found, 'initdb')));
}

function unprivilegedUser(): { uid: number; gid: number } {
  const id = (flag: string, name: string) =>
    Number(
      execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: id('-u', name), gid: id('-g', name) };
    } catch {
      // Not a user of this machine: try the next.
    }
  }
  throw new Error(
    'PostgreSQL cannot run as root, and neither a user "postgres" nor "nobody" exists to run it.',
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
