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

import type { KubeObject } from '../../manifests/model';
import type { Marks } from '../workloads/marks/marks';
import type { SampleApplication } from './SampleCatalogue';

/** Label of everything that a sample brings: what carries it is ours to remove. */
export const SAMPLE_LABEL = 'meshplane.io/sample';
/** Label of a namespace that was made for a sample. */
export const MADE_FOR_SAMPLE_LABEL = 'meshplane.io/made-for-sample';

const WORKLOAD_KINDS = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

interface Template {
  metadata?: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
}

/**
 * The objects of a sample for a namespace, labelled as ours.
 *
 * @param templateMarks - of the mesh that pod templates have to ask for themselves
 */
export function sampleObjects(
  { id, objects }: Pick<SampleApplication, 'id' | 'objects'>,
  namespace: string,
  templateMarks?: Marks,
): KubeObject[] {
  return objects.map(object => {
    const labelled: KubeObject = {
      ...object,
      metadata: {
        ...object.metadata,
        namespace,
        labels: { ...object.metadata.labels, [SAMPLE_LABEL]: id },
      },
    };
    if (!WORKLOAD_KINDS.has(object.kind)) return labelled;
    const spec = object.spec as { template: Template };
    return {
      ...labelled,
      spec: {
        ...spec,
        template: markedTemplate(spec.template, id, templateMarks),
      },
    };
  });
}

function markedTemplate(
  template: Template,
  id: string,
  marks: Marks | undefined,
): Template {
  const { labels, annotations } = template.metadata ?? {};
  return {
    ...template,
    metadata: {
      ...template.metadata,
      labels: { ...labels, [SAMPLE_LABEL]: id, ...valuesOf(marks?.labels) },
      annotations: { ...annotations, ...valuesOf(marks?.annotations) },
    },
  };
}

/** Marks that are set; those that would be removed are not there anyway. */
function valuesOf(
  marks: Readonly<Record<string, string | null>> = {},
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(marks).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    ),
  );
}

/** A namespace that is made for a sample, with the marks of the mesh that it is to be on. */
export function sampleNamespace(
  name: string,
  id: string,
  marks?: Marks,
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { [MADE_FOR_SAMPLE_LABEL]: id, ...valuesOf(marks?.labels) },
      annotations: valuesOf(marks?.annotations),
    },
  };
}

/**
 * What makes a sample reachable from outside.
 *
 * @param gatewayClass - class of the Gateway; absent: the cluster has none, so a Service of type LoadBalancer has to do
 */
export function exposingObjects(
  { id, expose, objects }: Pick<SampleApplication, 'id' | 'expose' | 'objects'>,
  namespace: string,
  gatewayClass: string | undefined,
): KubeObject[] {
  const name = `${id}-entry`;
  const metadata = { name, namespace, labels: { [SAMPLE_LABEL]: id } };
  if (gatewayClass === undefined) {
    const service = objects.find(
      one => one.kind === 'Service' && one.metadata.name === expose.service,
    );
    const spec = service?.spec as { selector: unknown; ports: unknown };
    return [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec: { ...spec, type: 'LoadBalancer' },
      },
    ];
  }
  const api = 'gateway.networking.k8s.io/v1';
  return [
    {
      apiVersion: api,
      kind: 'Gateway',
      metadata,
      spec: {
        gatewayClassName: gatewayClass,
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
      },
    },
    {
      apiVersion: api,
      kind: 'HTTPRoute',
      metadata,
      spec: {
        parentRefs: [{ name }],
        rules: [{ backendRefs: [{ name: expose.service, port: expose.port }] }],
      },
    },
  ];
}
