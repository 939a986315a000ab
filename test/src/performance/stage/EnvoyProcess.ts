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

import { resolveEnvoy, waitFor } from '@meshplane/local-cluster';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';

const START_MS = 60_000;

/** An Envoy as a plain process in front of a port of this machine. */
export interface EnvoyProcess {
  port: number;
  stop(): Promise<void>;
}

/**
 * @param upstream - port that it forwards to
 * @param delayMs - what its filter for faults adds to every request
 */
export async function startEnvoy(
  upstream: number,
  delayMs: number,
): Promise<EnvoyProcess> {
  const binary = await resolveEnvoy();
  const folder = await mkdtemp(path.join(tmpdir(), 'performance-envoy-'));
  const config = path.join(folder, 'envoy.yaml');
  await writeFile(config, stringify(configOf(upstream, delayMs)));
  const addresses = path.join(folder, 'addresses');
  const child = spawn(
    binary,
    [
      ...['--config-path', config, '--concurrency', '1'],
      ...['--disable-hot-restart', '--log-level', 'warning'],
      ...['--admin-address-path', addresses],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const log: string[] = [];
  child.stderr.setEncoding('utf8').on('data', text => log.push(text));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await waitFor(
      () => `Envoy does not listen:\n${log.join('')}`,
      async () => {
        if (child.exitCode !== null)
          throw new Error(`Envoy ended:\n${log.join('')}`);
        const admin = await readFile(addresses, 'utf8').catch(() => '');
        return admin ? listenerPort(admin) : undefined;
      },
      { timeoutMs: START_MS },
    );
    return { port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where the listener is, as the system chose. */
async function listenerPort(admin: string): Promise<number | undefined> {
  try {
    const response = await fetch(
      `http://${admin.trim()}/listeners?format=json`,
    );
    const { listener_statuses: listeners = [] } = (await response.json()) as {
      listener_statuses?: {
        local_address: { socket_address: { port_value: number } };
      }[];
    };
    return listeners[0]?.local_address.socket_address.port_value;
  } catch {
    return undefined;
  }
}

function configOf(upstream: number, delayMs: number) {
  const onLoopback = (port: number) => ({
    socket_address: { address: '127.0.0.1', port_value: port },
  });
  const typed = (type: string, more: object = {}) => ({
    typed_config: { '@type': `type.googleapis.com/envoy.${type}`, ...more },
  });
  return {
    admin: { address: onLoopback(0) },
    static_resources: {
      listeners: [
        {
          name: 'in',
          address: onLoopback(0),
          filter_chains: [
            {
              filters: [
                {
                  name: 'envoy.filters.network.http_connection_manager',
                  ...typed(
                    'extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
                    {
                      stat_prefix: 'in',
                      route_config: {
                        virtual_hosts: [
                          {
                            name: 'all',
                            domains: ['*'],
                            routes: [
                              {
                                match: { prefix: '/' },
                                route: { cluster: 'target' },
                              },
                            ],
                          },
                        ],
                      },
                      http_filters: [
                        {
                          name: 'envoy.filters.http.fault',
                          ...typed(
                            'extensions.filters.http.fault.v3.HTTPFault',
                            {
                              delay: {
                                fixed_delay: `${delayMs / 1000}s`,
                                percentage: { numerator: 100 },
                              },
                            },
                          ),
                        },
                        {
                          name: 'envoy.filters.http.router',
                          ...typed('extensions.filters.http.router.v3.Router'),
                        },
                      ],
                    },
                  ),
                },
              ],
            },
          ],
        },
      ],
      clusters: [
        {
          name: 'target',
          type: 'STATIC',
          connect_timeout: '2s',
          load_assignment: {
            cluster_name: 'target',
            endpoints: [
              {
                lb_endpoints: [{ endpoint: { address: onLoopback(upstream) } }],
              },
            ],
          },
        },
      ],
    },
  };
}
