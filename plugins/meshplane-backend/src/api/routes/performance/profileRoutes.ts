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
  performanceProfileSchema,
  profileCheckSchema,
  profileInputSchema,
  profileListSchema,
  profileQuerySchema,
} from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import type { ProfileRow } from '../../../performance/stores/model';
import { profileOf, subjectOfInput } from '../../../performance/viewing';
import { callerOf } from '../../caller';
import { jsonRoute } from '../../route';
import { profileRowOf } from './access';
import { profileParams } from './params';

const subjectOf = ({ input }: ProfileRow) => subjectOfInput(input);

/** Stored load tests. */
export const profileRoutes = [
  jsonRoute({
    operationId: 'listPerformanceProfiles',
    method: 'get',
    path: '/performance/profiles',
    summary: 'Profiles in their newest version',
    permission: meshplanePerformanceReadPermission,
    query: profileQuerySchema,
    response: profileListSchema,
    handle: async ({ authorized, query, services }) => {
      const { profiles } = await services.performance();
      const { items, total } = await authorized.list(subjectOf, visible =>
        profiles.list(query, visible),
      );
      await authorized.prepare(items.map(subjectOf));
      return { items: items.map(row => profileOf(row, authorized)), total };
    },
  }),
  jsonRoute({
    operationId: 'createPerformanceProfile',
    method: 'post',
    path: '/performance/profiles',
    summary: 'Stores a profile; credentials that are written down are refused',
    permission: meshplanePerformanceWritePermission,
    audit: { eventId: 'performance-profile-create', severityLevel: 'low' },
    body: profileInputSchema,
    response: performanceProfileSchema,
    handle: async ({ audit, authorized, body, credentials, services }) => {
      audit({ name: body.name });
      await authorized.requireFor(
        'write',
        subjectOfInput(body),
        `profile "${body.name}"`,
      );
      const { profiles } = await services.performance();
      const row = await profiles.create(body, callerOf(credentials));
      audit({ profile: row.id });
      return profileOf(row, authorized);
    },
  }),
  jsonRoute({
    operationId: 'checkPerformanceProfile',
    method: 'post',
    path: '/performance/profiles/check',
    summary:
      'Says whether a load could be sent now, and every reason why not; sends nothing',
    permission: meshplanePerformanceReadPermission,
    audit: { eventId: 'performance-profile-check', severityLevel: 'low' },
    body: profileInputSchema,
    response: profileCheckSchema,
    handle: async ({ body, services }) => {
      const { profiles } = await services.performance();
      return profiles.check(body);
    },
  }),
  jsonRoute({
    operationId: 'getPerformanceProfile',
    method: 'get',
    path: '/performance/profiles/{profile}',
    summary: 'A profile in its newest version, or in the one that is asked for',
    permission: meshplanePerformanceReadPermission,
    params: profileParams,
    query: z.object({ version: z.coerce.number().int().min(1).optional() }),
    response: performanceProfileSchema,
    handle: async context =>
      profileOf(
        await profileRowOf(context, context.query.version),
        context.authorized,
      ),
  }),
  jsonRoute({
    operationId: 'listPerformanceProfileVersions',
    method: 'get',
    path: '/performance/profiles/{profile}/versions',
    summary: 'All versions of a profile, newest first',
    permission: meshplanePerformanceReadPermission,
    params: profileParams,
    response: profileListSchema,
    handle: async context => {
      const { authorized, services } = context;
      const { id } = await profileRowOf(context);
      const { profiles } = await services.performance();
      const rows = await profiles.versions(id);
      await authorized.prepare(rows.map(subjectOf));
      // An earlier version may have measured something else, which this caller may not see.
      const visible = rows.filter(row =>
        authorized.may('read', subjectOf(row)),
      );
      return {
        items: visible.map(row => profileOf(row, authorized)),
        total: visible.length,
      };
    },
  }),
  jsonRoute({
    operationId: 'updatePerformanceProfile',
    method: 'post',
    path: '/performance/profiles/{profile}',
    summary:
      'Makes the next version of a profile; a conflict if `baseVersion` is not the newest one',
    permission: meshplanePerformanceWritePermission,
    audit: { eventId: 'performance-profile-update', severityLevel: 'low' },
    params: profileParams,
    body: z.object({
      input: profileInputSchema,
      baseVersion: z.number().int().min(1),
    }),
    response: performanceProfileSchema,
    handle: async context => {
      const { authorized, body, credentials, services } = context;
      const { id, input } = await profileRowOf(context);
      await authorized.requireFor(
        'write',
        subjectOfInput(body.input),
        `profile "${input.name}" as it is to become`,
      );
      const { profiles } = await services.performance();
      const row = await profiles.update(id, body, callerOf(credentials));
      context.audit({ version: row.version });
      return profileOf(row, authorized);
    },
  }),
  jsonRoute({
    operationId: 'archivePerformanceProfile',
    method: 'post',
    path: '/performance/profiles/{profile}/archive',
    summary: 'Hides a profile from lists, or shows it again; its runs stay',
    permission: meshplanePerformanceWritePermission,
    audit: { eventId: 'performance-profile-archive', severityLevel: 'low' },
    params: profileParams,
    body: z.object({ archived: z.boolean() }),
    response: performanceProfileSchema,
    handle: async context => {
      const { archived } = context.body;
      context.audit({ archived });
      const { id } = await profileRowOf(context);
      const { profiles } = await context.services.performance();
      return profileOf(
        await profiles.setArchived(id, archived),
        context.authorized,
      );
    },
  }),
];
