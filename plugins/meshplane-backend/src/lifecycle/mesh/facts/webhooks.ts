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
  MeshDefinition,
  ObjectReader,
  WebhookFacts,
} from '@meshplane/meshes';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { concurrently } from '../../../manifests/concurrently';
import { kubeJson } from '../../../manifests/kubeJson';

const CONCURRENCY = 8;
const KINDS = [
  ['mutating', 'MutatingWebhookConfiguration.admissionregistration.k8s.io'],
  ['validating', 'ValidatingWebhookConfiguration.admissionregistration.k8s.io'],
] as const;

const slicesSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      endpoints: z
        .array(
          z.looseObject({
            conditions: z
              .looseObject({ ready: z.boolean().nullish() })
              .nullish(),
          }),
        )
        .nullish(),
    }),
  ),
});

/** All admission webhooks with the number of ready endpoints behind each. */
export async function readWebhooks(
  connection: ClusterConnection,
  snapshot: ObjectReader,
  definitions: readonly MeshDefinition[],
  signal?: AbortSignal,
): Promise<WebhookFacts[]> {
  const webhooks = KINDS.flatMap(([kind, kindId]) =>
    snapshot.list(kindId).flatMap(configuration =>
      (configuration.webhooks ?? []).map(
        (webhook): WebhookFacts => ({
          configuration: configuration.metadata.name,
          kind,
          name: webhook.name,
          failurePolicy: webhook.failurePolicy === 'Ignore' ? 'Ignore' : 'Fail',
          ...(webhook.service && {
            service: {
              namespace: webhook.service.namespace,
              name: webhook.service.name,
            },
          }),
          definition: definitionOf(webhook.name, definitions),
        }),
      ),
    ),
  );
  const services = new Map(
    webhooks.flatMap(({ service }) =>
      service ? [[`${service.namespace}/${service.name}`, service]] : [],
    ),
  );
  const ready = new Map<string, number | undefined>();
  await concurrently([...services], CONCURRENCY, async ([key, service]) => {
    ready.set(key, await readyEndpoints(connection, service, signal));
  });
  return webhooks.map(webhook =>
    webhook.service
      ? {
          ...webhook,
          readyEndpoints: ready.get(
            `${webhook.service.namespace}/${webhook.service.name}`,
          ),
        }
      : webhook,
  );
}

/** Undefined when it may not be read. */
export async function readyEndpoints(
  connection: ClusterConnection,
  service: { namespace: string; name: string },
  signal?: AbortSignal,
): Promise<number | undefined> {
  const query = new URLSearchParams({
    labelSelector: `kubernetes.io/service-name=${service.name}`,
  });
  try {
    const { value } = await kubeJson(
      connection,
      `/apis/discovery.k8s.io/v1/namespaces/${service.namespace}/endpointslices?${query}`,
      { signal },
    );
    return slicesSchema
      .parse(value)
      .items.flatMap(({ endpoints }) => endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready !== false).length;
  } catch (error) {
    signal?.throwIfAborted();
    return undefined;
  }
}

function definitionOf(
  webhook: string,
  definitions: readonly MeshDefinition[],
): string | undefined {
  return definitions.find(({ detect }) =>
    detect.webhooks.some(
      ({ name }) => name !== undefined && new RegExp(name).test(webhook),
    ),
  )?.id;
}
