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

import { resolvePrometheus } from '@meshplane/local-cluster';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** User of a Prometheus that asks for credentials. */
export const PROMETHEUS_USER = {
  username: 'reader',
  password: 'correct-horse',
};

/** Bcrypt of the password, of the lowest cost. */
const HASH = '$2a$04$iARUMcxodjUEWrKm3PGsg.cfMxV.eZbVOsKLwj5I/d7sOzJEwEu5G';

/** A real Prometheus that scrapes every second and asks for credentials. */
export interface RunningPrometheus {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts a Prometheus on a free port of the loopback address.
 *
 * @param targets - `host:port` by job
 */
export async function startPrometheus(
  targets: Record<string, string>,
): Promise<RunningPrometheus> {
  const program = await resolvePrometheus();
  const folder = await mkdtemp(join(tmpdir(), 'meshplane-prometheus-'));
  const jobs = Object.entries(targets).map(([job, target]) => ({
    job_name: job,
    static_configs: [{ targets: [target] }],
  }));
  // JSON is YAML.
  await writeFile(
    join(folder, 'prometheus.yml'),
    JSON.stringify({
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: jobs,
    }),
  );
  await writeFile(
    join(folder, 'web.yml'),
    JSON.stringify({ basic_auth_users: { [PROMETHEUS_USER.username]: HASH } }),
  );
  const child = spawn(
    program,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--web.config.file=${join(folder, 'web.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const address = await listeningAddress(child);
  return {
    url: `http://${address}`,
    async stop() {
      await ended(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The log says at which port it listens in the end. */
function listeningAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      const found = /msg="Listening on"[^\n]*address=(127\.0\.0\.1:\d+)/.exec(
        log,
      );
      if (found) resolve(found[1]);
    });
    child.once('error', reject);
    child.once('exit', code =>
      reject(new Error(`Prometheus ended with ${code}:\n${log.slice(-4000)}`)),
    );
  });
}

/** Ends a process and waits until it has ended. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>(resolve => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
