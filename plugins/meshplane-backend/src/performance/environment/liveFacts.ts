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

import type { RunEnvironment } from '@meshplane/plugin-meshplane-common';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { requestJson } from '../../clusters/connections/requestJson';

type NodeFacts = NonNullable<RunEnvironment['cluster']>['nodes'][number];
type ImageFacts = RunEnvironment['images'][number];

const nodeSchema = z.looseObject({
  metadata: z.looseObject({
    labels: z.record(z.string(), z.string()).optional(),
  }),
  status: z
    .looseObject({
      capacity: z.record(z.string(), z.string()).optional(),
      nodeInfo: z
        .looseObject({
          kernelVersion: z.string().optional(),
          containerRuntimeVersion: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
});

/** Facts of a node that the inventory does not keep. */
export async function readNode(
  connection: ClusterConnection,
  name: string,
  signal: AbortSignal,
): Promise<NodeFacts> {
  const { metadata, status } = await requestJson(
    connection,
    `/api/v1/nodes/${encodeURIComponent(name)}`,
    nodeSchema,
    { signal },
  );
  const machine = metadata.labels?.['node.kubernetes.io/instance-type'];
  const { capacity, nodeInfo } = status ?? {};
  return {
    name,
    ...(machine && { machine }),
    ...(capacity?.cpu && { cpu: capacity.cpu }),
    ...(capacity?.memory && { memory: capacity.memory }),
    ...(nodeInfo?.kernelVersion && { kernel: nodeInfo.kernelVersion }),
    ...(nodeInfo?.containerRuntimeVersion && {
      runtime: nodeInfo.containerRuntimeVersion,
    }),
  };
}

const containerStatusesSchema = z
  .array(
    z.looseObject({
      name: z.string(),
      image: z.string().default(''),
      imageID: z.string().default(''),
    }),
  )
  .optional();

const podSchema = z.looseObject({
  spec: z.looseObject({
    containers: z.array(
      z.looseObject({ name: z.string(), image: z.string().default('') }),
    ),
    initContainers: z
      .array(
        z.looseObject({
          name: z.string(),
          image: z.string().default(''),
          restartPolicy: z.string().optional(),
        }),
      )
      .optional(),
  }),
  status: z
    .looseObject({
      containerStatuses: containerStatusesSchema,
      initContainerStatuses: containerStatusesSchema,
    })
    .optional(),
});

/** Images of the running containers of a pod, with the digests that the node has pulled. */
export async function readImages(
  connection: ClusterConnection,
  pod: { namespace: string; name: string },
  signal: AbortSignal,
): Promise<ImageFacts[]> {
  const { spec, status } = await requestJson(
    connection,
    `/api/v1/namespaces/${encodeURIComponent(
      pod.namespace,
    )}/pods/${encodeURIComponent(pod.name)}`,
    podSchema,
    { signal },
  );
  const statuses = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
  ];
  const sidecars = (spec.initContainers ?? []).filter(
    ({ restartPolicy }) => restartPolicy === 'Always',
  );
  return [...spec.containers, ...sidecars].map(({ name, image }) => {
    const imageId = statuses.find(one => one.name === name)?.imageID ?? '';
    const digest = digestIn(imageId) ?? digestIn(image);
    return { container: name, image, ...(digest && { digest }) };
  });
}

function digestIn(text: string): string | undefined {
  return /sha256:[0-9a-f]{64}/.exec(text)?.[0];
}
