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

import type { ObjectRef } from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import type { KubeObject } from '../../manifests/model';
import {
  readNamespaceFacts,
  workloadName,
} from '../workloads/facts/NamespaceFacts';
import type { KubeClient } from '../workloads/kube/KubeClient';
import { namespacePath } from '../workloads/kube/paths';
import { metadataSchema } from '../workloads/kube/shapes';
import { MADE_FOR_SAMPLE_LABEL, SAMPLE_LABEL } from './sampleObjects';

/** Whether an object is part of a sample: only such objects are changed or removed. */
export function belongsTo(sample: string, object: KubeObject): boolean {
  const { labels = {} } = object.metadata;
  return object.kind === 'Namespace'
    ? labels[MADE_FOR_SAMPLE_LABEL] === sample
    : labels[SAMPLE_LABEL] === sample;
}

export function refOf({ apiVersion, kind, metadata }: KubeObject): ObjectRef {
  const { name, namespace } = metadata;
  return { apiVersion, kind, name, ...(namespace && { namespace }) };
}

/** `Deployment shop/cart`, `Namespace shop` */
export function titleOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

const anySchema = z.looseObject({ metadata: metadataSchema });

/** What lives in a namespace beside a sample, so that the namespace has to stay. */
export async function foreignObjects(
  client: KubeClient,
  namespace: string,
  sample: string,
): Promise<string[]> {
  const isForeign = ({
    metadata,
  }: {
    metadata: { labels: Readonly<Record<string, string>> };
  }) => metadata.labels[SAMPLE_LABEL] !== sample;
  const facts = await readNamespaceFacts(client, namespace);
  const [services, claims] = await Promise.all(
    ['services', 'persistentvolumeclaims'].map(resource =>
      client.list(`${namespacePath(namespace)}/${resource}`, anySchema),
    ),
  );
  const named = (kind: string, found: { metadata: { name: string } }[]) =>
    found.map(({ metadata }) => `${kind} ${namespace}/${metadata.name}`);
  return [
    ...facts.workloads.filter(isForeign).map(workloadName),
    ...named('Pod', facts.barePods.filter(isForeign)),
    ...named('Job', facts.jobs.filter(isForeign)),
    ...named('Service', services.filter(isForeign)),
    ...named('PersistentVolumeClaim', claims.filter(isForeign)),
    ...facts.unreadable.map(text => `not readable: ${text}`),
  ];
}
