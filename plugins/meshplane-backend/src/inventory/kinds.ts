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
  kindId,
  type CustomResourceDefinition,
  type KindId,
  type KubeObject,
} from '@meshplane/meshes';
import {
  projectCrd,
  projectNamespace,
  projectNode,
  projectService,
  projectWebhooks,
} from './projection/cluster';
import { projectCustomResource } from './projection/customResources';
import type { ProjectionContext } from './projection/metadata';
import { projectPod } from './projection/pods';
import type { Raw } from './projection/raw';
import { projectWorkload } from './projection/workloads';

/** Makes the trimmed object; `base` has apiVersion, kind and metadata already. */
export type Projection = (
  raw: Raw,
  base: KubeObject,
  context: ProjectionContext,
) => KubeObject;

/** One kind to list and watch. */
export interface KindSpec {
  readonly id: KindId;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural, as in the path. */
  readonly resource: string;
  readonly namespaced: boolean;
  /** `metadata`: the API server sends metadata only, so that nothing else ever reaches this process. */
  readonly view: 'object' | 'metadata';
  readonly labelSelector?: string;
  readonly firstPageSize: number;
  readonly project: Projection;
  /** The data of those ConfigMaps that a definition names is fetched one by one. */
  readonly dataByName?: boolean;
}

export const CRD_KIND: KindId = 'CustomResourceDefinition.apiextensions.k8s.io';

const metadataOnly: Projection = (_raw, base) => base;

const DEFAULT_FIRST_PAGE = 200;

function builtIn(
  group: string,
  kind: string,
  resource: string,
  project: Projection,
  further: Partial<KindSpec> = {},
): KindSpec {
  return {
    id: kindId(group, kind),
    group,
    version: 'v1',
    kind,
    resource,
    namespaced: true,
    view: 'object',
    firstPageSize: DEFAULT_FIRST_PAGE,
    project,
    ...further,
  };
}

const CLUSTER_SCOPED = { namespaced: false } as const;
const METADATA = { view: 'metadata', firstPageSize: 500 } as const;

/** Kinds that every cluster has, those first that say what else there is. */
export const BUILT_IN_KINDS: readonly KindSpec[] = [
  builtIn(
    'apiextensions.k8s.io',
    'CustomResourceDefinition',
    'customresourcedefinitions',
    projectCrd,
    // A CRD with its schemas may be half a megabyte long.
    { ...CLUSTER_SCOPED, firstPageSize: 20 },
  ),
  builtIn('', 'Namespace', 'namespaces', projectNamespace, CLUSTER_SCOPED),
  builtIn('', 'Node', 'nodes', projectNode, {
    ...CLUSTER_SCOPED,
    firstPageSize: 100,
  }),
  builtIn('apps', 'Deployment', 'deployments', projectWorkload),
  builtIn('apps', 'DaemonSet', 'daemonsets', projectWorkload),
  builtIn('apps', 'StatefulSet', 'statefulsets', projectWorkload),
  builtIn('apps', 'ReplicaSet', 'replicasets', projectWorkload),
  builtIn('batch', 'Job', 'jobs', projectWorkload),
  builtIn('', 'Pod', 'pods', projectPod),
  builtIn('', 'Service', 'services', projectService),
  builtIn('', 'ServiceAccount', 'serviceaccounts', metadataOnly, METADATA),
  builtIn('', 'ConfigMap', 'configmaps', metadataOnly, {
    ...METADATA,
    dataByName: true,
  }),
  // Metadata of Helm's release Secrets: name, version and state stand in the labels. The data is never asked for.
  builtIn('', 'Secret', 'secrets', metadataOnly, {
    ...METADATA,
    labelSelector: 'owner=helm',
  }),
  builtIn(
    'admissionregistration.k8s.io',
    'MutatingWebhookConfiguration',
    'mutatingwebhookconfigurations',
    projectWebhooks,
    CLUSTER_SCOPED,
  ),
  builtIn(
    'admissionregistration.k8s.io',
    'ValidatingWebhookConfiguration',
    'validatingwebhookconfigurations',
    projectWebhooks,
    CLUSTER_SCOPED,
  ),
];

/** A custom kind from where and how it is served. */
export function customKind(served: {
  group: string;
  version: string;
  kind: string;
  resource: string;
  namespaced: boolean;
}): KindSpec {
  return {
    ...served,
    id: kindId(served.group, served.kind),
    view: 'object',
    firstPageSize: DEFAULT_FIRST_PAGE,
    project: projectCustomResource,
  };
}

/** The kind that a CRD brings, or undefined while it is not served (not established, or going). */
export function kindOfCrd(crd: CustomResourceDefinition): KindSpec | undefined {
  const { group, names, scope, versions } = crd.spec;
  const established = crd.status?.conditions?.some(
    ({ type, status }) => type === 'Established' && status === 'True',
  );
  const version = versions
    .filter(({ served }) => served)
    .map(({ name }) => name)
    .sort(byVersionPriority)[0];
  if (!established || !version || crd.metadata.deletionTimestamp) {
    return undefined;
  }
  return customKind({
    group,
    version,
    kind: names.kind,
    resource: names.plural,
    namespaced: scope === 'Namespaced',
  });
}

const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;

/** The order of Kubernetes: stable before beta before alpha, newer before older, anything else last. */
export function byVersionPriority(a: string, b: string): number {
  const [left, right] = [rank(a), rank(b)];
  for (let i = 0; i < left.length; i += 1) {
    if (left[i] !== right[i]) return right[i] - left[i];
  }
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function rank(version: string): number[] {
  const match = VERSION.exec(version);
  if (!match) return [0, 0, 0];
  const [, major, stage, minor] = match;
  const stages: Record<string, number> = { alpha: 1, beta: 2 };
  return [stage ? stages[stage] : 3, Number(major), Number(minor ?? 0)];
}

/** The path of a kind's list over all namespaces. */
export function listPath(
  spec: Pick<KindSpec, 'group' | 'version' | 'resource'>,
): string {
  return `${groupVersionPath(spec.group, spec.version)}/${spec.resource}`;
}

/** The path of one object. */
export function objectPath(
  spec: Pick<KindSpec, 'group' | 'version' | 'resource'>,
  namespace: string | undefined,
  name: string,
): string {
  const root = groupVersionPath(spec.group, spec.version);
  const scope =
    namespace === undefined
      ? ''
      : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${scope}/${spec.resource}/${encodeURIComponent(name)}`;
}

/** The apiVersion of a kind's objects. */
export function apiVersionOf(
  spec: Pick<KindSpec, 'group' | 'version'>,
): string {
  return spec.group === '' ? spec.version : `${spec.group}/${spec.version}`;
}

function groupVersionPath(group: string, version: string): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}
