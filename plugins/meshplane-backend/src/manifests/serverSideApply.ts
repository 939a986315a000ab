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

import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { kubeText } from './kubeJson';
import type { KubeObject } from './model';

/**
 * The request of a server-side apply, as it is.
 *
 * @returns the object as JSON, and status 201 when the object is (or would be) made by it, 200 when it was there
 * @throws KubeRefusal
 */
export async function serverSideApply(
  connection: ClusterConnection,
  path: string,
  object: KubeObject,
  options: {
    fieldManager: string;
    force?: boolean;
    dryRun?: boolean;
    signal?: AbortSignal;
  },
): Promise<{ status: number; text: string }> {
  const query = new URLSearchParams({ fieldManager: options.fieldManager });
  if (options.force) query.set('force', 'true');
  if (options.dryRun) query.set('dryRun', 'All');
  return kubeText(connection, `${path}?${query}`, {
    method: 'PATCH',
    // JSON is YAML, and cheaper to write and to read.
    contentType: 'application/apply-patch+yaml',
    body: JSON.stringify(object),
    signal: options.signal,
  });
}
