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
  ClusterRequest,
  ClusterResponse,
} from '@meshplane/plugin-meshplane-node';
import { Readable } from 'node:stream';

/** How a fake cluster behaves; changed by the test while it runs. */
export type Behaviour =
  | 'fine'
  | 'hangs'
  | 'refused'
  | 'unauthorized'
  | 'no-namespaces'
  | 'no-version';

/** A connection of a {@link Behaviour}. */
export class FakeConnection implements ClusterConnection {
  readonly address = 'https://fake.example';
  readonly requests: string[] = [];
  closed = false;
  readonly #cluster: { behaviour: Behaviour; uid: string };

  constructor(cluster: { behaviour: Behaviour; uid: string }) {
    this.#cluster = cluster;
  }

  api(): never {
    throw new Error('Not part of this fake');
  }

  async request(
    path: string,
    options: ClusterRequest = {},
  ): Promise<ClusterResponse> {
    this.requests.push(path);
    switch (this.#cluster.behaviour) {
      case 'hangs':
        return new Promise(() => {});
      case 'refused':
        throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
          code: 'ECONNREFUSED',
        });
      case 'unauthorized':
        return answer(401, { kind: 'Status', message: 'Unauthorized' });
      case 'no-namespaces':
        if (path.includes('/namespaces/')) {
          return answer(403, { kind: 'Status', message: 'forbidden' });
        }
        return this.#fine(path);
      case 'no-version':
        return path === '/version'
          ? answer(403, { kind: 'Status', message: 'forbidden' })
          : this.#fine(path);
      default:
        options.signal?.throwIfAborted();
        return this.#fine(path);
    }
  }

  close(): void {
    this.closed = true;
  }

  #fine(path: string): ClusterResponse {
    return path === '/version'
      ? answer(200, { gitVersion: 'v1.36.3' })
      : answer(200, { metadata: { uid: this.#cluster.uid } });
  }
}

/** A cluster that answers from memory, for tests of what lies above connections. */
export class FakeCluster {
  behaviour: Behaviour = 'fine';
  uid = 'uid-1';
  readonly connections: FakeConnection[] = [];

  connect(): FakeConnection {
    const connection = new FakeConnection(this);
    this.connections.push(connection);
    return connection;
  }

  get requests(): string[] {
    return this.connections.flatMap(({ requests }) => requests);
  }
}

function answer(status: number, body: object): ClusterResponse {
  return {
    status,
    headers: {},
    body: Readable.from([Buffer.from(JSON.stringify(body))]),
  };
}
