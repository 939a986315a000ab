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
  meshplanePerformanceReadPermission,
  meshplanePerformanceWritePermission,
  performanceIdSchema,
  type PerformanceSchedule,
  scheduleInputSchema,
  scheduleListSchema,
  scheduleSchema,
} from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import type { ScheduleView } from '../../../performance/schedules/ScheduleService';
import { type Subject, subjectOfInput } from '../../../performance/viewing';
import type { AuthorizedPerformance } from '../../authorization/PerformanceAuthorizer';
import { callerOf } from '../../caller';
import { jsonRoute, type RouteContext } from '../../route';
import { visibleProfile } from './access';
import { emptySchema, scheduleParams } from './params';

type Context<P = unknown> = Pick<
  RouteContext<P, unknown, unknown, AuthorizedPerformance>,
  'authorized' | 'params' | 'services'
>;

/** Profiles that run again and again. What may be done with a schedule is what may be done with its profile. */
export const scheduleRoutes = [
  jsonRoute({
    operationId: 'listPerformanceSchedules',
    method: 'get',
    path: '/performance/schedules',
    summary: 'Schedules with their next times',
    permission: meshplanePerformanceReadPermission,
    query: z.object({ profileId: performanceIdSchema.optional() }),
    response: scheduleListSchema,
    handle: async ({ authorized, query, services }) => {
      const { profiles, schedules } = await services.performance();
      const all = await schedules.list(query);
      const subjects = new Map<string, Subject>();
      for (const id of new Set(all.map(({ profileId }) => profileId))) {
        const profile = await profiles.find(id);
        if (profile) subjects.set(id, subjectOfInput(profile.input));
      }
      await authorized.prepare([...subjects.values()]);
      return {
        items: all.flatMap(schedule => {
          const subject = subjects.get(schedule.profileId);
          return subject && authorized.may('read', subject)
            ? [shown(schedule, subject, authorized)]
            : [];
        }),
      };
    },
  }),
  jsonRoute({
    operationId: 'createPerformanceSchedule',
    method: 'post',
    path: '/performance/schedules',
    summary: 'Runs a profile at the times of an expression, in UTC',
    permission: meshplanePerformanceWritePermission,
    audit: { eventId: 'performance-schedule-create', severityLevel: 'medium' },
    body: scheduleInputSchema,
    response: scheduleSchema,
    handle: async context => {
      const { authorized, body, credentials, services } = context;
      const { name, cron, profileId } = body;
      context.audit({ name, cron, profileId });
      const subject = await schedulableProfile(context, profileId);
      const { schedules } = await services.performance();
      const schedule = await schedules.create(body, callerOf(credentials));
      context.audit({ schedule: schedule.id });
      return shown(schedule, subject, authorized);
    },
  }),
  jsonRoute({
    operationId: 'updatePerformanceSchedule',
    method: 'post',
    path: '/performance/schedules/{schedule}',
    summary: 'Changes a schedule, or switches it off and on',
    permission: meshplanePerformanceWritePermission,
    audit: { eventId: 'performance-schedule-update', severityLevel: 'medium' },
    params: scheduleParams,
    body: scheduleInputSchema,
    response: scheduleSchema,
    handle: async context => {
      const { authorized, body, services } = context;
      const { cron, enabled, profileId } = body;
      context.audit({ cron, enabled, profileId });
      const { id } = await scheduleOf(context);
      const subject = await schedulableProfile(context, profileId);
      const { schedules } = await services.performance();
      return shown(await schedules.update(id, body), subject, authorized);
    },
  }),
  jsonRoute({
    operationId: 'deletePerformanceSchedule',
    method: 'post',
    path: '/performance/schedules/{schedule}/delete',
    summary: 'Removes a schedule; the runs that it has made stay',
    permission: meshplanePerformanceWritePermission,
    audit: { eventId: 'performance-schedule-delete', severityLevel: 'low' },
    params: scheduleParams,
    response: emptySchema,
    handle: async context => {
      const { id, name } = await scheduleOf(context);
      context.audit({ name });
      const { schedules } = await context.services.performance();
      await schedules.delete(id);
      return {};
    },
  }),
];

/** @throws NotFoundError, or NotAllowedError as its profile says */
async function scheduleOf({
  authorized,
  params,
  services,
}: Context<{ schedule: string }>): Promise<ScheduleView> {
  const { profiles, schedules } = await services.performance();
  const schedule = await schedules.find(params.schedule);
  const profile = schedule && (await profiles.find(schedule.profileId));
  await authorized.require(
    profile && subjectOfInput(profile.input),
    `schedule "${params.schedule}"`,
  );
  return schedule!;
}

/** A schedule runs its profile in the name of whoever writes it. */
async function schedulableProfile(
  context: Context,
  profileId: string,
): Promise<Subject> {
  const { input } = await visibleProfile(context, profileId);
  const subject = subjectOfInput(input);
  await context.authorized.requireFor(
    'run',
    subject,
    `profile "${input.name}"`,
  );
  return subject;
}

function shown(
  schedule: ScheduleView,
  subject: Subject,
  authorized: AuthorizedPerformance,
): PerformanceSchedule {
  const edit =
    authorized.may('write', subject) && authorized.may('run', subject);
  return { ...schedule, may: { edit } };
}
