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

/**
 * `npm start`: the demo portal, frontend and backend, with the time that it took until a browser can use it.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  clusterStatus,
  resolveHelm,
  stopCluster,
} from '@meshplane/local-cluster';

const root = path.resolve(__dirname, '..');
const started = Date.now();
const frontend = process.env.MESHPLANE_APP_URL ?? 'http://localhost:3000';
const backend = process.env.MESHPLANE_BACKEND_URL ?? 'http://localhost:7007';

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

/** The clusters that the portal makes where none is configured. */
const LOCAL_CLUSTERS = ['local', 'edge'];

async function runningClusters(): Promise<string[]> {
  const all = await Promise.all(
    LOCAL_CLUSTERS.map(name => clusterStatus(name)),
  );
  return all
    .filter(({ phase }) => phase === 'running' || phase === 'degraded')
    .map(({ name }) => name);
}

/** Helm for the portal's backend: what the environment names, else from the PATH or the optional dependency. */
async function helmBinary(): Promise<string | undefined> {
  if (process.env.HELM_BIN) return process.env.HELM_BIN;
  try {
    return await resolveHelm();
  } catch (error) {
    console.warn(
      `Meshes cannot be installed or upgraded from this portal: ${
        error instanceof Error ? error.message : error
      }`,
    );
    return undefined;
  }
}

let running = true;

async function serve() {
  const before = await runningClusters();
  const helm = await helmBinary();
  const portal = spawn(
    'npx',
    ['backstage-cli', 'repo', 'start', ...process.argv.slice(2)],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...(helm && { HELM_BIN: helm }) },
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => portal.kill(signal));
  }
  const code = await new Promise<number | null>(resolve => {
    portal.once('exit', resolve);
  });
  running = false;
  // The development server ends its backend without waiting for it, so what the backend started is stopped here.
  for (const name of await runningClusters()) {
    if (!before.includes(name)) await stopCluster(name);
  }
  process.exitCode = code ?? 1;
}

async function announce() {
  while (running) {
    if (
      (await answers(frontend)) &&
      (await answers(`${backend}/.backstage/health/v1/readiness`))
    ) {
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(
        `\nThe portal is ready at ${frontend}/mesh after ${seconds} s. Sign in as guest.\n`,
      );
      return;
    }
    await delay(250);
  }
}

serve();
announce();
