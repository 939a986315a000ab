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

import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import {
  openApiDocumentSchema,
  type OpenApiDocument,
} from '@meshplane/designs';
import type { ClusterHandle } from '@meshplane/local-cluster';

/** Every document of OpenAPI v3 that a cluster publishes. */
export async function openApiOf(
  cluster: ClusterHandle,
): Promise<OpenApiDocument[]> {
  const index = (await get(cluster, '/openapi/v3')) as {
    paths: Record<string, { serverRelativeURL: string }>;
  };
  const documents: OpenApiDocument[] = [];
  for (const [path, { serverRelativeURL }] of Object.entries(index.paths)) {
    if (!/^apis?\/(?:[^/]+\/)?v\d/.test(path)) continue;
    documents.push(
      openApiDocumentSchema.parse(await get(cluster, serverRelativeURL)),
    );
  }
  return documents;
}

async function get(cluster: ClusterHandle, path: string): Promise<unknown> {
  const options: Parameters<typeof request>[1] = {};
  await cluster.kubeConfig().applyToHTTPSOptions(options as never);
  const answer = await new Promise<string>((resolve, reject) => {
    request(`${cluster.server}${path}`, options, response => {
      text(response).then(resolve, reject);
    })
      .on('error', reject)
      .end();
  });
  return JSON.parse(answer);
}
