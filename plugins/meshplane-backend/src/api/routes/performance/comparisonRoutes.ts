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

import { NotFoundError } from '@backstage/errors';
import {
  comparisonInputSchema,
  comparisonSchema,
  historyQuerySchema,
  historySchema,
  meshplanePerformanceReadPermission,
} from '@meshplane/plugin-meshplane-common';
import { subjectOfRun } from '../../../performance/viewing';
import { jsonRoute } from '../../route';
import { visibleRun } from './access';
import { comparisonParams } from './params';

/** Did it get slower, by how much, and is that sure. */
export const comparisonRoutes = [
  jsonRoute({
    operationId: 'comparePerformanceRuns',
    method: 'post',
    path: '/performance/comparisons',
    summary:
      'Judges or describes two sides of runs; with `save` it is kept under an id, and its runs with it',
    permission: meshplanePerformanceReadPermission,
    audit: { eventId: 'performance-comparison-create', severityLevel: 'low' },
    body: comparisonInputSchema,
    response: comparisonSchema,
    handle: async context => {
      const { authorized, body, services } = context;
      context.audit({ a: body.a, b: body.b, save: body.save });
      for (const id of [...body.a, ...body.b]) {
        const row = await visibleRun(context, id);
        if (body.save)
          await authorized.requireFor(
            'write',
            subjectOfRun(row),
            `keeping a comparison of run "${row.name}", which keeps the run as well`,
          );
      }
      const { comparisons } = await services.performance();
      const comparison = await comparisons.compare(body, authorized);
      if (comparison.id) context.audit({ comparison: comparison.id });
      return comparison;
    },
  }),
  jsonRoute({
    operationId: 'getPerformanceComparison',
    method: 'get',
    path: '/performance/comparisons/{comparison}',
    summary: 'A comparison that was kept',
    permission: meshplanePerformanceReadPermission,
    params: comparisonParams,
    response: comparisonSchema,
    handle: async ({ authorized, params, services }) => {
      const { comparisons, results } = await services.performance();
      const what = `comparison "${params.comparison}"`;
      const kept = await comparisons.find(params.comparison);
      if (!kept) throw new NotFoundError(`No ${what}`);
      for (const run of [...kept.a.runs, ...kept.b.runs]) {
        // One that was removed since then is judged by what the comparison says of it.
        const row = (await results.find(run.id)) ?? run;
        await authorized.require(subjectOfRun(row), what);
      }
      return comparisons.shown(kept, authorized);
    },
  }),
  jsonRoute({
    operationId: 'getPerformanceHistory',
    method: 'get',
    path: '/performance/history',
    summary:
      'One point per release of a profile or component, with the releases in which something changed',
    permission: meshplanePerformanceReadPermission,
    query: historyQuerySchema,
    response: historySchema,
    handle: async ({ authorized, query, services }) => {
      const { history } = await services.performance();
      return authorized.list(subjectOfRun, visible =>
        history.history(query, visible),
      );
    },
  }),
];
