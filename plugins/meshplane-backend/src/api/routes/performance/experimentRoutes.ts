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
  experimentDetailSchema,
  experimentInputSchema,
  experimentListSchema,
  experimentSummarySchema,
  exportedFileSchema,
  meshplaneOperationApprovePermission,
  meshplaneOperationCreatePermission,
  meshplanePerformanceReadPermission,
  meshplanePerformanceRunPermission,
} from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import { inputOfArm } from '../../../performance/experiments/armInput';
import { clustersChangedBy } from '../../../performance/experiments/ExperimentService';
import { subjectOfInput } from '../../../performance/viewing';
import { callerOf } from '../../caller';
import { jsonRoute } from '../../route';
import { visibleProfile } from './access';
import { experimentOf, experimentPage, viewerOf } from './experimentAccess';
import { experimentParams } from './params';

/** The same load on several set-ups of its target. */
export const experimentRoutes = [
  jsonRoute({
    operationId: 'createPerformanceExperiment',
    method: 'post',
    path: '/performance/experiments',
    summary:
      'Runs a load on several set-ups of its target in turn; what it changes for that is taken back in any case. Operations of its sides need the permissions to create and approve them',
    permission: meshplanePerformanceRunPermission,
    audit: {
      eventId: 'performance-experiment-create',
      severityLevel: 'medium',
    },
    body: experimentInputSchema,
    response: experimentDetailSchema,
    handle: async context => {
      const { authorize, authorized, body, credentials, services } = context;
      const { profile, profileId, profileVersion, arms, name } = body;
      context.audit({ name, arms: arms.map(arm => arm.name) });
      const load =
        profileId === undefined
          ? profile
          : (await visibleProfile(context, profileId, profileVersion)).input;
      for (const arm of load ? arms : [])
        await authorized.requireFor(
          'run',
          subjectOfInput(inputOfArm(load!, arm, 1)),
          `the load of side "${arm.name}"`,
        );
      const clusters = clustersChangedBy(body);
      if (clusters.length > 0)
        for (const permission of [
          meshplaneOperationCreatePermission,
          meshplaneOperationApprovePermission,
        ]) {
          const may = await authorize(permission);
          for (const cluster of clusters) may.get(cluster);
        }
      const { experiments } = await services.performance();
      const { id } = await experiments.create(body, callerOf(credentials));
      context.audit({ experiment: id });
      return experiments.get(id, viewerOf(context, true));
    },
  }),
  jsonRoute({
    operationId: 'listPerformanceExperiments',
    method: 'get',
    path: '/performance/experiments',
    summary: 'Experiments, newest first',
    permission: meshplanePerformanceReadPermission,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(500).default(100),
      offset: z.coerce.number().int().min(0).default(0),
    }),
    response: experimentListSchema,
    handle: context => experimentPage(context, context.query),
  }),
  jsonRoute({
    operationId: 'getPerformanceExperiment',
    method: 'get',
    path: '/performance/experiments/{experiment}',
    summary: 'An experiment with its runs and what each side costs',
    permission: meshplanePerformanceReadPermission,
    params: experimentParams,
    response: experimentDetailSchema,
    handle: async context => {
      const { id, mayCancel } = await experimentOf(context);
      const { experiments } = await context.services.performance();
      return experiments.get(id, viewerOf(context, mayCancel));
    },
  }),
  jsonRoute({
    operationId: 'cancelPerformanceExperiment',
    method: 'post',
    path: '/performance/experiments/{experiment}/cancel',
    summary:
      'Ends an experiment after what it changed has been taken back; tries that again where it has failed',
    permission: meshplanePerformanceRunPermission,
    audit: {
      eventId: 'performance-experiment-cancel',
      severityLevel: 'medium',
    },
    params: experimentParams,
    response: experimentSummarySchema,
    handle: async context => {
      const { id, mayCancel } = await experimentOf(context);
      const { experiments } = await context.services.performance();
      return experiments.cancel(id, callerOf(context.credentials), {
        mayCancel,
      });
    },
  }),
  jsonRoute({
    operationId: 'exportPerformanceExperiment',
    method: 'get',
    path: '/performance/experiments/{experiment}/smp',
    summary: 'Results of all runs of an experiment in the form of SMP',
    permission: meshplanePerformanceReadPermission,
    params: experimentParams,
    response: exportedFileSchema,
    handle: async context => {
      const { id } = await experimentOf(context);
      const { experiments } = await context.services.performance();
      return experiments.exportSmp(id);
    },
  }),
];
