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

import { randomBytes } from 'node:crypto';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  seedCluster,
  startCluster,
  waitFor,
  type ClusterHandle,
} from '@meshplane/local-cluster';
import meshplanePlugin from '@meshplane/plugin-meshplane-backend';
import {
  clusterListSchema,
  coveragePageSchema,
  fleetSchema,
  meshListSchema,
  type FleetCluster,
} from '@meshplane/plugin-meshplane-common';

const TIMEOUT_MS = 240_000;
const SCENARIOS = ['bookstore', 'two-meshes', 'ambient', 'zoo', 'legacy'];

type Backend = Awaited<ReturnType<typeof startTestBackend>>;

/** What the API says of a scenario that was seeded into a control plane of its own. */
class Scenario {
  private constructor(
    readonly name: string,
    private readonly cluster: ClusterHandle,
    private readonly backend: Backend,
  ) {}

  static async start(name: string): Promise<Scenario> {
    const cluster = await startCluster({
      name: `detect-${name}-${randomBytes(3).toString('hex')}`,
    });
    await seedCluster({
      kubeconfigPath: cluster.kubeconfigPath,
      scenario: name,
    });
    const backend = await startTestBackend({
      features: [
        meshplanePlugin,
        catalogServiceMock.factory({ entities: [] }),
        mockServices.rootConfig.factory({
          data: {
            meshplane: {
              features: { helmReleases: true },
              clusters: [{ name, kubeconfig: cluster.kubeconfigPath }],
            },
          },
        }),
      ],
    });
    const scenario = new Scenario(name, cluster, backend);
    await scenario.untilRead();
    return scenario;
  }

  async get(path: string): Promise<unknown> {
    const response = await fetch(
      `http://127.0.0.1:${this.backend.server.port()}/api/meshplane/v1${path}`,
    );
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    }
    return response.json();
  }

  async overview(): Promise<FleetCluster> {
    return fleetSchema.parse(await this.get('/meshes')).items[0];
  }

  /** Detected products with their versions, as a person would write them. */
  async products(): Promise<string[]> {
    const { meshes } = await this.overview();
    return meshes
      .map(mesh =>
        [mesh.definition, mesh.revision, mesh.version]
          .filter(Boolean)
          .join(' '),
      )
      .sort();
  }

  async meshes() {
    const list = await this.get(`/clusters/${this.name}/meshes`);
    return meshListSchema.parse(list).items;
  }

  async coverage(query = '') {
    const page = await this.get(
      `/clusters/${this.name}/coverage?limit=500${query}`,
    );
    return coveragePageSchema.parse(page);
  }

  async stop() {
    await this.backend.stop();
    await this.cluster.stop({ delete: true });
  }

  private async untilRead() {
    let state = '';
    await waitFor(
      () => `the inventory of "${this.name}" is not complete: ${state}`,
      async () => {
        const { items } = clusterListSchema.parse(await this.get('/clusters'));
        state = `${items[0]?.health.message}, ${items[0]?.snapshot?.completeness}`;
        return items[0]?.snapshot?.completeness === 'complete';
      },
      { timeoutMs: TIMEOUT_MS / 2 },
    );
  }
}

describe.each(SCENARIOS)('scenario %s on a real API server', name => {
  let scenario: Scenario;

  beforeAll(async () => {
    scenario = await Scenario.start(name);
  }, TIMEOUT_MS);

  afterAll(() => scenario?.stop(), TIMEOUT_MS);

  it('shows just the meshes and gateways that are there', async () => {
    expect(await scenario.products()).toMatchSnapshot();
  });

  it('has more than one kind of fact for every mesh that is not ended', async () => {
    const meshes = await scenario.meshes();
    const onOneKindOnly = meshes.filter(
      mesh =>
        mesh.kind !== 'crds' &&
        mesh.support.wayOut === undefined &&
        new Set(mesh.evidence.map(({ fact }) => fact)).size < 2,
    );
    expect(onOneKindOnly.map(mesh => mesh.id)).toEqual([]);
    expect(meshes.filter(mesh => mesh.confidence <= 0)).toEqual([]);
  });

  it('counts every workload once and says why it is where it is', async () => {
    const { items, counts, total } = await scenario.coverage('&system=true');
    const sum = Object.values(counts).reduce((a, b) => a + b, 0);
    expect(sum).toBe(total);
    const silent = items.filter(
      row =>
        ['partial', 'opted-out', 'unknown'].includes(row.state) &&
        row.reasons.length === 0,
    );
    expect(silent.map(row => row.workload)).toEqual([]);
    expect(
      items
        .map(
          row =>
            `${row.workload.namespace}/${row.workload.name}: ${row.state} ${
              row.definition ?? ''
            }`,
        )
        .map(line => line.trim())
        .sort(),
    ).toMatchSnapshot();
  });
});
