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

import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import request from 'supertest';
import { clusterOf } from '../../__testUtils__/fakes';
import { startApi, type TestApi } from '../../__testUtils__/startApi';
import { expressPath } from '../createRouter';
import { allRoutes } from '.';

const BASE = '/api/meshplane';
const LOAD_TEST = /:(profile|run|comparison|schedule|experiment|connection)\b/;
const LOAD_TEST_IDS: Record<string, string> = {
  profile: 'p1',
  run: 'r1',
  comparison: 'c1',
  schedule: 's1',
  experiment: 'e1',
  connection: 'prom',
};
const OPERATION = '6f0d3f5e-0000-4000-8000-000000000000';

/** A path of the route for a cluster, mesh and entity that exist or do not: refusal has to come first. */
function pathOf(route: { path: string }) {
  return `${BASE}${expressPath(route)}`
    .replace(':cluster', 'edge')
    .replace(':mesh', 'm')
    .replace(':operation', OPERATION)
    .replace(':definition', 'istio')
    .replace(LOAD_TEST, (_, name) => LOAD_TEST_IDS[name])
    .replace(/:(kind|namespace|name)/g, 'x');
}

describe('every route of the table', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startApi({
      clusters: [clusterOf('edge')],
      decide: () => ({ result: AuthorizeResult.DENY }),
    });
  });

  it('has a table with unique operations and paths', () => {
    const different = (values: string[]) => new Set(values).size;
    expect(different(allRoutes.map(r => r.operationId))).toBe(allRoutes.length);
    expect(different(allRoutes.map(r => `${r.method} ${r.path}`))).toBe(
      allRoutes.length,
    );
  });

  it.each(allRoutes.map(route => [`${route.method} ${route.path}`, route]))(
    '%s refuses callers without the permission, and without credentials',
    async (_title, route) => {
      const refused = await request(api.server)[route.method](pathOf(route));
      expect(refused.status).toBe(403);
      expect(refused.body.error.message).toContain(route.permission.name);
      expect(refused.headers['content-type']).toContain('application/json');

      const anonymous = await request(api.server)
        [route.method](pathOf(route))
        .set('Authorization', mockCredentials.none.header());
      expect(anonymous.status).toBe(401);
      expect(api.clusters.reconnected).toEqual([]);
    },
  );

  it.each(
    allRoutes
      .filter(route => route.method !== 'get')
      .map(route => [`${route.method} ${route.path}`, route]),
  )('%s is audited, as it changes something', async (_title, route) => {
    api.auditor.createEvent.mockClear();
    api.auditEvent.fail.mockClear();
    await request(api.server)[route.method](pathOf(route));
    expect(api.auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: route.audit?.eventId,
        severityLevel: route.audit?.severityLevel,
        meta: {
          ...(route.path.includes('{cluster}') && { cluster: 'edge' }),
          ...(route.path.includes('{operation}') && { operation: OPERATION }),
          ...Object.fromEntries(
            Object.entries(LOAD_TEST_IDS).filter(([name]) =>
              route.path.includes(`{${name}}`),
            ),
          ),
        },
      }),
    );
    expect(api.auditEvent.fail).toHaveBeenCalledTimes(1);
  });
});
