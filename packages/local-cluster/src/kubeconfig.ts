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

import { stringify } from 'yaml';
import { KeyPairPem } from './pki';

/** What a kubeconfig for one cluster and one user says. */
export interface KubeconfigContent {
  /** Name of cluster, user and context. */
  name: string;
  /** For example `https://127.0.0.1:41234`. */
  server: string;
  /** PEM of the authority that the server's certificate comes from. */
  authority: string;
  /** Client certificate and key of the user. */
  client: KeyPairPem;
}

/** Renders a kubeconfig that holds everything inline, so that it can be moved. */
export function renderKubeconfig(content: KubeconfigContent): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': content.name,
    clusters: [
      {
        name: content.name,
        cluster: {
          server: content.server,
          'certificate-authority-data': base64(content.authority),
        },
      },
    ],
    users: [
      {
        name: content.name,
        user: {
          'client-certificate-data': base64(content.client.certificate),
          'client-key-data': base64(content.client.privateKey),
        },
      },
    ],
    contexts: [
      {
        name: content.name,
        context: { cluster: content.name, user: content.name },
      },
    ],
  });
}
