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

import { Binaries, resolveBinaries } from '../binaries/lookup';
import { startDaemon } from '../process/daemon';
import { ARGUMENTS, DaemonName } from './daemons';
import { ClusterLayout } from './layout';
import { waitUntilReady } from './probe';
import { ClusterState } from './state';

const READY_MS = 2 * 60 * 1000;

/** Starts the process of one daemon, unless it runs; does not wait for it. */
export async function launchDaemon(
  daemon: DaemonName,
  layout: ClusterLayout,
  state: ClusterState,
  binaries: Binaries,
): Promise<void> {
  const binary = binaries[daemon];
  if (!binary) {
    throw new Error(`There is no program for "${daemon}" here`);
  }
  await startDaemon({
    name: daemon,
    command: [...binary.command, ...ARGUMENTS[daemon](layout, state)],
    pidFile: layout.pidFile(daemon),
    logFile: layout.logFile(daemon),
  });
}

/**
 * Starts one daemon of an existing cluster and waits until it is ready. The
 * caller holds the cluster's lock.
 */
export async function startOneDaemon(
  layout: ClusterLayout,
  state: ClusterState,
  daemon: DaemonName,
): Promise<void> {
  await launchDaemon(daemon, layout, state, await resolveBinaries());
  await waitUntilReady(daemon, layout, state, { timeoutMs: READY_MS });
}
