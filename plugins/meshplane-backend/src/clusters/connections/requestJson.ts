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

import { ApiException } from '@kubernetes/client-node';
import type {
  ClusterConnection,
  ClusterRequest,
} from '@meshplane/plugin-meshplane-node';
import type { z } from 'zod';
import { readText } from './readText';

/** Answers that are read whole here are small (versions, reviews); discovery is the largest. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * A raw request whose JSON answer is checked by a schema.
 *
 * @throws ApiException for a status of 300 and above, with the `Status` of the API server as its body
 */
export async function requestJson<T>(
  connection: ClusterConnection,
  path: string,
  schema: z.ZodType<T>,
  options?: ClusterRequest,
): Promise<T> {
  const response = await connection.request(path, options);
  const text = await readText(response.body, MAX_BYTES);
  if (response.status >= 300) {
    throw new ApiException(
      response.status,
      `${options?.method ?? 'GET'} ${path} failed`,
      text,
      {},
    );
  }
  return schema.parse(JSON.parse(text));
}
