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

import {
  exportedFileSchema,
  exportQuerySchema,
  importBodySchema,
  importResultSchema,
  meshplanePerformanceReadPermission,
  meshplanePerformanceWritePermission,
  runChartsSchema,
  runDetailSchema,
  runEditSchema,
} from '@meshplane/plugin-meshplane-common';
import { subjectOfInput } from '../../../performance/viewing';
import { callerOf } from '../../caller';
import { jsonRoute } from '../../route';
import { runOf, visibleProfile } from './access';
import { emptySchema, runParams } from './params';

/** A file of 21 MB in base64, and what stands around it. */
const MAX_IMPORT_BODY = 29_000_000;

/** What was measured. */
export const resultRoutes = [
  jsonRoute({
    operationId: 'getPerformanceRun',
    method: 'get',
    path: '/performance/runs/{run}',
    summary:
      'A run with its result, environment, resources and what to know before believing it',
    permission: meshplanePerformanceReadPermission,
    params: runParams,
    response: runDetailSchema,
    handle: async context => {
      const { results } = await context.services.performance();
      return results.detail(await runOf(context), context.authorized);
    },
  }),
  jsonRoute({
    operationId: 'getPerformanceRunCharts',
    method: 'get',
    path: '/performance/runs/{run}/charts',
    summary: 'Percentile curves, heatmap and timeline of a run',
    permission: meshplanePerformanceReadPermission,
    params: runParams,
    response: runChartsSchema,
    handle: async context => {
      const { results } = await context.services.performance();
      return results.charts(await runOf(context));
    },
  }),
  jsonRoute({
    operationId: 'editPerformanceRun',
    method: 'post',
    path: '/performance/runs/{run}',
    summary:
      'Changes name, note, release and labels of a run, or pins it as a baseline; never what was measured',
    permission: meshplanePerformanceWritePermission,
    audit: { eventId: 'performance-run-edit', severityLevel: 'low' },
    params: runParams,
    body: runEditSchema,
    response: runDetailSchema,
    handle: async context => {
      const { body, services } = context;
      context.audit({
        fields: Object.keys(body),
        ...(body.baseline !== undefined && { baseline: body.baseline }),
      });
      const { results } = await services.performance();
      const row = await results.edit(await runOf(context), body);
      return results.detail(row, context.authorized);
    },
  }),
  jsonRoute({
    operationId: 'deletePerformanceRun',
    method: 'post',
    path: '/performance/runs/{run}/delete',
    summary: 'Removes a run that has ended and is no baseline',
    permission: meshplanePerformanceWritePermission,
    audit: { eventId: 'performance-run-delete', severityLevel: 'medium' },
    params: runParams,
    response: emptySchema,
    handle: async context => {
      const row = await runOf(context);
      context.audit({ name: row.name });
      const { results } = await context.services.performance();
      await results.delete(row);
      return {};
    },
  }),
  jsonRoute({
    operationId: 'exportPerformanceRun',
    method: 'get',
    path: '/performance/runs/{run}/export',
    summary:
      'A run as a file: SMP, Meshery, Fortio, k6, HdrHistogram, its own format, or `csv` for the timeline',
    permission: meshplanePerformanceReadPermission,
    params: runParams,
    query: exportQuerySchema,
    response: exportedFileSchema,
    handle: async context => {
      const { exportRun } = await context.services.performance();
      return exportRun(await runOf(context), context.query.format);
    },
  }),
  jsonRoute({
    operationId: 'importPerformance',
    method: 'post',
    path: '/performance/imports',
    summary:
      'Takes results and profiles of other tools from a file; with `dryRun` it only says what they are',
    permission: meshplanePerformanceWritePermission,
    audit: { eventId: 'performance-import', severityLevel: 'low' },
    maxBodyBytes: MAX_IMPORT_BODY,
    body: importBodySchema,
    response: importResultSchema,
    handle: async context => {
      const { authorized, body, credentials, services } = context;
      const { content, dryRun, fileName, profileId } = body;
      context.audit({ fileName, dryRun });
      const profile =
        profileId === undefined
          ? undefined
          : await visibleProfile(context, profileId);
      if (profile)
        await authorized.requireFor(
          'write',
          subjectOfInput(profile.input),
          `profile "${profile.input.name}"`,
        );
      const { imports } = await services.performance();
      const prepared = await imports.prepare({
        fileName,
        content: Buffer.from(content, 'base64'),
        entityRef: body.entityRef ?? profile?.input.entityRef,
        profileId,
        by: callerOf(credentials),
      });
      for (const subject of prepared.subjects)
        await authorized.requireFor('write', subject, `file "${fileName}"`);
      context.audit({
        format: prepared.report.format,
        runs: prepared.runs.length,
        profiles: prepared.profiles.length,
      });
      return imports.finish(prepared, { dryRun, viewer: authorized });
    },
  }),
];
