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
 * Does what the README tells a newcomer to do: `npm start`, sign in as guest, open the Mesh page. Passes when the API
 * shows both local clusters connected and with their meshes, and the portal's page is served; then stops everything.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterStatus, waitFor } from '@meshplane/local-cluster';

const root = path.resolve(__dirname, '..');
const FRONTEND = 'http://localhost:3000';
const BACKEND = 'http://localhost:7007';
const CLUSTERS = ['local', 'edge'];
/** A first run builds the control plane. */
const LIMIT_MS = 25 * 60_000;

interface FleetRow {
  cluster: string;
  health: { state: string; message: string };
  meshes: { displayName: string }[];
}

async function json<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, {
    ...init,
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T;
}

async function fleet(): Promise<FleetRow[]> {
  const session = await json<{ backstageIdentity: { token: string } }>(
    `${BACKEND}/api/auth/guest/refresh`,
  );
  const { items } = await json<{ items: FleetRow[] }>(
    `${BACKEND}/api/meshplane/v1/meshes`,
    {
      headers: { authorization: `Bearer ${session.backstageIdentity.token}` },
    },
  );
  return items;
}

async function pageIsServed(): Promise<boolean> {
  const response = await fetch(`${FRONTEND}/mesh`, {
    signal: AbortSignal.timeout(10_000),
  });
  return response.ok && (await response.text()).includes('id="root"');
}

/** The state in words while it is not what it should be; undefined once it is. */
async function missing(): Promise<string | undefined> {
  try {
    const rows = await fleet();
    for (const name of CLUSTERS) {
      const row = rows.find(candidate => candidate.cluster === name);
      if (!row) return `cluster "${name}" is not listed`;
      if (row.health.state !== 'connected')
        return `cluster "${name}" is ${row.health.state}: ${row.health.message}`;
      if (row.meshes.length === 0) return `cluster "${name}" shows no mesh yet`;
    }
    return (await pageIsServed()) ? undefined : 'the page is not served yet';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function stop(portal: ChildProcess) {
  if (portal.exitCode !== null) return;
  const exited = new Promise(resolve => {
    portal.once('exit', resolve);
  });
  process.kill(-portal.pid!, 'SIGTERM');
  await exited;
  // npm ends at once; the backend behind it stops the clusters that it started.
  await waitFor(
    'the portal has ended, but its local clusters still run',
    async () => {
      const all = await Promise.all(CLUSTERS.map(name => clusterStatus(name)));
      return all.every(({ phase }) => phase === 'stopped');
    },
    { timeoutMs: 60_000 },
  );
}

async function main() {
  const started = Date.now();
  // A group of its own, so that what npm starts can be ended as a whole.
  const portal = spawn('npm', ['start'], {
    cwd: root,
    stdio: 'inherit',
    detached: true,
  });
  try {
    let state: string | undefined = 'starting';
    while ((state = await missing()) !== undefined) {
      if (portal.exitCode !== null)
        throw new Error(`npm start ended with ${portal.exitCode}`);
      if (Date.now() - started > LIMIT_MS)
        throw new Error(`after ${LIMIT_MS / 60_000} minutes: ${state}`);
      await delay(1000);
    }
    console.log(
      `Both local clusters and their meshes are visible after ${Math.round(
        (Date.now() - started) / 1000,
      )} s.`,
    );
  } finally {
    await stop(portal);
  }
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
