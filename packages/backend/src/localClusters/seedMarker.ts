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
  ClusterConnection,
  ClusterResponse,
} from '@meshplane/plugin-meshplane-node';

const NAME = 'meshplane-local-scenario';
const PATH = '/api/v1/namespaces/kube-system/configmaps';

/**
 * Which scenario the cluster has been filled with. A cluster is filled once: what somebody has changed in it since must
 * not be reset by the next start of the portal.
 */
export async function readSeeded(
  connection: ClusterConnection,
): Promise<string | undefined> {
  const response = await connection.request(`${PATH}/${NAME}`);
  const text = await textOf(response);
  if (response.status === 404) return undefined;
  if (response.status !== 200) throw unexpected(response, text);
  const { data } = JSON.parse(text) as { data?: { scenario?: string } };
  return data?.scenario;
}

/** Notes down that the cluster has been filled. */
export async function writeSeeded(
  connection: ClusterConnection,
  scenario: string,
): Promise<void> {
  const response = await connection.request(
    `${PATH}/${NAME}?fieldManager=meshplane-local&force=true`,
    {
      method: 'PATCH',
      headers: { 'content-type': 'application/apply-patch+yaml' },
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: NAME },
        data: { scenario },
      }),
    },
  );
  const text = await textOf(response);
  if (response.status >= 300) throw unexpected(response, text);
}

async function textOf({ body }: ClusterResponse) {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function unexpected({ status }: ClusterResponse, text: string) {
  return new Error(
    `The API server answered ${status} for ConfigMap "${NAME}": ${text.slice(
      0,
      200,
    )}`,
  );
}
