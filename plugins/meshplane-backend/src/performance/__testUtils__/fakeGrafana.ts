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

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One annotation as Grafana keeps it. */
export interface KeptAnnotation {
  id: number;
  time: number;
  timeEnd?: number;
  tags: string[];
  text: string;
}

interface Answer {
  status: number;
  body: unknown;
}

export interface FakeGrafanaOptions {
  token: string;
  /** Path under which it is served, such as `/grafana`. */
  path?: string;
  /** Actions that the token may do. */
  permissions?: readonly string[];
  /** Models by UID, with the tags under which they are found. */
  boards?: Record<
    string,
    { title: string; tags?: string[]; panels?: unknown[]; templating?: unknown }
  >;
  datasources?: readonly Record<string, unknown>[];
}

const ALL = [
  'annotations:create',
  'annotations:write',
  'annotations:read',
  'dashboards:read',
  'datasources:read',
];

/**
 * A server that takes the requests of Grafana's documented HTTP API that are used here, and nothing else: it asks for the
 * token, for permissions, for content types and for the documented fields.
 */
export class FakeGrafana {
  readonly annotations: KeptAnnotation[] = [];
  /** `METHOD /path` of every request. */
  readonly requests: string[] = [];
  permissions: Set<string>;
  readonly #options: FakeGrafanaOptions;
  readonly #server = createServer((request, response) => {
    void this.#answer(request).then(({ status, body }) => {
      response.statusCode = status;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(body));
    });
  });

  constructor(options: FakeGrafanaOptions) {
    this.#options = options;
    this.permissions = new Set(options.permissions ?? ALL);
  }

  async start(): Promise<string> {
    await new Promise<void>(resolve => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${this.#options.path ?? ''}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const { token, path: base = '' } = this.#options;
    const url = new URL(request.url ?? '/', 'http://grafana');
    this.requests.push(`${request.method} ${url.pathname}`);
    if (!url.pathname.startsWith(base)) return fail(404, 'Not found');
    const path = url.pathname.slice(base.length);
    if (path === '/api/health') {
      return ok({ database: 'ok', version: '13.1.0', commit: 'abc' });
    }
    if (request.headers.authorization !== `Bearer ${token}`) {
      return fail(401, 'Invalid API key');
    }
    if (request.method === 'GET') return this.#get(path, url.searchParams);
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
      return fail(415, 'Unsupported media type');
    }
    return this.#change(request.method ?? '', path, await readJson(request));
  }

  #get(path: string, query: URLSearchParams): Answer {
    if (path === '/api/org') return ok({ id: 1, name: 'Main Org.' });
    if (path === '/api/access-control/user/permissions') {
      return ok(
        Object.fromEntries([...this.permissions].map(one => [one, ['*']])),
      );
    }
    if (path === '/api/search') return this.#search(query);
    if (path === '/api/datasources') {
      return this.#allowed('datasources:read', () =>
        ok(this.#options.datasources ?? []),
      );
    }
    if (path === '/api/annotations') {
      const tags = query.getAll('tags');
      return this.#allowed('annotations:read', () =>
        ok(
          this.annotations.filter(one =>
            tags.every(tag => one.tags.includes(tag)),
          ),
        ),
      );
    }
    const [, uid] = /^\/api\/dashboards\/uid\/([^/]+)$/.exec(path) ?? [];
    if (uid !== undefined) {
      const board = this.#options.boards?.[uid];
      if (!board) return fail(404, 'Dashboard not found');
      return this.#allowed('dashboards:read', () =>
        ok({ dashboard: { uid, ...board }, meta: { url: this.#linkOf(uid) } }),
      );
    }
    return fail(404, 'Not found');
  }

  #search(query: URLSearchParams): Answer {
    const text = (query.get('query') ?? '').toLowerCase();
    const tag = query.get('tag');
    const folder = {
      uid: 'f',
      title: 'Folder',
      url: '/dashboards/f/f',
      type: 'dash-folder',
    };
    const boards = Object.entries(this.#options.boards ?? {})
      .filter(([, { title }]) => title.toLowerCase().includes(text))
      .filter(([, { tags }]) => !tag || tags?.includes(tag))
      .map(([uid, { title, tags = [] }]) => ({
        uid,
        title,
        tags,
        url: this.#linkOf(uid),
        type: 'dash-db',
        folderTitle: 'Meshes',
      }));
    return ok([
      ...(query.get('type') === 'dash-db' ? [] : [folder]),
      ...boards,
    ]);
  }

  #change(method: string, path: string, body: unknown): Answer {
    const fields = new Set([
      'time',
      'timeEnd',
      'tags',
      'text',
      'dashboardUID',
      'panelId',
    ]);
    if (
      typeof body !== 'object' ||
      body === null ||
      Object.keys(body).some(key => !fields.has(key))
    ) {
      return fail(400, 'bad request data');
    }
    const change = body as Partial<KeptAnnotation>;
    if (method === 'POST' && path === '/api/annotations') {
      return this.#allowed('annotations:create', () => {
        if (!change.text) return fail(400, 'text is required');
        const id = this.annotations.length + 1;
        this.annotations.push({ time: 0, tags: [], text: '', ...change, id });
        return ok({ message: 'Annotation added', id });
      });
    }
    const [, id] = /^\/api\/annotations\/(\d+)$/.exec(path) ?? [];
    if (method !== 'PATCH' || id === undefined) return fail(404, 'Not found');
    return this.#allowed('annotations:write', () => {
      const found = this.annotations.find(one => one.id === Number(id));
      if (!found) return fail(404, 'Could not find annotation to update');
      Object.assign(found, change);
      return ok({ message: 'Annotation patched' });
    });
  }

  #allowed(action: string, answer: () => Answer): Answer {
    return this.permissions.has(action)
      ? answer()
      : fail(
          403,
          `You'll need additional permissions to perform this action. Permissions needed: ${action}`,
        );
  }

  #linkOf(uid: string): string {
    return `${this.#options.path ?? ''}/d/${uid}/board`;
  }
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function fail(status: number, message: string): Answer {
  return { status, body: { message } };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
