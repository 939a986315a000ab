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
import { Readable } from 'node:stream';

/** A connection to an API server that answers some paths with JSON, and all others with 404. */
export function fakeConnection(
  answer: (path: string) => unknown,
): ClusterConnection & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    address: 'https://edge.example.com',
    asked,
    api() {
      throw new TypeError('Only raw requests are answered');
    },
    async request(path) {
      asked.push(path);
      const found = answer(path);
      const body = found ?? { kind: 'Status', message: 'not found' };
      return {
        status: found === undefined ? 404 : 200,
        headers: {},
        body: Readable.from([JSON.stringify(body)]),
      };
    },
  };
}
