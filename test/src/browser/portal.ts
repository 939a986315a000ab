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
import net from 'node:net';
import path from 'node:path';
import { clusterStatus, stopCluster, waitFor } from '@meshplane/local-cluster';
import { fleetSchema } from '@meshplane/plugin-meshplane-common';

/** The clusters that the demo portal makes where none is configured. */
export const LOCAL_CLUSTERS = ['local', 'edge'] as const;
const ROOT = path.resolve(__dirname, '../../..');
/** A first start builds the control plane. */
const START_MS = 20 * 60_000;
const STOP_MS = 60_000;

/** A portal as `npm start` makes it, on ports of its own. */
export interface Portal {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts the portal and waits until both local clusters show their meshes.
 *
 * @param charts - the section `meshplane.charts`; the defaults where it is missing
 */
export async function startPortal(charts?: object): Promise<Portal> {
  const [app, backend] = [await freePort(), await freePort()];
  const url = `http://localhost:${app}`;
  const api = `http://localhost:${backend}`;
  const before = await runningClusters();
  const output: string[] = [];
  // A group of its own, so that what the command starts can be ended as a whole.
  const portal = spawn('npm', ['start'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'development',
      MESHPLANE_APP_URL: url,
      MESHPLANE_BACKEND_URL: api,
      APP_CONFIG_app_baseUrl: JSON.stringify(url),
      APP_CONFIG_backend_baseUrl: JSON.stringify(api),
      APP_CONFIG_backend_listen_port: String(backend),
      APP_CONFIG_backend_cors_origin: JSON.stringify(url),
      ...(charts && { APP_CONFIG_meshplane_charts: JSON.stringify(charts) }),
    },
  });
  for (const stream of [portal.stdout, portal.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output.push(text);
      output.splice(0, output.length - 200);
    });
  }
  const exited = new Promise<void>(resolve => {
    portal.once('exit', () => resolve());
  });
  const stop = async () => {
    signalGroup(portal.pid!, 'SIGTERM');
    await exited;
    try {
      await clustersAsBefore(before);
    } finally {
      await groupEnded(portal.pid!);
    }
  };
  let missing = 'it is starting';
  try {
    await waitFor(
      () => `the portal is not ready: ${missing}\n${output.join('')}`,
      async () => {
        if (portal.exitCode !== null || portal.signalCode !== null)
          throw new Error(`The portal ended:\n${output.join('')}`);
        missing = (await whatIsMissing(url, api)) ?? '';
        return missing === '';
      },
      { timeoutMs: START_MS, intervalMs: 200 },
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

async function whatIsMissing(
  url: string,
  api: string,
): Promise<string | undefined> {
  try {
    const session = await getJson(`${api}/api/auth/guest/refresh`);
    const { token } = (session as { backstageIdentity: { token: string } })
      .backstageIdentity;
    const fleet = fleetSchema.parse(
      await getJson(`${api}/api/meshplane/v1/meshes`, token),
    );
    for (const name of LOCAL_CLUSTERS) {
      const row = fleet.items.find(({ cluster }) => cluster === name);
      if (row?.health.state !== 'connected' || row.meshes.length === 0)
        return `cluster "${name}": ${row?.health.message ?? 'not listed'}`;
    }
    const page = await fetch(url, { signal: AbortSignal.timeout(5000) });
    return page.ok ? undefined : `the page answers ${page.status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function getJson(url: string, token?: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
    signal: AbortSignal.timeout(5000),
  });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.json();
}

async function runningClusters(): Promise<string[]> {
  const all = await Promise.all(
    LOCAL_CLUSTERS.map(name => clusterStatus(name)),
  );
  return all.filter(({ phase }) => phase === 'running').map(({ name }) => name);
}

/** The portal stops what it started; what it leaves running after a while is stopped here, and the test fails. */
async function clustersAsBefore(before: readonly string[]) {
  const ours = LOCAL_CLUSTERS.filter(name => !before.includes(name));
  try {
    await waitFor(
      `the portal has left clusters running: ${ours.join(', ')}`,
      async () => {
        const all = await Promise.all(ours.map(name => clusterStatus(name)));
        return all.every(
          ({ phase }) => phase === 'stopped' || phase === 'absent',
        );
      },
      { timeoutMs: STOP_MS },
    );
  } finally {
    for (const name of ours) await stopCluster(name);
  }
}

/** @returns whether the group has a process that got the signal; 0 only looks. */
function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** The command itself ends before what it has started. */
async function groupEnded(leader: number) {
  try {
    await waitFor(
      `processes of the portal still run, in group ${leader}`,
      () => !signalGroup(leader, 0),
      { timeoutMs: STOP_MS },
    );
  } catch (error) {
    signalGroup(leader, 'SIGKILL');
    throw error;
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
