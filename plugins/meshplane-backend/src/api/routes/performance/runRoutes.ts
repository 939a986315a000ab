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

import { InputError, NotAllowedError } from '@backstage/errors';
import {
  meshplanePerformanceReadPermission,
  meshplanePerformanceRunPermission,
  performanceLimitsSchema,
  type RunEvent,
  runEventSchema,
  runInputSchema,
  runListSchema,
  runnerOfferListSchema,
  runQuerySchema,
  runSummarySchema,
} from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import type { RunWatchEvent } from '../../../performance/runs/RunService';
import {
  runSummaryOf,
  subjectOfInput,
  subjectOfRun,
  type Viewer,
} from '../../../performance/viewing';
import { callerOf } from '../../caller';
import { jsonRoute, streamRoute } from '../../route';
import { serveEvents, writeToStream } from '../../sse';
import { prepareRuns, runOf, visibleProfile } from './access';
import { runParams } from './params';

/** Load tests while they run. */
export const runRoutes = [
  jsonRoute({
    operationId: 'getPerformanceLimits',
    method: 'get',
    path: '/performance/limits',
    summary: 'How much load may be made and where it may go',
    permission: meshplanePerformanceReadPermission,
    response: performanceLimitsSchema,
    handle: async ({ authorized, services }) => {
      const { runs } = await services.performance();
      return {
        ...(await runs.limits()),
        maySwitch: authorized.mayWithAll('run'),
      };
    },
  }),
  jsonRoute({
    operationId: 'listPerformanceRunners',
    method: 'get',
    path: '/performance/runners',
    summary: 'Every runner and generator, and whether it can be used',
    permission: meshplanePerformanceReadPermission,
    response: runnerOfferListSchema,
    handle: async ({ services }) => {
      const { runs } = await services.performance();
      return { items: await runs.offers() };
    },
  }),
  jsonRoute({
    operationId: 'switchPerformance',
    method: 'post',
    path: '/performance/switch',
    summary:
      'Switches all load off and ends what runs, or on again; for callers whom nothing restricts',
    permission: meshplanePerformanceRunPermission,
    audit: { eventId: 'performance-switch', severityLevel: 'high' },
    body: z.object({
      enabled: z.boolean(),
      reason: z.string().max(500).optional(),
    }),
    response: performanceLimitsSchema,
    handle: async ({ audit, authorized, body, credentials, services }) => {
      audit(body);
      if (!authorized.unrestricted)
        throw new NotAllowedError(
          `Permission "${meshplanePerformanceRunPermission.name}" without conditions is needed for this: it concerns the load tests of everybody`,
        );
      const { runs } = await services.performance();
      const limits = await runs.switch({
        ...body,
        by: callerOf(credentials),
      });
      return { ...limits, maySwitch: true };
    },
  }),
  jsonRoute({
    operationId: 'createPerformanceRun',
    method: 'post',
    path: '/performance/runs',
    summary:
      'Queues a run of a stored profile or of a load that is not stored; it begins when no other one holds its targets',
    permission: meshplanePerformanceRunPermission,
    audit: { eventId: 'performance-run-create', severityLevel: 'medium' },
    body: runInputSchema,
    response: runSummarySchema,
    handle: async context => {
      const { authorized, body, credentials, services } = context;
      const { profile, profileId, profileVersion, ...rest } = body;
      if ((profile === undefined) === (profileId === undefined))
        throw new InputError(
          'A run has either "profileId" or "profile", one of them',
        );
      if (profileVersion !== undefined && profileId === undefined)
        throw new InputError('"profileVersion" is for "profileId" only');
      const stored =
        profileId === undefined
          ? undefined
          : await visibleProfile(context, profileId, profileVersion);
      const input = stored?.input ?? profile!;
      const subject = subjectOfInput(input);
      context.audit({ name: input.name, targets: [...subject.targets] });
      await authorized.requireFor('run', subject, `load "${input.name}"`);
      const { runs } = await services.performance();
      const row = await runs.enqueue({
        ...rest,
        input,
        ...(stored && { profile: { id: stored.id, version: stored.version } }),
        by: callerOf(credentials),
      });
      context.audit({ run: row.id });
      const { queuePositions } = await services.performance();
      return runSummaryOf(
        row,
        authorized,
        (await queuePositions()).get(row.id),
      );
    },
  }),
  jsonRoute({
    operationId: 'listPerformanceRuns',
    method: 'get',
    path: '/performance/runs',
    summary: 'Runs and imported results, newest first unless sorted otherwise',
    permission: meshplanePerformanceReadPermission,
    query: runQuerySchema,
    response: runListSchema,
    handle: async ({ authorized, query, services }) => {
      const { results, queuePositions } = await services.performance();
      const { items, total } = await authorized.list(subjectOfRun, visible =>
        results.list({ ...query, visible }),
      );
      await prepareRuns(authorized, items);
      const positions = items.some(({ state }) => state === 'queued')
        ? await queuePositions()
        : new Map<string, number>();
      return {
        items: items.map(row =>
          runSummaryOf(row, authorized, positions.get(row.id)),
        ),
        total,
      };
    },
  }),
  jsonRoute({
    operationId: 'cancelPerformanceRun',
    method: 'post',
    path: '/performance/runs/{run}/cancel',
    summary: 'Ends a run, at whatever replica it is; what was measured is kept',
    permission: meshplanePerformanceRunPermission,
    audit: { eventId: 'performance-run-cancel', severityLevel: 'medium' },
    params: runParams,
    response: runSummarySchema,
    handle: async context => {
      const { id } = await runOf(context);
      const { runs } = await context.services.performance();
      const row = await runs.cancel(id, callerOf(context.credentials));
      return runSummaryOf(row, context.authorized);
    },
  }),
  streamRoute({
    operationId: 'streamPerformanceRun',
    method: 'get',
    path: '/performance/runs/{run}/events',
    summary:
      'State, live numbers and seconds of a run as server-sent events, always from its beginning; the last one is `end`',
    permission: meshplanePerformanceReadPermission,
    params: runParams,
    events: runEventSchema,
    stream: async (context, response) => {
      const { authorized, credentials, services } = context;
      const { id } = await runOf(context);
      const { runs, streams } = await services.performance();
      const leave = streams.enter(callerOf(credentials));
      try {
        await serveEvents(response, {
          mayContinue: async () => {
            const { expiresAt } = credentials as { expiresAt?: Date };
            if (expiresAt && expiresAt <= services.now()) return false;
            const again = await context.reauthorize();
            await runOf({ ...context, authorized: again });
            return true;
          },
          serve: signal =>
            runs.watch(
              id,
              event =>
                writeToStream(
                  response,
                  `data: ${JSON.stringify(eventOf(event, authorized))}\n\n`,
                ),
              signal,
            ),
        });
      } finally {
        leave();
      }
    },
  }),
];

function eventOf(event: RunWatchEvent, viewer: Viewer): RunEvent {
  switch (event.type) {
    case 'run':
      return {
        type: 'run',
        run: runSummaryOf(event.run, viewer, event.queuePosition),
      };
    case 'end':
      return { type: 'end', run: runSummaryOf(event.run, viewer) };
    default:
      return event;
  }
}
