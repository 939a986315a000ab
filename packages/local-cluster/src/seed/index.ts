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

import * as k8s from '@kubernetes/client-node';
import { z } from 'zod';
import { applyObject } from './apply';
import { forEachBounded } from './bounded';
import { waitForCrds, waitForWorkloads, type WaitOptions } from './conditions';
import type { SeedObject } from './expand';
import { KubeApi } from './kube-api';
import { intoPhases } from './phases';
import { renderScenario, scenarioNames } from './scenario';

export { renderScenario, scenarioNames };
export type { RenderOptions } from './scenario';
export type { SeedObject } from './expand';
export type { KubeObject } from './documents';

/** Where seeding stands: `done` of `total` objects of a phase.
 *
 * @public
 */
export type SeedProgress = {
  phase:
    | 'crds'
    | 'namespaces'
    | 'settings'
    | 'workloads'
    | 'webhooks'
    | 'available';
  done: number;
  total: number;
};

/** Options of {@link seedCluster}; give exactly one of `kubeConfig` and `kubeconfigPath`.
 *
 * @public
 */
export type SeedOptions = {
  kubeConfig?: k8s.KubeConfig;
  kubeconfigPath?: string;
  /** One of {@link scenarioNames}. */
  scenario: string;
  /** Scenario `fleet`: number of pods, 10 000 when absent. */
  pods?: number;
  /** Put before the name of every namespace that is not a control plane's own. */
  namespacePrefix?: string;
  /** Wait until all workloads are available; true when absent. Turn off where their images cannot run. */
  wait?: boolean;
  /** Parallel requests, 16 when absent. */
  concurrency?: number;
  onProgress?: (progress: SeedProgress) => void;
};

/** What one seeding did.
 *
 * @public
 */
export type SeedResult = {
  scenario: string;
  objects: number;
  /** Pods that the scenario's workloads ask for, without DaemonSets. */
  pods: number;
  namespaces: string[];
  seconds: number;
};

const TIMEOUT_MS = 300_000;
/** More pods take longer: time on top for each. */
const TIMEOUT_PER_POD_MS = 60;

const nodesSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      status: z
        .looseObject({
          allocatable: z.record(z.string(), z.string()).prefault({}),
        })
        .prefault({}),
    }),
  ),
});

const SUFFIXES: Record<string, number> = { '': 1, k: 1e3, M: 1e6 };

function quantity(text: string | undefined): number {
  const match = /^(\d+)([kM]?)$/.exec(text ?? '0');
  return match ? Number(match[1]) * SUFFIXES[match[2]] : 0;
}

function podsOf(objects: SeedObject[]): number {
  return objects.reduce((sum, { object }) => {
    const spec = object.spec as { replicas?: number } | undefined;
    return object.kind === 'Deployment' || object.kind === 'StatefulSet'
      ? sum + (spec?.replicas ?? 1)
      : sum;
  }, 0);
}

/** Says before the first write that the pods will not fit, instead of leaving them pending. */
async function checkCapacity(api: KubeApi, pods: number): Promise<void> {
  const { items } = nodesSchema.parse(await api.get('/api/v1/nodes'));
  const room = items.reduce(
    (sum, { status }) => sum + quantity(status.allocatable.pods),
    0,
  );
  if (room < pods) {
    throw new Error(
      `The scenario needs room for ${pods} pods, but the cluster's ${items.length} nodes can hold ${room}: start it with more nodes`,
    );
  }
}

function openKubeConfig({
  kubeConfig,
  kubeconfigPath,
}: SeedOptions): k8s.KubeConfig {
  if ((kubeConfig === undefined) === (kubeconfigPath === undefined)) {
    throw new Error('Give exactly one of "kubeConfig" and "kubeconfigPath"');
  }
  if (kubeConfig) {
    return kubeConfig;
  }
  const loaded = new k8s.KubeConfig();
  loaded.loadFromFile(kubeconfigPath!);
  return loaded;
}

/**
 * Applies a scenario to a cluster with server-side apply (field manager `meshplane-seed`) and waits until its
 * workloads are available. Seeding again changes nothing. Throws with file and object when the API server refuses.
 *
 * @public
 */
export async function seedCluster(options: SeedOptions): Promise<SeedResult> {
  const started = performance.now();
  const { concurrency = 16, wait = true, onProgress } = options;
  const objects = renderScenario(options);
  const phases = intoPhases(objects);
  const pods = podsOf(objects);
  const timeoutMs = TIMEOUT_MS + pods * TIMEOUT_PER_POD_MS;
  const api = await KubeApi.open(openKubeConfig(options), concurrency);
  const waiting = (phase: SeedProgress['phase']): WaitOptions => ({
    timeoutMs,
    concurrency,
    onDone: (done, total) => onProgress?.({ phase, done, total }),
  });
  const applyPhase = async (phase: keyof typeof phases) => {
    let done = 0;
    await forEachBounded(phases[phase], concurrency, async entry => {
      await applyObject(api, entry);
      done += 1;
      onProgress?.({ phase, done, total: phases[phase].length });
    });
  };
  try {
    if (wait && pods > 0) {
      await checkCapacity(api, pods);
    }
    await applyPhase('crds');
    await waitForCrds(
      api,
      phases.crds.map(({ object }) => object),
      { timeoutMs, concurrency },
    );
    await applyPhase('namespaces');
    await applyPhase('settings');
    await applyPhase('workloads');
    const workloads = phases.workloads.map(({ object }) => object);
    if (phases.webhooks.length) {
      await waitForWorkloads(api, workloads, 'created', {
        timeoutMs,
        concurrency,
      });
      await applyPhase('webhooks');
    }
    if (wait) {
      await waitForWorkloads(api, workloads, 'available', waiting('available'));
    }
  } finally {
    api.close();
  }
  return {
    scenario: options.scenario,
    objects: objects.length,
    pods,
    namespaces: phases.namespaces.map(({ object }) => object.metadata.name),
    seconds: (performance.now() - started) / 1000,
  };
}
