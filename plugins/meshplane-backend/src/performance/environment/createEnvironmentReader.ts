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

import { stringifyError } from '@backstage/errors';
import type {
  MeshInstance,
  MeshReport,
  Pod,
  WorkloadCoverage,
} from '@meshplane/meshes';
import type {
  ProfileInput,
  RunEnvironment,
} from '@meshplane/plugin-meshplane-common';
import type { Cluster, ClusterAccess } from '../../clusters/ClusterAccess';
import { classifyFailure } from '../../clusters/failures';
import { systemTiming, type Timing, withTimeout } from '../../clusters/timing';
import type { Inventory } from '../../inventory/Inventory';
import type { MeshService } from '../../meshes/MeshService';
import { mapBounded } from '../../operations/mapBounded';
import { gatewayPodsOf } from '../resources/measured/gatewayPods';
import { podsOf, topOwnerOf } from '../resources/measured/podOwner';
import type { EnvironmentReader } from '../resources/ResourceReader';
import { filtersOf } from './filters';
import { readImages, readNode } from './liveFacts';
import { mtlsStateOf } from './mtlsState';

/** Of one workload; a rollout shows in the first few. */
const PODS_PER_WORKLOAD = 3;
const MAX_NODES = 20;
const READS_AT_A_TIME = 4;
const READ_TIMEOUT_MS = 10_000;

export interface CreateEnvironmentReaderOptions {
  clusters: Pick<ClusterAccess, 'get'>;
  inventory: Pick<Inventory, 'snapshot'>;
  meshes: Pick<MeshService, 'report'>;
  timing?: Timing;
}

/** Describes cluster, nodes, meshes, filters, mutual TLS and images of what a profile measures. */
export function createEnvironmentReader(
  options: CreateEnvironmentReaderOptions,
): EnvironmentReader {
  return {
    async read(input, generator) {
      const environment: RunEnvironment = {
        meshes: [],
        filters: [],
        mtls: 'unknown',
        images: [],
        generator,
        unknown: [],
      };
      const name = clusterOf(input);
      if (name === undefined) {
        environment.unknown.push(
          'The profile names no measured workloads, so that nothing is known of where they run.',
        );
        return environment;
      }
      try {
        await describe(options, input, name, environment);
      } catch (error) {
        environment.unknown.push(
          `Cluster "${name}" could not be described: ${stringifyError(error)}`,
        );
      }
      return environment;
    },
  };
}

function clusterOf(input: ProfileInput): string | undefined {
  const [first] = input.measured ?? [];
  const { runner } = input;
  return (
    first?.cluster ??
    (runner && 'cluster' in runner ? runner.cluster : undefined)
  );
}

/** Fills in what can be found out; each part that cannot says so and leaves the others alone. */
async function describe(
  options: CreateEnvironmentReaderOptions,
  input: ProfileInput,
  name: string,
  environment: RunEnvironment,
): Promise<void> {
  const { unknown } = environment;
  const cluster = options.clusters.get(name);
  const snapshot = options.inventory.snapshot(name);
  const { report } = options.meshes.report(name);
  const here = (input.measured ?? []).filter(one => one.cluster === name);
  const elsewhere = new Set(
    (input.measured ?? []).flatMap(one =>
      one.cluster === name ? [] : [one.cluster],
    ),
  );
  for (const other of elsewhere) {
    unknown.push(
      `Workloads in cluster "${other}" are measured as well; only "${name}" is described.`,
    );
  }
  if (snapshot.info.completeness !== 'complete') {
    unknown.push(
      `The inventory of cluster "${name}" is "${snapshot.info.completeness}", so that meshes and filters may be missing.`,
    );
  }
  const groups = here.map(({ namespace, workload }) =>
    podsOf(snapshot, namespace, workload),
  );
  const pods = groups.flat();
  const gateways = gatewayPodsOf(
    snapshot,
    new Set(here.map(({ namespace }) => namespace)),
  );
  const workloads = report.workloads.filter(({ workload }) =>
    here.some(
      one =>
        one.namespace === workload.namespace &&
        (one.workload === undefined || one.workload === workload.name),
    ),
  );
  environment.cluster = {
    name,
    ...(cluster.uid && { uid: cluster.uid }),
    ...(cluster.health.kubernetesVersion && {
      kubernetesVersion: cluster.health.kubernetesVersion,
    }),
    nodes: [],
  };
  environment.meshes = meshesOf(report, workloads, gateways);
  const { state, why } = mtlsStateOf(workloads);
  environment.mtls = state;
  if (why) unknown.push(why);
  const found = filtersOf(snapshot, {
    pods: [...pods, ...gateways],
    services: new Set(
      workloads.flatMap(({ workload, services }) =>
        services.map(service => `${workload.namespace}/${service}`),
      ),
    ),
    rootNamespaces: new Set(
      report.meshes
        .filter(({ definition }) => definition.startsWith('istio'))
        .flatMap(({ namespace }) => namespace ?? []),
    ),
  });
  environment.filters = found.filters;
  for (const kind of found.unreadable) {
    unknown.push(`Whether a ${kind} is in the path: the kind cannot be read.`);
  }
  await addLiveFacts(options, cluster, groups, environment);
}

async function addLiveFacts(
  options: CreateEnvironmentReaderOptions,
  { name, connection, health }: Cluster,
  groups: readonly (readonly Pod[])[],
  environment: RunEnvironment,
): Promise<void> {
  const { unknown } = environment;
  if (!connection) {
    unknown.push(
      `Nodes and image digests: cluster "${name}" cannot be reached, ${health.message}`,
    );
    return;
  }
  const timing = options.timing ?? systemTiming;
  const attempt = async <T>(
    subject: string,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> => {
    try {
      return await withTimeout(
        { timing, timeoutMs: READ_TIMEOUT_MS, subject },
        work,
      );
    } catch (error) {
      unknown.push(`${subject}: ${classifyFailure(error).message}`);
      return undefined;
    }
  };
  const nodes = [
    ...new Set(groups.flat().flatMap(({ spec }) => spec.nodeName ?? [])),
  ].sort();
  if (nodes.length > MAX_NODES) {
    unknown.push(`${nodes.length - MAX_NODES} more nodes are not described.`);
  }
  const described = await mapBounded(
    nodes.slice(0, MAX_NODES),
    READS_AT_A_TIME,
    node =>
      attempt(`Node "${node}"`, signal => readNode(connection, node, signal)),
  );
  environment.cluster?.nodes.push(...described.flatMap(one => one ?? []));
  const images = await mapBounded(
    groups.flatMap(group => samplePods(group)),
    READS_AT_A_TIME,
    ({ metadata }) =>
      attempt(`Images of pod "${metadata.name}"`, signal =>
        readImages(
          connection,
          { namespace: metadata.namespace ?? '', name: metadata.name },
          signal,
        ),
      ),
  );
  const distinct = new Map(
    images
      .flatMap(one => one ?? [])
      .map(one => [`${one.container} ${one.image} ${one.digest}`, one]),
  );
  environment.images = [...distinct.values()];
}

/** The first few pods of each owner. */
function samplePods(pods: readonly Pod[]): Pod[] {
  const counts = new Map<string, number>();
  return pods.filter(pod => {
    const { kind, name } = topOwnerOf(pod);
    const count = counts.get(`${kind}/${name}`) ?? 0;
    counts.set(`${kind}/${name}`, count + 1);
    return count < PODS_PER_WORKLOAD;
  });
}

/** Meshes of the workloads and products of the gateways in front of them. */
function meshesOf(
  report: Pick<MeshReport, 'meshes'>,
  workloads: readonly WorkloadCoverage[],
  gateways: readonly Pod[],
): RunEnvironment['meshes'] {
  const owners = new Set(
    gateways.map(pod => `${pod.metadata.namespace}/${topOwnerOf(pod).name}`),
  );
  return report.meshes.flatMap(mesh => {
    const members = workloads.filter(({ meshes }) => meshes.includes(mesh.id));
    const proxies = mesh.components.filter(
      ({ role, object }) =>
        role === 'gateway' && owners.has(`${object.namespace}/${object.name}`),
    );
    if (members.length === 0 && proxies.length === 0) return [];
    return [
      {
        id: mesh.id,
        product: mesh.displayName,
        ...(mesh.version && { version: mesh.version }),
        proxyVersions: proxyVersionsOf(mesh, members, proxies),
        mode: mesh.mode,
      },
    ];
  });
}

function proxyVersionsOf(
  mesh: MeshInstance,
  members: readonly WorkloadCoverage[],
  gateways: MeshInstance['components'],
): string[] {
  const versions = [
    ...members.flatMap(({ proxies }) => proxies.map(one => one.version)),
    ...gateways.flatMap(({ version }) => version ?? []),
  ];
  // Captured pods have no proxy of their own; their node's is that of the mesh.
  const captured = versions.length === 0 && members.length > 0;
  return [
    ...new Set(
      captured ? mesh.dataPlane.versions.map(one => one.version) : versions,
    ),
  ].sort();
}
