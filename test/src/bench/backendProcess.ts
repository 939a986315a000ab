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

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const ROOT = path.resolve(__dirname, '../../..');
const LIMIT_MS = 120_000;
const POLL_MS = 5;
/** Pieces of output that are kept for the message of a failed start. */
const OUTPUT_PIECES = 50;

/** A backend in a process of its own. */
export interface BackendProcess {
  /** Origin, without a path. */
  url: string;
  /** Milliseconds from the start of the process until its readiness endpoint answered 200. */
  readyMs: number;
  stop(): Promise<void>;
}

/**
 * Starts a backend as `backstage-cli package start` does, its sources transpiled on load, with the demo portal's
 * configuration on a free port, no local clusters, and a database in memory; and waits until it says that it is ready.
 *
 * @param entry - the TypeScript file to run, absolute
 * @param meshplane - replaces that section of the configuration
 * @throws Error with the last output, if the process ends or is not ready in time
 */
export async function startBackendProcess(
  entry: string,
  options: { args?: readonly string[]; meshplane?: object } = {},
): Promise<BackendProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'meshplane-bench-'));
  const config = path.join(folder, 'app-config.json');
  await writeFile(
    config,
    JSON.stringify({
      backend: {
        baseUrl: url,
        listen: { host: '127.0.0.1', port },
        database: { client: 'better-sqlite3', connection: ':memory:' },
      },
      localClusters: { enabled: false },
      meshplane: options.meshplane,
    }),
  );
  const output: string[] = [];
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      entry,
      ...(options.args ?? []),
      ...['--config', path.join(ROOT, 'app-config.yaml'), '--config', config],
    ],
    {
      // Where the locations of the demo's configuration are relative to.
      cwd: path.join(ROOT, 'packages/backend'),
      stdio: ['ignore', 'pipe', 'pipe'],
      // The guest, who is the caller, is admitted in development only.
      env: { ...process.env, NODE_ENV: 'development' },
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output.push(text);
      output.splice(0, output.length - OUTPUT_PIECES);
    });
  }
  const exited = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (;;) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`The backend ended:\n${output.join('')}`);
      }
      if (await isReady(url)) {
        return { url, readyMs: performance.now() - started, stop };
      }
      if (performance.now() - started > LIMIT_MS) {
        throw new Error(
          `The backend was not ready within ${LIMIT_MS} ms:\n${output.join(
            '',
          )}`,
        );
      }
      await wait(POLL_MS);
    }
  } catch (error) {
    await stop();
    throw error;
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/.backstage/health/v1/readiness`);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
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
