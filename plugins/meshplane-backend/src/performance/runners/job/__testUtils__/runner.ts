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

import {
  type LoadProfileInput,
  loadProfileSchema,
  type Slice,
} from '@meshplane/benchmark/model';
import type {
  LiveState,
  RunnerChoice,
} from '@meshplane/plugin-meshplane-common';
import type { KubeConfig } from '@kubernetes/client-node';
import type {
  Cluster,
  ClusterAccess,
} from '../../../../clusters/ClusterAccess';
import { createKubeconfigConnection } from '../../../../clusters/connections/kubeconfigConnection';
import type { JobSettings } from '../../../config';
import type { RunnerRequest } from '../../Runner';

/** One cluster, connected with a kubeconfig. */
export function connectedCluster(
  name: string,
  config: KubeConfig,
): Pick<ClusterAccess, 'list' | 'get'> {
  const cluster: Cluster = {
    name,
    title: name,
    source: 'test',
    health: { state: 'connected' } as Cluster['health'],
    permissions: [],
    connection: createKubeconfigConnection(config),
  };
  return { list: () => [cluster], get: () => cluster };
}

export function settingsWith(change: Partial<JobSettings> = {}): JobSettings {
  return {
    image: 'meshplane.test/load-generator:1',
    memory: '256Mi',
    startTimeoutMs: 60_000,
    ...change,
  };
}

/** What a runner is asked, and what it tells. */
export function requestOf(
  runId: string,
  load: Partial<LoadProfileInput> & Pick<LoadProfileInput, 'endpoints'>,
  choice: RunnerChoice,
) {
  const abort = new AbortController();
  const told = {
    live: [] as LiveState[],
    seconds: [] as Slice[],
    messages: [] as string[],
  };
  let onLive: (live: LiveState) => void = () => {};
  const profile = loadProfileSchema.parse({
    name: 'in the cluster',
    load: { model: 'open', stages: [{ seconds: 4, from: 60, to: 60 }] },
    connections: 12,
    ...load,
  });
  const request: RunnerRequest = {
    runId,
    load: profile,
    choice,
    hasSecretHeaders: false,
    addresses: new Map(
      profile.endpoints.map(({ url }) => {
        const { hostname } = new URL(url);
        return [hostname, [hostname]];
      }),
    ),
    stopAtErrorRate: 0.5,
    signal: abort.signal,
    onLive: live => {
      told.live.push(live);
      onLive(live);
    },
    onSeconds: slices => told.seconds.push(...slices),
    onMessage: message => told.messages.push(message),
  };
  return {
    request,
    told,
    cancel: () => abort.abort(),
    whenLive: (listener: typeof onLive) => {
      onLive = listener;
    },
  };
}
