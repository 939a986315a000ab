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

import { createMockDirectory } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type * as k8s from '@kubernetes/client-node';
import {
  type ClusterHandle,
  resolveHelm,
  startTestCluster,
} from '@meshplane/local-cluster';
import { meshDefinitions } from '@meshplane/meshes';
import {
  operationKindSchema,
  type PreflightFinding,
} from '@meshplane/plugin-meshplane-common';
import {
  hasCharts,
  startChartServer,
} from '../../charts/__testUtils__/chartServer';
import { readMeshplaneConfig } from '../../config';
import type { PlannedOperation } from '../../operations/model';
import { createLifecycle, type Lifecycle } from '../createLifecycle';
import { LiveCluster } from '../workloads/__testUtils__/LiveCluster';
import {
  OperationRunner,
  type RanStep,
} from '../workloads/__testUtils__/OperationRunner';

jest.setTimeout(15 * 60_000);

const UPSTREAM = [
  ...new Set(
    meshDefinitions.flatMap(({ charts }) =>
      charts.map(({ repository }) => repository),
    ),
  ),
];

const EXECUTORS = [
  'ensure-namespace',
  'apply-manifests',
  'helm-release',
  'helm-uninstall',
  'recover-release',
  'linkerd-identity',
  'delete-crds',
  'delete-namespace',
  'remove-objects',
  'verify-mesh',
  'mark-namespace',
  'restart-workloads',
  'ensure-waypoint',
  'verify-coverage',
];

const blocking = ({ findings }: PlannedOperation) =>
  findings
    .filter(({ severity }: PreflightFinding) => severity === 'blocking')
    .map(({ id }) => id);

/** Steps that did not end well, with the reason; a reader of a failed test wants to see it. */
const failures = (ran: readonly RanStep[]) =>
  ran
    .filter(({ state }) => state === 'failed')
    .map(({ step, error }) => `${step}: ${error?.message}`);

// Stated as a test of its own, so that a run without the charts says what it did not look at.
if (hasCharts) {
  describe('the lifecycle of meshes, with their real charts', () => {
    const cache = createMockDirectory();
    let server: Awaited<ReturnType<typeof startChartServer>>;
    let handle: ClusterHandle;
    let live: LiveCluster;
    let runner: OperationRunner;
    let deps: Lifecycle['deps'];

    beforeAll(async () => {
      server = await startChartServer();
      // Meshes bring cluster-wide objects, which suites would take from each other in a common cluster.
      handle = await startTestCluster({ own: true, name: 'test-lifecycle' });
      live = new LiveCluster(handle);
      const lifecycle = createLifecycle({
        config: readMeshplaneConfig(
          new ConfigReader({
            meshplane: {
              charts: {
                repositories: [{ url: server.url, mirrorOf: UPSTREAM }],
                onlyConfigured: true,
                cacheDirectory: cache.path,
                gatewayApiBundles: server.gatewayApiBundles,
              },
              helm: { binary: await resolveHelm() },
            },
          }),
        ),
        definitions: meshDefinitions,
        reports: live.reports,
        inventory: live.inventory,
        now: () => new Date(),
      });
      const { catalog } = lifecycle;
      deps = lifecycle.deps;
      runner = new OperationRunner({
        planners: operationKindSchema.options.map(kind =>
          catalog.planner(kind),
        ),
        executors: EXECUTORS.map(type => catalog.executor(type)),
        connection: live.connection,
        cluster: live.name,
      });
      await volume();
      await live.reported(
        ({ snapshot }) => snapshot.info.completeness === 'complete',
      );
    });

    afterAll(async () => {
      await live?.stop();
      await server?.close();
      await handle?.stop({ delete: true });
    });

    /** Local clusters have no storage of their own; the servers of Consul ask for some. */
    async function volume() {
      await live.core.createPersistentVolume({
        body: {
          metadata: { name: 'for-consul' },
          spec: {
            capacity: { storage: '10Gi' },
            accessModes: ['ReadWriteOnce'],
            hostPath: { path: '/simulated' },
          },
        },
      });
    }

    /** As the people who made the cluster would have done it: the portal refuses to. */
    async function installCilium() {
      const chart = await deps.charts.fetch(
        { repository: 'https://helm.cilium.io', name: 'cilium' },
        '1.20.0',
      );
      await deps.helm.installOrUpgrade({
        release: { name: 'cilium', namespace: 'kube-system' },
        chart: chart.path,
        connection: live.connection,
        values: 'kubeProxyReplacement: true\n',
        wait: 'none',
        rollbackOnFailure: false,
      });
      await live.objects.create({
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'ciliumnetworkpolicies.cilium.io' },
        // Cilium's operator makes its CRDs, which no simulated pod does.
        spec: {
          group: 'cilium.io',
          names: {
            kind: 'CiliumNetworkPolicy',
            plural: 'ciliumnetworkpolicies',
          },
          scope: 'Namespaced',
          versions: [
            {
              name: 'v2',
              served: true,
              storage: true,
              schema: { openAPIV3Schema: { type: 'object' } },
            },
          ],
        },
      } as k8s.KubernetesObject);
      await live.reported(({ report }) =>
        report.meshes.some(({ definition }) => definition === 'cilium'),
      );
    }

    /** The only installation of a definition. */
    const meshOf = (definition: string) =>
      live.reports
        .report(live.name)
        .report.meshes.find(mesh => mesh.definition === definition);

    /** @param expected - ids of checks that speak against it on this cluster; people may pass over them */
    async function install(
      definition: string,
      version: string,
      expected: string[] = [],
      gatewayApi?: { version: string },
    ) {
      const plan = await runner.plan('mesh.install', {
        definition,
        version,
        gatewayApi,
      });
      expect(blocking(plan)).toEqual(expected);
      expect(failures(await runner.run(`in-${definition}`, plan))).toEqual([]);
      expect(meshOf(definition)?.version).toBeDefined();
      return plan;
    }

    async function upgrade(
      definition: string,
      version: string,
      expected: string[] = [],
      gatewayApi?: { version: string },
    ) {
      const plan = await runner.plan('mesh.upgrade', {
        mesh: meshOf(definition)!.id,
        version,
        gatewayApi,
      });
      expect(blocking(plan)).toEqual(expected);
      expect(failures(await runner.run(`up-${definition}`, plan))).toEqual([]);
      return plan;
    }

    async function uninstall(definition: string) {
      const plan = await runner.plan('mesh.uninstall', {
        mesh: meshOf(definition)!.id,
        crds: 'remove',
        namespace: 'remove',
      });
      expect(blocking(plan)).toEqual([]);
      expect(failures(await runner.run(`out-${definition}`, plan))).toEqual([]);
      expect(meshOf(definition)).toBeUndefined();
      return plan;
    }

    it('installs, upgrades and removes Istio, and finds nothing to do the second time', async () => {
      const plan = await install('istio', '1.29.6');
      expect(plan.charts.map(({ name }) => name)).toEqual(['base', 'istiod']);
      expect(plan.changes.length).toBeGreaterThan(20);
      const again = await runner.run('in-again', plan);
      expect(
        again
          .filter(({ state }) => state !== 'skipped')
          .map(({ step }) => step),
      ).toEqual(['verify']);
      const up = await upgrade('istio', '1.30.3');
      expect(meshOf('istio')?.version).toBe('1.30.3');
      // Taken back, as after a failure: the release is what it was.
      await runner.undo('up-istio', up);
      await live.reported(
        ({ report }) =>
          report.meshes.find(({ definition }) => definition === 'istio')
            ?.version === '1.29.6',
      );
      await uninstall('istio');
    });

    it.each([
      // The Kubernetes of the tests is newer than what Linkerd says it supports.
      ['linkerd', '2026.6.3', '2026.8.3', ['kubernetes-version']],
      ['kuma', '2.13.10', '2.14.3', []],
      ['consul', '1.9.11', '2.0.3', []],
    ])('installs, upgrades and removes %s', async (id, from, to, expected) => {
      await install(id, from, expected);
      await upgrade(id, to, expected);
      await uninstall(id);
    });

    it('brings the Gateway API along: ambient mode, then Envoy Gateway with the bundle after it', async () => {
      await install('istio-ambient', '1.29.6', [], { version: '1.5.1' });
      expect(meshOf('gateway-api')).toMatchObject({
        version: '1.5.1',
        channel: 'standard',
      });
      await upgrade('istio-ambient', '1.30.3');
      await uninstall('istio-ambient');
      await install('envoy-gateway', '1.8.3');
      await upgrade('envoy-gateway', '1.9.0', [], { version: '1.6.1' });
      expect(meshOf('gateway-api')?.version).toBe('1.6.1');
      await uninstall('envoy-gateway');
      const back = await runner.plan('mesh.install', {
        definition: 'gateway-api',
        version: '1.5.1',
        gatewayApi: { version: '1.5.1' },
      });
      expect(blocking(back)).not.toEqual([]);
    });

    it('switches features of Cilium, and never installs or removes it', async () => {
      await expect(
        runner
          .plan('mesh.install', { definition: 'cilium', version: '1.20.0' })
          .then(blocking),
      ).resolves.not.toEqual([]);
      await installCilium();
      const mesh = meshOf('cilium')!.id;
      const plan = await runner.plan('mesh.configure', {
        mesh,
        toggles: { ingressController: true },
      });
      expect(blocking(plan)).toEqual([]);
      expect(failures(await runner.run('cilium', plan))).toEqual([]);
      await expect(
        runner.plan('mesh.uninstall', { mesh }).then(blocking),
      ).resolves.not.toEqual([]);
    });
  });
} else {
  it('does not look at the lifecycle of real charts, which are not here', () => {
    expect(hasCharts).toBe(false);
  });
}
