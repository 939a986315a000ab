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

import { waitFor } from '@meshplane/local-cluster';
import {
  MeshplaneClient,
  type OperationDetail,
  type OperationRequestInput,
} from '@meshplane/plugin-meshplane-common';

const RUN_MS = 180_000;

/** Somebody who works with a backend through its HTTP API. */
export class Operator {
  readonly api: MeshplaneClient;

  constructor(port: number) {
    const base = `http://127.0.0.1:${port}/api`;
    this.api = new MeshplaneClient({
      discoveryApi: { getBaseUrl: async plugin => `${base}/${plugin}` },
      fetchApi: { fetch },
    });
  }

  /** Waits until the inventory of every cluster is there. */
  async sees(...clusters: string[]) {
    let state = '';
    await waitFor(
      () => `inventories are not complete: ${state}`,
      async () => {
        const { items } = await this.api.getClusters();
        state = items
          .map(
            ({ name, health, snapshot }) =>
              `${name}: ${health.message}, ${snapshot?.completeness}`,
          )
          .join('; ');
        return clusters.every(
          name =>
            items.find(one => one.name === name)?.snapshot?.completeness ===
            'complete',
        );
      },
      { timeoutMs: 90_000 },
    );
  }

  plan(request: OperationRequestInput): Promise<OperationDetail> {
    return this.api.createOperation(request);
  }

  approve({ id, planHash }: OperationDetail): Promise<OperationDetail> {
    return this.api.approveOperation(id, { planHash: planHash! });
  }

  /** Waits for the end, or until it waits for somebody. */
  async ends({ id }: Pick<OperationDetail, 'id'>): Promise<OperationDetail> {
    let last = '';
    return waitFor(
      () => `the operation did not end: ${last}`,
      async () => {
        const operation = await this.api.getOperation(id);
        last = words(operation);
        return (
          (operation.state !== 'running' || operation.waiting) && operation
        );
      },
      { timeoutMs: RUN_MS },
    );
  }

  /** Waits until a step runs and its log has this text. */
  async reaches({ id }: Pick<OperationDetail, 'id'>, text: string) {
    let last = '';
    await waitFor(
      () => `the log has no "${text}": ${last}`,
      async () => {
        const { items } = await this.api.getOperationLog(id);
        last = items.map(entry => entry.text).join(' / ');
        return last.includes(text);
      },
      { timeoutMs: RUN_MS },
    );
  }

  /** Plans, approves, and waits for the end. @throws Error with what was wrong if it did not succeed */
  async runs(request: OperationRequestInput): Promise<OperationDetail> {
    const planned = await this.plan(request);
    const blocking = blockingOf(planned);
    if (blocking.length > 0)
      throw new Error(`The plan is blocked: ${blocking.join('; ')}`);
    await this.approve(planned);
    const ended = await this.ends(planned);
    if (ended.state !== 'succeeded') throw new Error(words(ended));
    return ended;
  }

  /** The installations of a cluster, as `definition version`. */
  async meshes(cluster: string): Promise<string[]> {
    const { items } = await this.api.getMeshes(cluster);
    return items
      .map(({ definition, version }) => `${definition} ${version}`)
      .sort();
  }

  /** The id of the only installation of a definition. */
  async meshId(cluster: string, definition: string): Promise<string> {
    const { items } = await this.api.getMeshes(cluster);
    const [found, ...more] = items.filter(
      mesh => mesh.definition === definition,
    );
    if (!found || more.length > 0)
      throw new Error(
        `"${cluster}" has ${more.length + (found ? 1 : 0)} of "${definition}"`,
      );
    return found.id;
  }

  /** Helm releases as `namespace/name chart version status`. */
  async releases(cluster: string): Promise<string[]> {
    const { items } = await this.api.getReleases(cluster);
    return items
      .map(
        ({ namespace, name, version, status }) =>
          `${namespace}/${name} ${version} ${status}`,
      )
      .sort();
  }
}

/** Blocking findings that nobody passes over, as `id: title, detail, evidence`. */
export function blockingOf({ plan }: OperationDetail): string[] {
  return (plan?.findings ?? [])
    .filter(
      ({ severity, overridden }) => severity === 'blocking' && !overridden,
    )
    .map(
      ({ id, title, detail, evidence }) =>
        `${id}: ${title}. ${detail} ${evidence.join(', ')}`,
    );
}

/** Steps as `id: state`. */
export function stepsOf({ steps }: OperationDetail): string[] {
  return steps.map(({ id, state }) => `${id}: ${state}`);
}

/** For the message of a failed test. */
function words(operation: OperationDetail): string {
  return `${operation.title} is ${operation.state}: ${
    operation.message
  }; ${operation.steps
    .map(({ id, state, detail }) => `${id} ${state} (${detail ?? ''})`)
    .join(', ')}${operation.children
    .map(child => `; ${child.cluster}: ${child.state}: ${child.message}`)
    .join('')}`;
}
