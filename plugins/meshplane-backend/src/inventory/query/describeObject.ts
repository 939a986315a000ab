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

import type {
  Condition,
  ConfigMap,
  CustomResource,
  CustomResourceDefinition,
  HealthState,
  KindId,
  KnownKinds,
  KubeObject,
  Namespace,
  Node,
  Service,
  WebhookConfiguration,
} from '@meshplane/meshes';
import { describePod, describeWorkload } from './describeWorkloads';

/** How an object is, and a line about it for people. */
export interface Description {
  health: HealthState;
  summary: string;
}

type Describers = {
  [K in keyof KnownKinds]: (object: KnownKinds[K]) => Description;
};

const DESCRIBERS: Describers = {
  Pod: describePod,
  Namespace: describeNamespace,
  Node: describeNode,
  Service: describeService,
  ServiceAccount: () => ({ health: 'healthy', summary: 'Service account' }),
  ConfigMap: describeConfigMap,
  Secret: describeHelmRelease,
  'Deployment.apps': describeWorkload,
  'DaemonSet.apps': describeWorkload,
  'StatefulSet.apps': describeWorkload,
  'ReplicaSet.apps': describeWorkload,
  'Job.batch': describeWorkload,
  'CustomResourceDefinition.apiextensions.k8s.io': describeCrd,
  'MutatingWebhookConfiguration.admissionregistration.k8s.io': describeWebhooks,
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io':
    describeWebhooks,
};

/**
 * Says in a line how an object is.
 *
 * @param kind - kind id of the object
 */
export function describeObject(kind: KindId, object: KubeObject): Description {
  if (object.metadata.deletionTimestamp) {
    return { health: 'degraded', summary: 'Being deleted' };
  }
  // The kind id chooses the shape, as everywhere in the inventory.
  const describe = Object.prototype.hasOwnProperty.call(DESCRIBERS, kind)
    ? (DESCRIBERS[kind as keyof Describers] as (one: KubeObject) => Description)
    : undefined;
  return describe
    ? describe(object)
    : describeCustomResource(object as CustomResource);
}

function describeNamespace({ status }: Namespace): Description {
  const phase = status?.phase ?? 'Unknown';
  return {
    health: phase === 'Active' ? 'healthy' : 'degraded',
    summary: phase,
  };
}

function describeNode({ spec, status }: Node): Description {
  const ready = conditionOf(status?.conditions, 'Ready');
  const version = status?.nodeInfo?.kubeletVersion;
  const words = [
    ready?.status === 'True' ? 'Ready' : 'Not ready',
    ...(version ? [`kubelet ${version}`] : []),
    ...(spec?.unschedulable ? ['closed for new pods'] : []),
  ];
  if (ready?.status !== 'True' && ready?.reason) words.push(ready.reason);
  let health: HealthState = 'unknown';
  if (ready) health = ready.status === 'True' ? 'healthy' : 'unhealthy';
  return { health, summary: words.join(', ') };
}

function describeService({ spec }: Service): Description {
  const ports = spec.ports?.length ?? 0;
  const words = [spec.type ?? 'ClusterIP'];
  if (spec.clusterIP === 'None') words.push('headless');
  if (spec.externalName) words.push(spec.externalName);
  if (ports > 0) words.push(counted(ports, 'port'));
  if (!spec.selector && !spec.externalName) words.push('no selector');
  return { health: 'healthy', summary: words.join(', ') };
}

function describeConfigMap({ data }: ConfigMap): Description {
  return {
    health: 'healthy',
    summary: data
      ? counted(Object.keys(data).length, 'key')
      : 'Listed by name only',
  };
}

const HELM_HEALTH: Readonly<Record<string, HealthState>> = {
  deployed: 'healthy',
  superseded: 'healthy',
  uninstalled: 'healthy',
  failed: 'unhealthy',
};

function describeHelmRelease({ metadata }: KubeObject): Description {
  const { name, version, status } = metadata.labels ?? {};
  return {
    health: HELM_HEALTH[status ?? ''] ?? (status ? 'degraded' : 'unknown'),
    summary: `Helm release ${name ?? '(no name)'}, revision ${
      version ?? '?'
    }, ${status ?? 'state unknown'}`,
  };
}

function describeCrd({ spec, status }: CustomResourceDefinition): Description {
  const established =
    conditionOf(status?.conditions, 'Established')?.status === 'True';
  const versions = spec.versions
    .filter(({ served }) => served)
    .map(({ name }) => name);
  return {
    health: established ? 'healthy' : 'unhealthy',
    summary: `${established ? '' : 'Not established, '}${spec.scope} ${
      spec.names.kind
    }, serves ${versions.join(', ') || 'no version'}`,
  };
}

function describeWebhooks({
  webhooks = [],
}: WebhookConfiguration): Description {
  const open = webhooks.filter(
    ({ hasCaBundle, url }) => !hasCaBundle && !url,
  ).length;
  const failing = webhooks.filter(
    ({ failurePolicy }) => failurePolicy === 'Fail',
  ).length;
  const words = [counted(webhooks.length, 'webhook')];
  if (failing > 0) words.push(`${failing} refuse requests when they fail`);
  if (open > 0) words.push(`${open} without a CA bundle`);
  return {
    health: open > 0 ? 'degraded' : 'healthy',
    summary: words.join(', '),
  };
}

/** Conditions that say whether a resource works, in the order of their weight. */
const TELLING_CONDITIONS = [
  'Programmed',
  'Ready',
  'Reconciled',
  'Accepted',
  'ResolvedRefs',
  'Available',
  'Valid',
];

function describeCustomResource({ status }: CustomResource): Description {
  const conditions = customConditions(status);
  const telling = TELLING_CONDITIONS.flatMap(type =>
    conditions.filter(condition => condition.type === type),
  );
  const bad = telling.find(condition => condition.status === 'False');
  if (bad) {
    return {
      health: 'unhealthy',
      summary: `${bad.type} is false: ${
        bad.message || bad.reason || 'no reason given'
      }`,
    };
  }
  const open = telling.find(condition => condition.status !== 'True');
  if (open) {
    return { health: 'degraded', summary: `${open.type} is not known yet` };
  }
  if (telling.length > 0) {
    return {
      health: 'healthy',
      summary: [...new Set(telling.map(({ type }) => type))].join(', '),
    };
  }
  // Most mesh configuration carries no status: that is no bad sign.
  return { health: 'unknown', summary: 'Reports no state' };
}

/** Conditions of the resource, and of its parents or ancestors where a Gateway API resource has several. */
function customConditions(
  status: CustomResource['status'],
): readonly Condition[] {
  const holders = [
    status,
    ...listOf(status?.parents),
    ...listOf(status?.ancestors),
  ];
  return holders.flatMap(holder =>
    listOf((holder as { conditions?: unknown } | undefined)?.conditions).filter(
      (one): one is Condition =>
        typeof one === 'object' &&
        one !== null &&
        typeof (one as Condition).type === 'string' &&
        typeof (one as Condition).status === 'string',
    ),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function conditionOf(
  conditions: readonly Condition[] | undefined,
  type: string,
): Condition | undefined {
  return conditions?.find(condition => condition.type === type);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
