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

import { source } from '../../definitions/facts';
import type {
  MigrationGuide,
  MigrationPrecondition,
  MigrationStep,
} from './model';

/** Moves that are worth describing: away from what has ended, and from sidecars to ambient mode. */

const TARGETS = ['istio', 'istio-ambient', 'linkerd', 'kuma', 'consul'];

const TARGET_PRESENT: MigrationPrecondition = {
  id: 'target-ready',
  title: 'The new mesh is installed and healthy',
  detail:
    'It runs beside the old one: no namespace asks for both, so they do not meet.',
  check: { by: 'person' },
};

const PLAINTEXT_BRIDGE: MigrationPrecondition = {
  id: 'plaintext-between',
  title: 'Both meshes let plaintext in while the move lasts',
  detail:
    'Members of different meshes do not share a root of trust: between a namespace that has moved and one that has not, connections are plaintext. A mesh that demands mutual TLS refuses them.',
  check: { by: 'mtls-not-strict' },
};

/** The steps that every move by namespace has, from a mesh with sidecars. */
function namespaceSteps(oldName: string, crdGroups: string[]): MigrationStep[] {
  return [
    {
      id: 'install',
      title: 'Install the new mesh',
      detail: 'Beside the old one, without any namespace on it.',
      per: 'cluster',
      dryRun:
        'The plan of the install, with every rendered object and its diff.',
      wayBack: 'Uninstall it; nothing is on it yet.',
      action: { do: 'install-target' },
    },
    {
      id: 'policies',
      title: 'Write routes and policies anew',
      detail: `Objects of ${oldName} mean nothing to the new mesh: write what the namespace needs in its kinds, and apply it before the move. It has no effect until workloads are on the new mesh.`,
      per: 'namespace',
      dryRun: 'A server-side dry run of the new objects.',
      wayBack: 'Remove the new objects.',
      action: { do: 'manual' },
    },
    {
      id: 'off-board',
      title: `Remove the marks of ${oldName}`,
      detail:
        'Running pods keep their proxy until they are made new, so that nothing happens yet.',
      per: 'namespace',
      dryRun: 'The labels and annotations that would be removed.',
      wayBack: 'Set them again.',
      action: { do: 'off-board' },
    },
    {
      id: 'on-board',
      title: 'Set the marks of the new mesh',
      detail: 'In the same breath as the removal of the old ones.',
      per: 'namespace',
      dryRun: 'The labels and annotations that would be set.',
      wayBack: 'Remove them and set the old ones again.',
      action: { do: 'on-board' },
    },
    {
      id: 'restart',
      title: 'Restart the workloads',
      detail:
        'One after the other, within their disruption budgets; each pod leaves the old mesh and joins the new one in this moment.',
      per: 'namespace',
      dryRun: 'The list of workloads with their budgets.',
      wayBack: 'Set the old marks again and restart once more.',
      action: { do: 'restart' },
    },
    {
      id: 'verify',
      title: 'Look at the coverage',
      detail:
        'Every pod carries the new proxy and none the old one; error rate and latency are what they were.',
      per: 'namespace',
      dryRun: 'The coverage as it is now.',
      wayBack: 'Nothing was changed.',
      action: { do: 'verify-coverage' },
    },
    {
      id: 'remove-old',
      title: `Remove ${oldName}`,
      detail: `When no namespace is on it any more: its release${
        crdGroups.length > 0
          ? `, then its definitions (${crdGroups.join(
              ', ',
            )}) with every object of theirs`
          : ''
      }.`,
      per: 'cluster',
      dryRun: 'Objects of its kinds that are left, with their number.',
      wayBack: 'None: export its objects before.',
      action: { do: 'remove-source' },
    },
  ];
}

const WAY_BACK =
  'Each namespace can go back on its own until the old mesh is removed: set its marks again, remove the new ones, restart.';

function fromEnded(options: {
  from: string;
  name: string;
  summary: string;
  crdGroups: string[];
  losses: string[];
  source: string;
  preconditions?: MigrationPrecondition[];
}): MigrationGuide {
  return {
    from: options.from,
    to: TARGETS,
    title: `Move away from ${options.name}`,
    summary: options.summary,
    preconditions: [
      TARGET_PRESENT,
      PLAINTEXT_BRIDGE,
      ...(options.preconditions ?? []),
    ],
    steps: namespaceSteps(options.name, options.crdGroups),
    wayBack: WAY_BACK,
    losses: options.losses,
    source: source(options.source),
  };
}

const SMI_LOSSES = [
  'SMI TrafficSplit, TrafficTarget and HTTPRouteGroup: SMI has ended with its carriers; write them as Gateway API routes and policies of the new mesh.',
];

/** From sidecars to ambient mode of the same control plane. */
const sidecarToAmbient: MigrationGuide = {
  from: 'istio',
  to: ['istio-ambient'],
  title: 'Move from sidecars to ambient mode',
  summary:
    'Both modes run on one control plane and understand each other, with mutual TLS between them: namespaces move one by one without a gap.',
  preconditions: [
    {
      id: 'gateway-api',
      title: 'The Gateway API is installed',
      detail: 'Waypoints are Gateways.',
      check: { by: 'gateway-api' },
    },
    {
      id: 'ambient-installed',
      title: 'Ambient mode is installed',
      detail:
        'The control plane runs in the ambient profile, node agent and ztunnel are on every node.',
      check: { by: 'definition-present', definition: 'istio-ambient' },
    },
    {
      id: 'hbone',
      title: 'Sidecars speak HBONE',
      detail:
        'Restart workloads with sidecars once after the control plane got the ambient profile: only then they reach captured pods over mutual TLS.',
      check: { by: 'person' },
    },
    {
      id: 'selectors',
      title: 'Policies are ready for waypoints',
      detail:
        'Waypoints ignore selectors: request-level AuthorizationPolicy, RequestAuthentication and WasmPlugin need targetRefs that name the waypoint or a Service. VirtualServices work, but are better written as HTTPRoutes.',
      check: { by: 'person' },
    },
    {
      id: 'unsupported',
      title: 'Nothing is in use that ambient mode lacks',
      detail:
        'EnvoyFilter is not supported by waypoints, and ztunnel runs no WASM. Clusters joined to a multicluster mesh are reported as rough.',
      check: { by: 'person' },
    },
  ],
  steps: [
    {
      id: 'install',
      title: 'Give the control plane the ambient profile',
      detail: 'And install node agent and ztunnel. Sidecars go on as before.',
      per: 'cluster',
      dryRun:
        'The plan of the install, with every rendered object and its diff.',
      wayBack: 'Roll the releases back; no namespace is captured yet.',
      action: { do: 'install-target' },
    },
    {
      id: 'waypoint',
      title: 'Make a waypoint where request-level policies are needed',
      detail:
        'A Gateway of class istio-waypoint in the namespace. Wait until it is programmed, then point the copies of the policies at it.',
      per: 'namespace',
      dryRun: 'The Gateway and the policies, by a server-side dry run.',
      wayBack: 'Remove the Gateway; nothing uses it yet.',
      action: { do: 'manual' },
    },
    {
      id: 'on-board',
      title: 'Let ztunnel capture the namespace',
      detail:
        'Sets istio.io/dataplane-mode=ambient, and istio.io/use-waypoint where there is one. Pods that still have a sidecar are not captured, so that nothing happens twice.',
      per: 'namespace',
      dryRun: 'The labels that would be set.',
      wayBack: 'Remove the labels.',
      action: { do: 'on-board' },
    },
    {
      id: 'off-board',
      title: 'Remove the injection label',
      detail: 'Running pods keep their sidecar until they are made new.',
      per: 'namespace',
      dryRun: 'The labels that would be removed.',
      wayBack: 'Set them again.',
      action: { do: 'off-board' },
    },
    {
      id: 'restart',
      title: 'Restart the workloads',
      detail:
        'The only restart of the move: pods come back without a sidecar and are captured at once.',
      per: 'namespace',
      dryRun: 'The list of workloads with their budgets.',
      wayBack:
        'Set the injection label again, remove the ambient one, restart.',
      action: { do: 'restart' },
    },
    {
      id: 'verify',
      title: 'Look at the coverage',
      detail:
        'Every pod is captured and none has a sidecar; policies that demand mutual TLS still hold.',
      per: 'namespace',
      dryRun: 'The coverage as it is now.',
      wayBack: 'Nothing was changed.',
      action: { do: 'verify-coverage' },
    },
    {
      id: 'clean-up',
      title: 'Remove the policies of sidecars',
      detail:
        'The copies with selectors, when the namespace has proved itself.',
      per: 'namespace',
      dryRun: 'The policies with selectors that are left.',
      wayBack: 'Apply them again.',
      action: { do: 'manual' },
    },
  ],
  wayBack:
    'Each namespace can go back on its own at any time: both modes stay on the control plane.',
  losses: [
    'EnvoyFilter, Sidecar resources and ProxyConfig have no counterpart.',
    'Request-level telemetry exists only where a waypoint is.',
  ],
  source: source('istio.io/latest/docs/ambient'),
};

/** Every move that is described, by where it starts. */
export const migrationGuides: readonly MigrationGuide[] = [
  sidecarToAmbient,
  fromEnded({
    from: 'open-service-mesh',
    name: 'Open Service Mesh',
    summary:
      'The project was archived in 2023 and gets no fixes. Namespaces move one by one.',
    crdGroups: ['config.openservicemesh.io', 'policy.openservicemesh.io'],
    losses: [
      ...SMI_LOSSES,
      'Permissive traffic policy mode: decide namespace by namespace who may talk to whom.',
    ],
    source: 'openservicemesh/osm:README.md',
  }),
  fromEnded({
    from: 'aws-app-mesh',
    name: 'AWS App Mesh',
    summary:
      'The service was shut down on 30 September 2026: proxies run on with their last configuration and get no new one. Upstream points to VPC Lattice and ECS Service Connect; on Kubernetes another mesh serves as well.',
    crdGroups: ['appmesh.k8s.aws'],
    losses: [
      'VirtualNode, VirtualService, VirtualRouter and VirtualGateway: write them as Services and Gateway API routes.',
      'Service discovery by AWS Cloud Map: names change to those of Kubernetes Services.',
    ],
    preconditions: [
      {
        id: 'frozen',
        title: 'The configuration of the proxies is frozen',
        detail:
          'Their control plane is gone: do not restart a workload before its namespace moves, or its new proxy gets no configuration at all.',
        check: { by: 'person' },
      },
    ],
    source: 'aws.amazon.com/blogs/containers (App Mesh migration post)',
  }),
  fromEnded({
    from: 'nginx-service-mesh',
    name: 'NGINX Service Mesh',
    summary:
      'The repository is archived; NGINX Gateway Fabric, its successor, is a gateway and no mesh.',
    crdGroups: ['nsm.nginx.com', 'specs.smi.nginx.com'],
    losses: [
      ...SMI_LOSSES,
      'RateLimit and CircuitBreaker of NGINX: use what the new mesh has for them.',
    ],
    source: 'nginxinc/nginx-service-mesh:README.md',
  }),
  fromEnded({
    from: 'traefik-mesh',
    name: 'Traefik Mesh',
    summary:
      'Maintainers state that no feature work is done. It captures nothing: clients use names that end in traefik.mesh.',
    crdGroups: [],
    losses: [
      ...SMI_LOSSES,
      'Annotations mesh.traefik.io/* on Services: retries, circuit breakers and limits are written in the kinds of the new mesh.',
    ],
    preconditions: [
      {
        id: 'names',
        title: 'Clients no longer use the names of Traefik Mesh',
        detail:
          'Change calls of SERVICE.NAMESPACE.traefik.mesh to the names of the Services themselves, namespace by namespace; that takes a client off it.',
        check: { by: 'person' },
      },
    ],
    source: 'traefik/mesh#870',
  }),
];
