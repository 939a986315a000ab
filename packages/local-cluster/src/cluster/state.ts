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

import { z } from 'zod';
import { readJson, writeJson } from '../process/files';
import { ClusterLayout } from './layout';

/** What needs a TCP port of its own. */
export const PORT_ROLES = [
  'apiserver',
  'etcd',
  'etcdPeer',
  'controllerManager',
  'scheduler',
  'kwok',
  'egress',
] as const;

/** One of {@link PORT_ROLES}. */
export type PortRole = (typeof PORT_ROLES)[number];

const port = z.number().int().min(1).max(65535);

const clusterStateSchema = z.object({
  name: z.string(),
  /** Number of simulated nodes. */
  nodes: z.number().int().min(0),
  /** The address that the API server listens on. */
  bindAddress: z.string(),
  /** Whether a real node runs beside the simulated ones. */
  realNode: z.boolean().default(false),
  ports: z.object({
    apiserver: port,
    etcd: port,
    etcdPeer: port,
    controllerManager: port,
    scheduler: port,
    kwok: port,
    egress: port,
  }),
  createdAt: z.string(),
});

/** What a cluster remembers over restarts. */
export type ClusterState = z.infer<typeof clusterStateSchema>;

/** Reads what the cluster remembers; `undefined` when there is no such cluster. */
export function readClusterState(
  layout: ClusterLayout,
): Promise<ClusterState | undefined> {
  return readJson(layout.stateFile, clusterStateSchema);
}

/** Keeps what the cluster has to remember. */
export function writeClusterState(
  layout: ClusterLayout,
  state: ClusterState,
): Promise<void> {
  return writeJson(layout.stateFile, state);
}

/** The API server's URL. */
export function serverUrl(state: ClusterState): string {
  return `https://${state.bindAddress}:${state.ports.apiserver}`;
}
