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

import type { ApiType } from '@kubernetes/client-node';
import type {
  ClusterConnection,
  ClusterRequest,
  ClusterResponse,
} from '@meshplane/plugin-meshplane-node';
import { PassThrough, Readable } from 'node:stream';

interface Stored {
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

interface HistoryEntry {
  path: string;
  version: number;
  type: string;
  object: Stored;
}

interface OpenWatch {
  path: string;
  metadataOnly: boolean;
  stream: PassThrough;
}

/** List paths that tests use. */
export const PODS = '/api/v1/pods';
export const CONFIG_MAPS = '/api/v1/configmaps';
export const SECRETS = '/api/v1/secrets';
export const DEPLOYMENTS = '/apis/apps/v1/deployments';
export const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** The part of an API server that the inventory uses, in memory, with the faults of a real one at hand. */
export class FakeApi implements ClusterConnection {
  readonly address = 'https://fake.invalid';
  /** Path and accept header of every request. */
  readonly requests: { path: string; accept: string }[] = [];
  /** Watches from before this version are told that it is too old. */
  oldestVersion = 0;
  goneAs: 'status' | 'event' = 'event';
  private readonly objects = new Map<string, Map<string, Stored>>();
  private readonly history: HistoryEntry[] = [];
  private readonly watches = new Set<OpenWatch>();
  private readonly refusals = new Map<string, number>();
  private version = 100;

  api<T extends ApiType>(): T {
    throw new Error('The inventory makes raw requests only');
  }

  /** Creates or changes an object; `path` is that of the list over all namespaces. */
  put(
    path: string,
    object: Omit<Stored, 'metadata'> & { metadata: Stored['metadata'] },
  ): Stored {
    const { kept, key, before } = this.keep(path, object);
    this.collection(path).set(key, kept);
    this.emit(path, before ? 'MODIFIED' : 'ADDED', kept);
    return kept;
  }

  /** Changes an object without telling the watches of it. */
  putUnseen(path: string, object: Stored): void {
    const { kept, key } = this.keep(path, object);
    this.collection(path).set(key, kept);
  }

  remove(path: string, namespace: string | undefined, name: string): void {
    const key = `${namespace ?? ''}/${name}`;
    const object = this.collection(path).get(key);
    if (!object) throw new Error(`There is no "${key}" under "${path}"`);
    this.collection(path).delete(key);
    this.version += 1;
    this.emit(path, 'DELETED', {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.version) },
    });
  }

  /** Answers requests of this path (`*` for all) with a status until {@link FakeApi.allow}. */
  refuse(path: string, status: number): void {
    this.refusals.set(path, status);
  }

  allow(path: string): void {
    this.refusals.delete(path);
  }

  /** Sends bytes as they are to the open watches of a path. */
  sendRaw(path: string, text: string | Buffer): void {
    for (const { stream } of this.watchesOf(path)) stream.write(text);
  }

  bookmark(path: string): void {
    const object = { metadata: { resourceVersion: String(this.version) } };
    this.sendRaw(path, `${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
  }

  /** Ends the open watches of a path, cleanly or as a broken connection does. */
  endWatches(path: string, how: 'cleanly' | 'broken'): void {
    for (const open of this.watchesOf(path)) {
      const { stream } = open;
      this.watches.delete(open);
      if (how === 'cleanly') stream.end();
      else stream.destroy(new Error('socket hang up'));
    }
  }

  openWatches(path?: string): number {
    return [...this.watches].filter(one => !path || one.path === path).length;
  }

  /** Requests of lists (not watches) of a path. */
  lists(path: string): number {
    return this.requests.filter(
      request =>
        request.path.startsWith(`${path}?`) && !request.path.includes('watch='),
    ).length;
  }

  get currentVersion(): number {
    return this.version;
  }

  async request(
    target: string,
    { headers = {}, signal }: ClusterRequest = {},
  ): Promise<ClusterResponse> {
    signal?.throwIfAborted();
    const accept = headers.accept ?? '';
    this.requests.push({ path: target, accept });
    const url = new URL(target, this.address);
    const status = this.refusals.get(url.pathname) ?? this.refusals.get('*');
    if (status === 0) throw new Error('connect ECONNREFUSED');
    if (status)
      return answer(status, statusObject(status, `refused ${status}`));
    if (url.pathname === '/apis') return answer(200, this.discovery());
    const metadataOnly = accept.includes('PartialObjectMetadata');
    if (url.searchParams.get('watch')) {
      return this.watch(url, metadataOnly, signal);
    }
    const single = /^(.*)\/namespaces\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(
      url.pathname,
    );
    if (single) {
      const [, root, namespace, resource, name] = single;
      return this.single(
        `${root}/${resource}`,
        `${namespace}/${name}`,
        metadataOnly,
      );
    }
    return this.list(url, metadataOnly);
  }

  private keep(path: string, object: Stored) {
    const { namespace, name } = object.metadata;
    const key = `${namespace ?? ''}/${name}`;
    const before = this.collection(path).get(key);
    this.version += 1;
    const kept: Stored = {
      ...object,
      metadata: {
        uid: before?.metadata.uid ?? `uid-${this.version}`,
        ...object.metadata,
        resourceVersion: String(this.version),
      },
    };
    return { kept, key, before };
  }

  private single(path: string, key: string, metadataOnly: boolean) {
    const object = this.collection(path).get(key);
    return object
      ? answer(200, view(object, metadataOnly))
      : answer(404, statusObject(404, 'not found'));
  }

  private list(url: URL, metadataOnly: boolean): ClusterResponse {
    const all = [...this.collection(url.pathname).values()];
    const from = Number(url.searchParams.get('continue') ?? 0);
    const limit = Number(url.searchParams.get('limit') ?? all.length);
    const more = from + limit < all.length;
    return answer(200, {
      metadata: {
        resourceVersion: String(this.version),
        ...(more && { continue: String(from + limit) }),
      },
      items: all
        .slice(from, from + limit)
        .map(object => view(object, metadataOnly)),
    });
  }

  private watch(
    url: URL,
    metadataOnly: boolean,
    signal: AbortSignal | undefined,
  ): ClusterResponse {
    const since = Number(url.searchParams.get('resourceVersion'));
    if (since < this.oldestVersion) {
      const gone = statusObject(410, 'too old resource version');
      return this.goneAs === 'status'
        ? answer(410, gone)
        : answer(200, { type: 'ERROR', object: gone });
    }
    const stream = new PassThrough();
    const open = { path: url.pathname, metadataOnly, stream };
    this.watches.add(open);
    stream.on('close', () => this.watches.delete(open));
    signal?.addEventListener('abort', () => stream.destroy(), { once: true });
    for (const entry of this.history) {
      if (entry.path === url.pathname && entry.version > since) {
        send(open, entry.type, entry.object);
      }
    }
    return { status: 200, headers: {}, body: stream };
  }

  private emit(path: string, type: string, object: Stored): void {
    this.history.push({ path, version: this.version, type, object });
    for (const open of this.watchesOf(path)) send(open, type, object);
  }

  private watchesOf(path: string): OpenWatch[] {
    return [...this.watches].filter(one => one.path === path);
  }

  private collection(path: string): Map<string, Stored> {
    let found = this.objects.get(path);
    if (!found) {
      found = new Map();
      this.objects.set(path, found);
    }
    return found;
  }

  private discovery() {
    const crds = this.collection(CRDS);
    return {
      kind: 'APIGroupDiscoveryList',
      items: [...crds.values()].map(one => {
        const { group, names } = one.spec as CrdSpec;
        return {
          metadata: { name: group },
          versions: [
            {
              version: 'v1',
              resources: [
                {
                  resource: names.plural,
                  scope: 'Namespaced',
                  responseKind: { kind: names.kind },
                },
              ],
            },
          ],
        };
      }),
    };
  }
}

interface CrdSpec {
  group: string;
  names: { kind: string; plural: string };
}

/** A CRD as the API server stores it. */
export function crd(
  group: string,
  kind: string,
  established = true,
  version = 'v1',
): Stored {
  const plural = `${kind.toLowerCase()}s`;
  return {
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural },
      scope: 'Namespaced',
      versions: [
        { name: version, served: true, storage: true, schema: { big: 1 } },
      ],
    },
    status: {
      conditions: [
        { type: 'Established', status: established ? 'True' : 'False' },
      ],
    },
  };
}

/** A pod with as much as tests look at. */
export function pod(
  namespace: string,
  name: string,
  fields: {
    labels?: Record<string, string>;
    owner?: string;
    image?: string;
  } = {},
): Stored {
  const {
    labels = { app: name },
    owner,
    image = 'registry.example/app:1',
  } = fields;
  return {
    metadata: {
      name,
      namespace,
      labels,
      ...(owner && {
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: owner },
        ],
      }),
    },
    spec: { nodeName: 'node-1', containers: [{ name: 'app', image }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        { name: 'app', ready: true, restartCount: 0, state: { running: {} } },
      ],
    },
  };
}

function view(object: Stored, metadataOnly: boolean): object {
  return metadataOnly ? { metadata: object.metadata } : object;
}

function send(open: OpenWatch, type: string, object: Stored): void {
  const event = { type, object: view(object, open.metadataOnly) };
  open.stream.write(`${JSON.stringify(event)}\n`);
}

function answer(status: number, value: unknown): ClusterResponse {
  return {
    status,
    headers: {},
    body: Readable.from([Buffer.from(`${JSON.stringify(value)}\n`)]),
  };
}

function statusObject(code: number, message: string) {
  return {
    kind: 'Status',
    code,
    message,
    reason: code === 410 ? 'Expired' : '',
  };
}
