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

import { sharersOf } from '../plan/sharers';
import {
  changesVersion,
  finding,
  isUninstall,
  type PreflightRule,
} from './rule';

/** Rules about custom resource definitions and the objects that depend on them. */

export const storedVersions: PreflightRule = {
  id: 'crd-stored-versions',
  passes: 'The target serves every version that objects are stored in',
  applies: changesVersion,
  check({ facts }) {
    const planned = facts.target?.crds;
    if (!planned) return 'the definitions of the target were not read';
    if (!facts.crds) return 'the definitions of the cluster are not known';
    const installed = new Map(facts.crds.map(crd => [crd.name, crd]));
    return planned.flatMap(target => {
      const crd = installed.get(target.name);
      if (!crd) return [];
      const kept = new Set(target.versions.map(({ name }) => name));
      const dropped = crd.storedVersions.filter(name => !kept.has(name));
      if (dropped.length === 0) return [];
      return [
        finding(
          'blocking',
          `crd-stored-versions:${crd.name}`,
          `${crd.name} drops a version that objects are stored in`,
          'The API server refuses a definition that lacks a version which its status names as stored.',
          [
            `stored: ${crd.storedVersions.join(', ')}`,
            `target: ${[...kept].join(', ')}`,
            `objects: ${crd.objects ?? 'not counted'}`,
          ],
          'Write every object once in the new version, then take the old one out of status.storedVersions.',
        ),
      ];
    });
  },
};

export const hangingCrds: PreflightRule = {
  id: 'crd-terminating',
  passes: 'None of its definitions is being deleted',
  check({ definition, facts }) {
    if (!facts.crds) return 'the definitions of the cluster are not known';
    const groups = new Set(definition.detect.crdGroups.map(g => g.group));
    return facts.crds
      .filter(crd => groups.has(crd.group) && crd.terminating)
      .map(crd =>
        finding(
          'blocking',
          `crd-terminating:${crd.name}`,
          `${crd.name} is being deleted`,
          'It waits until the last of its objects is gone; they may wait for finalizers.',
          [`objects: ${crd.objects ?? 'not counted'}`],
          'Find the objects and what holds them.',
        ),
      );
  },
};

export const ownedCrdsDropped: PreflightRule = {
  id: 'crds-dropped',
  passes: 'No definition goes with the change',
  applies: ({ request }) => request.action === 'upgrade',
  check({ definition, facts }) {
    const planned = facts.target?.crds;
    if (!planned) return 'the definitions of the target were not read';
    if (!facts.crds) return 'the definitions of the cluster are not known';
    const charts = new Set(definition.charts.map(({ name }) => name));
    const releases = new Set(
      (facts.releases ?? [])
        .filter(r => charts.has(r.chart ?? ''))
        .map(r => `${r.namespace}/${r.name}`),
    );
    const kept = new Set(planned.map(({ name }) => name));
    const gone = facts.crds.filter(({ name, annotations = {} }) => {
      const owner = `${annotations['meta.helm.sh/release-namespace']}/${annotations['meta.helm.sh/release-name']}`;
      return (
        releases.has(owner) &&
        !kept.has(name) &&
        annotations['helm.sh/resource-policy'] !== 'keep'
      );
    });
    if (gone.length === 0) return [];
    const objects = gone.reduce((sum, crd) => sum + (crd.objects ?? 0), 0);
    return [
      finding(
        objects > 0 ? 'blocking' : 'warning',
        'crds-dropped',
        `${gone.length} definitions and ${objects} objects would go`,
        'A release of it owns these definitions and no longer has them: Helm removes them, and every object of their kinds goes as well.',
        gone.map(crd => `${crd.name}: ${crd.objects ?? '?'} objects`),
        'Keep the value that brings them, or annotate them with helm.sh/resource-policy=keep in a release of their own first.',
      ),
    ];
  },
};

export const uninstallObjects: PreflightRule = {
  id: 'uninstall-objects',
  passes: 'No object goes with the definitions',
  applies: isUninstall,
  check({ definition, request, facts }) {
    const { operations } = definition;
    if (operations.support !== 'managed' || request.action !== 'uninstall')
      return [];
    if (!facts.crds) return 'the definitions of the cluster are not known';
    const { crdGroups, crds: fate } = operations.uninstall;
    const crds = facts.crds.filter(({ group }) => crdGroups.includes(group));
    const counted = crds.filter(crd => (crd.objects ?? 0) > 0);
    const objects = counted.reduce((sum, crd) => sum + (crd.objects ?? 0), 0);
    const evidence = counted.map(crd => `${crd.name}: ${crd.objects} objects`);
    const sharers = sharersOf(definition, request.instance.id, facts);
    if (request.crds === 'remove' && sharers.length > 0)
      return [
        finding(
          'blocking',
          'uninstall-objects:shared',
          'Its definitions are used by another installation',
          'They stay; removing them would take the configuration of the other one as well.',
          sharers.map(({ id }) => id),
          'Keep the definitions.',
        ),
      ];
    if (request.crds === 'keep' && fate === 'with-product' && crds.length > 0)
      return [
        finding(
          objects > 0 ? 'blocking' : 'info',
          'uninstall-objects:not-kept',
          'The definitions cannot be kept',
          'They are part of the release, without a policy to keep them: they go with it.',
          evidence.length > 0 ? evidence : [`${crds.length} definitions`],
          'Ask for their removal, so that it is clear; export the objects before.',
        ),
      ];
    return request.crds === 'remove' && objects > 0
      ? [
          finding(
            'warning',
            'uninstall-objects',
            `${objects} objects go with the definitions`,
            'They cannot be brought back.',
            evidence,
            'Export them first if they may be needed again.',
          ),
        ]
      : [];
  },
};

export const uninstallDataPlane: PreflightRule = {
  id: 'uninstall-data-plane',
  passes: 'No workload is on it any more',
  applies: isUninstall,
  check({ request, facts, definition }) {
    if (request.action !== 'uninstall') return [];
    const { instance } = request;
    const dataPlane =
      instance.dataPlane ??
      facts.meshes?.find(({ id }) => id === instance.id)?.dataPlane;
    if (definition.kind === 'crds') return [];
    if (!dataPlane) return 'the workloads on it are not known';
    if (dataPlane.pods === 0) return [];
    // Some control planes are on their own mesh; their pods go with the product.
    const own = [...definition.namespaces, instance.namespace];
    const namespaces = dataPlane.namespaces.filter(name => !own.includes(name));
    if (dataPlane.namespaces.length > 0 && namespaces.length === 0) return [];
    const { operations } = definition;
    return [
      finding(
        definition.kind === 'mesh' ? 'blocking' : 'warning',
        'uninstall-data-plane',
        `${dataPlane.pods} pods are still on it`,
        operations.support === 'managed'
          ? operations.uninstall.before.join(' ')
          : 'They lose their control plane.',
        [
          `workloads: ${dataPlane.workloads}`,
          `namespaces: ${namespaces.join(', ')}`,
        ],
        'Take them off and restart them first.',
      ),
    ];
  },
};

export const crdRules: PreflightRule[] = [
  hangingCrds,
  storedVersions,
  ownedCrdsDropped,
  uninstallDataPlane,
  uninstallObjects,
];
