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
import { waitFor } from '../process/waiting';
import { SIMULATED_NODE_LABEL } from './daemons';

/** As many pods as fit into one node's address range. */
const MAX_PODS = 1000;
const CAPACITY = {
  cpu: '64',
  memory: '256Gi',
  'ephemeral-storage': '1Ti',
  pods: `${MAX_PODS}`,
};

const NAME = /^simulated-(\d+)$/;

/** The highest number of nodes whose address ranges fit into 10.128.0.0/10. */
export const MAX_NODES = 4096;

/** The object of the simulated node with that number, counted from 1. */
export function simulatedNode(number: number): k8s.V1Node {
  const name = `simulated-${number}`;
  const index = number - 1;
  // Each node has a /22 of 10.128.0.0/10 for its pods, so that no two pods
  // share an address and none collides with Services or a real node's pods.
  const podCIDR = `10.${128 + Math.floor(index / 64)}.${(index % 64) * 4}.0/22`;
  const address = `10.193.${Math.floor(number / 256)}.${number % 256}`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        [SIMULATED_NODE_LABEL.key]: SIMULATED_NODE_LABEL.value,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'node-role.kubernetes.io/agent': '',
        'topology.kubernetes.io/region': 'local',
        'topology.kubernetes.io/zone': `local-${(index % 3) + 1}`,
      },
      annotations: {
        'kwok.x-k8s.io/node': 'fake',
        'node.alpha.kubernetes.io/ttl': '0',
      },
    },
    spec: { podCIDR, podCIDRs: [podCIDR] },
    status: {
      capacity: CAPACITY,
      allocatable: CAPACITY,
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: name },
      ],
      nodeInfo: {
        architecture: 'amd64',
        bootID: '',
        containerRuntimeVersion: 'simulated://1',
        kernelVersion: 'simulated',
        kubeProxyVersion: '',
        kubeletVersion: 'v1.36.3',
        machineID: '',
        operatingSystem: 'linux',
        osImage: 'simulated',
        systemUUID: '',
      },
    },
  };
}

/** The numbers of the nodes to make and the names of those to remove. */
export function planNodes(
  present: readonly string[],
  wanted: number,
): { create: number[]; remove: string[] } {
  const numbers = new Set<number>();
  const remove: string[] = [];
  for (const name of present) {
    const number = Number(NAME.exec(name)?.[1] ?? 0);
    if (number > wanted) {
      remove.push(name);
    } else if (number > 0) {
      numbers.add(number);
    }
  }
  const create: number[] = [];
  for (let number = 1; number <= wanted; number++) {
    if (!numbers.has(number)) {
      create.push(number);
    }
  }
  return { create, remove };
}

function isReady(node: k8s.V1Node): boolean {
  return (
    node.status?.conditions?.some(
      condition => condition.type === 'Ready' && condition.status === 'True',
    ) ?? false
  );
}

/** Makes the cluster have exactly that many simulated nodes, all of them ready. */
export async function ensureNodes(
  config: k8s.KubeConfig,
  wanted: number,
  options: { timeoutMs: number; signal?: AbortSignal },
): Promise<void> {
  const core = config.makeApiClient(k8s.CoreV1Api);
  const labelSelector = `${SIMULATED_NODE_LABEL.key}=${SIMULATED_NODE_LABEL.value}`;
  const list = async () => (await core.listNode({ labelSelector })).items;
  const plan = planNodes(
    (await list()).map(node => node.metadata?.name ?? ''),
    wanted,
  );
  for (const number of plan.create) {
    await core.createNode({ body: simulatedNode(number) });
  }
  for (const name of plan.remove) {
    await core.deleteNode({ name });
  }
  let notReady: string[] = [];
  await waitFor(
    () => `simulated nodes are not ready: ${notReady.join(', ')}`,
    async () => {
      const nodes = await list();
      notReady = nodes
        .filter(node => !isReady(node) || node.spec?.taints?.length)
        .map(node => node.metadata?.name ?? '');
      return nodes.length === wanted && notReady.length === 0;
    },
    { ...options, intervalMs: 50 },
  );
}

/**
 * Waits until the controllers have done what every namespace needs before a
 * pod can be made in it.
 */
export async function waitForControllers(
  config: k8s.KubeConfig,
  options: { timeoutMs: number; signal?: AbortSignal },
): Promise<void> {
  const core = config.makeApiClient(k8s.CoreV1Api);
  await waitFor(
    'the namespace "default" has no service account or no root certificate yet',
    async () => {
      try {
        const place = { name: 'default', namespace: 'default' };
        await core.readNamespacedServiceAccount(place);
        await core.readNamespacedConfigMap({
          ...place,
          name: 'kube-root-ca.crt',
        });
        return true;
      } catch (error) {
        if (error instanceof k8s.ApiException && error.code === 404) {
          return false;
        }
        throw error;
      }
    },
    { ...options, intervalMs: 50 },
  );
}
