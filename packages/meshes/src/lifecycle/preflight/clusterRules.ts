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

import semver from 'semver';
import { kubernetesCompatibility } from '../../support/compatibility';
import {
  changesVersion,
  finding,
  targetVersion,
  type PreflightRule,
} from './rule';

/** Rules about the cluster itself: Kubernetes, nodes, namespaces, permissions, headroom. */

const MIB = 1024 * 1024;
/** Share of what is free from which on a warning is given. */
const TIGHT = 0.8;

export const kubernetesVersion: PreflightRule = {
  id: 'kubernetes-version',
  passes: 'The Kubernetes version is supported by the target',
  applies: changesVersion,
  check({ definition, request, facts }) {
    if (facts.kubernetesVersion === undefined)
      return 'the version of the API server is not known';
    const version = targetVersion(request);
    const compatible = kubernetesCompatibility(
      definition,
      version,
      facts.kubernetesVersion,
    );
    const evidence = [
      `cluster: ${facts.kubernetesVersion}`,
      `target: ${definition.displayName} ${version}`,
    ];
    const cluster = semver.coerce(facts.kubernetesVersion);
    const charts = (facts.target?.kubeVersions ?? []).filter(
      ({ range }) =>
        cluster &&
        !semver.satisfies(cluster, range, { includePrerelease: true }),
    );
    // Helm itself refuses to render these.
    if (charts.length > 0)
      return [
        finding(
          'blocking',
          'kubernetes-version',
          'The charts do not accept this Kubernetes version',
          charts.map(c => `${c.chart} needs ${c.range}`).join(', '),
          evidence,
          'Upgrade Kubernetes, or choose another version of the product.',
        ),
      ];
    if (compatible.state === 'out-of-range')
      return [
        finding(
          'blocking',
          'kubernetes-version',
          'The target does not support this Kubernetes version',
          compatible.text,
          evidence,
          'Upgrade Kubernetes, or choose a version of the product that supports it.',
        ),
      ];
    if (compatible.state === 'unknown' && !facts.target?.kubeVersions?.length)
      return [
        finding(
          'info',
          'kubernetes-version',
          'Whether the target supports this Kubernetes version is not recorded',
          compatible.text,
          evidence,
        ),
      ];
    return [];
  },
};

/** The API server turned native sidecars on by default in 1.29. */
const NATIVE_SIDECARS = '1.29.0';

export const nativeSidecars: PreflightRule = {
  id: 'native-sidecars',
  passes: 'Nodes run proxies as native sidecars',
  applies: input =>
    changesVersion(input) && input.definition.proxy.type === 'sidecar',
  check({ facts }) {
    const kubelets = facts.nodes?.kubeletVersions;
    if (!kubelets) return 'the kubelet versions are not known';
    const old = kubelets.filter(version => {
      const parsed = semver.coerce(version);
      return parsed !== null && semver.lt(parsed, NATIVE_SIDECARS);
    });
    return old.length === 0
      ? []
      : [
          finding(
            'warning',
            'native-sidecars',
            'Some nodes have no native sidecars',
            `Before Kubernetes ${NATIVE_SIDECARS.slice(
              0,
              4,
            )} a proxy starts with the other containers and keeps Jobs from ending.`,
            old.map(version => `kubelet ${version}`),
            'Upgrade the nodes, or keep Jobs off the mesh.',
          ),
        ];
  },
};

export const nodesReady: PreflightRule = {
  id: 'nodes-ready',
  passes: 'All nodes are ready',
  applies: input => changesVersion(input),
  check({ facts }) {
    if (!facts.nodes) return 'the nodes are not known';
    const { total, ready } = facts.nodes;
    if (total === 0 || ready === 0)
      return [
        finding(
          'blocking',
          'nodes-ready',
          'No node is ready',
          'Nothing could start.',
          [`nodes: ${total}`, `ready: ${ready}`],
          'Bring nodes up first.',
        ),
      ];
    return ready < total
      ? [
          finding(
            'warning',
            'nodes-ready',
            `${total - ready} of ${total} nodes are not ready`,
            'DaemonSets of the product do not become complete on them, so that waiting for them may run out of time.',
            [`ready: ${ready} of ${total}`],
            'Bring them up, or take them out of the cluster.',
          ),
        ]
      : [];
  },
};

export const terminatingNamespaces: PreflightRule = {
  id: 'namespace-terminating',
  passes: 'None of the namespaces is being deleted',
  check({ definition, request, facts }) {
    if (!facts.namespaces) return 'the namespaces are not known';
    const own = new Set([
      ...definition.namespaces,
      ...('instance' in request && request.instance.namespace
        ? [request.instance.namespace]
        : []),
    ]);
    return facts.namespaces
      .filter(n => own.has(n.name) && n.phase === 'Terminating')
      .map(n =>
        finding(
          'blocking',
          `namespace-terminating:${n.name}`,
          `Namespace ${n.name} is being deleted`,
          'Nothing can be made in it. A deletion that hangs usually waits for finalizers, or for an API service that does not answer.',
          [`phase: Terminating`, ...(n.conditions ?? [])],
          'Find what holds it in its conditions; remove finalizers only when their controller is gone for good.',
        ),
      );
  },
};

export const permissions: PreflightRule = {
  id: 'permissions',
  passes: 'Our credentials may do everything that is planned',
  check({ facts }) {
    const missing = facts.target?.missingPermissions;
    if (!missing) return 'the permissions were not asked for';
    return missing.length === 0
      ? []
      : [
          finding(
            'blocking',
            'permissions',
            `${missing.length} permissions are missing`,
            'The operation would stop in the middle.',
            missing.map(
              ({ verb, group, resource, namespace }) =>
                `${verb} ${resource}${group ? `.${group}` : ''}${
                  namespace ? ` in ${namespace}` : ''
                }`,
            ),
            'Give them to the account that this suite uses on the cluster, or let somebody who has them do it (GitOps mode writes files).',
          ),
        ];
  },
};

export const headroom: PreflightRule = {
  id: 'resource-headroom',
  passes: 'The nodes have room for what is added',
  applies: changesVersion,
  check({ facts }) {
    const { allocatable, requested } = facts.nodes ?? {};
    const wanted = facts.target?.requests;
    if (!allocatable || !requested)
      return 'what the nodes can give and have given is not known';
    if (!wanted) return 'what the target requests is not known';
    const running = facts.target?.running;
    const rows = (
      [
        ['cpuMillis', 'CPU', (n: number) => `${n}m`],
        ['memoryBytes', 'memory', (n: number) => `${Math.round(n / MIB)}Mi`],
        ['pods', 'pods', (n: number) => `${n}`],
      ] as const
    ).map(([key, name, text]) => {
      const need = Math.max(0, wanted[key] - (running?.[key] ?? 0));
      const free = allocatable[key] - requested[key];
      return {
        over: need > free,
        tight: need > 0 && need > free * TIGHT,
        evidence: `${name}: ${text(need)} more of ${text(
          Math.max(0, free),
        )} free`,
      };
    });
    const over = rows.some(row => row.over);
    if (!over && !rows.some(row => row.tight)) return [];
    const wrong = rows.filter(row => (over ? row.over : row.tight));
    return [
      finding(
        over ? 'blocking' : 'warning',
        'resource-headroom',
        over
          ? 'The nodes have no room for what is added'
          : 'What is added takes most of the room that is left',
        'Sum of the requests of all planned pods against what the nodes can still give. Fragmentation over nodes comes on top.',
        wrong.map(row => row.evidence),
        'Add nodes, or choose the minimal preset.',
      ),
    ];
  },
};

export const clusterRules: PreflightRule[] = [
  kubernetesVersion,
  nodesReady,
  nativeSidecars,
  terminatingNamespaces,
  permissions,
  headroom,
];
