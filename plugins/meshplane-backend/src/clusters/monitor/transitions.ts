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

import type { ClusterState } from '@meshplane/plugin-meshplane-common';

/**
 * Which state may follow which. A cluster that is not ready has to be connecting before anything is said about its
 * connection, so that a source and a check that disagree are noticed as a mistake in this program.
 */
const NEXT: Record<ClusterState, readonly ClusterState[]> = {
  starting: ['connecting', 'misconfigured'],
  connecting: [
    'connected',
    'degraded',
    'unreachable',
    'unauthorized',
    'misconfigured',
    'starting',
  ],
  connected: [
    'connecting',
    'degraded',
    'unreachable',
    'unauthorized',
    'misconfigured',
    'starting',
  ],
  degraded: [
    'connecting',
    'connected',
    'unreachable',
    'unauthorized',
    'misconfigured',
    'starting',
  ],
  unreachable: [
    'connecting',
    'connected',
    'degraded',
    'unauthorized',
    'misconfigured',
    'starting',
  ],
  unauthorized: [
    'connecting',
    'connected',
    'degraded',
    'unreachable',
    'misconfigured',
    'starting',
  ],
  misconfigured: ['connecting', 'starting'],
};

/** Whether a state may follow another one; staying in a state is always allowed. */
export function mayFollow(from: ClusterState, to: ClusterState): boolean {
  return from === to || NEXT[from].includes(to);
}

/** @throws when the state may not follow, which is a mistake in this program */
export function assertTransition(from: ClusterState, to: ClusterState): void {
  if (!mayFollow(from, to)) {
    throw new Error(`A cluster cannot go from '${from}' to '${to}'`);
  }
}
