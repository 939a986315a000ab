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
  type ExperimentList,
  experimentInputSchema,
} from '@meshplane/plugin-meshplane-common';
import type { ExperimentViewer } from '../../../performance/experiments';
import { inputOfArm } from '../../../performance/experiments/armInput';
import type { ExperimentRow } from '../../../performance/stores/model';
import {
  runSummaryOf,
  type Subject,
  subjectOfInput,
} from '../../../performance/viewing';
import type { AuthorizedPerformance } from '../../authorization/PerformanceAuthorizer';
import type { RouteContext } from '../../route';

type Context<P = unknown> = Pick<
  RouteContext<P, unknown, unknown, AuthorizedPerformance>,
  'authorized' | 'params' | 'services'
>;

/** Experiments that are looked at together where a permission restricts the caller. */
const PAGE = 500;

/**
 * The experiment of a `/performance/experiments/{experiment}/…` route.
 *
 * @throws NotFoundError if it is not there or may not be seen, NotAllowedError if only the latter may be
 */
export async function experimentOf(
  context: Context<{ experiment: string }>,
): Promise<{ id: string; mayCancel: boolean }> {
  const { authorized, params, services } = context;
  const id = params.experiment;
  const { findExperiment } = await services.performance();
  const row = await findExperiment(id);
  const subject = row && (await subjectOf(row, context));
  await authorized.require(subject, `experiment "${id}"`);
  return { id, mayCancel: authorized.may('run', subject!) };
}

/** What the service makes of rows for this caller, who may see the runs of an experiment with it. */
export function viewerOf(
  { authorized, services }: Context,
  mayCancel: boolean,
): ExperimentViewer {
  return {
    mayCancel,
    summarizeRun: run => runSummaryOf(run, authorized),
    compare: async input => {
      const { comparisons } = await services.performance();
      return comparisons.compare(input, authorized);
    },
  };
}

/** A page of the experiments that this caller may see. */
export async function experimentPage(
  context: Context,
  query: { limit: number; offset: number },
): Promise<ExperimentList> {
  const { authorized } = context;
  if (authorized.unrestricted) {
    const { items, total } = await pageOf(context, query);
    return { items: items.map(({ item }) => item), total };
  }
  const found: ExperimentList['items'] = [];
  for (let offset = 0; ; offset += PAGE) {
    const { items, total } = await pageOf(context, { limit: PAGE, offset });
    found.push(
      ...items
        .filter(({ subject }) => authorized.may('read', subject))
        .map(({ item }) => item),
    );
    if (offset + PAGE >= total) break;
  }
  return {
    items: found.slice(query.offset, query.offset + query.limit),
    total: found.length,
  };
}

async function pageOf(
  context: Context,
  query: { limit: number; offset: number },
) {
  const { authorized, services } = context;
  const { experiments, findExperiment } = await services.performance();
  const { items, total } = await experiments.list(query, { mayCancel: true });
  const listed = [];
  for (const item of items) {
    const row = await findExperiment(item.id);
    if (row) listed.push({ item, subject: await subjectOf(row, context) });
  }
  await authorized.prepare(listed.map(({ subject }) => subject));
  return {
    total,
    items: listed.map(({ item, subject }) => ({
      subject,
      item: {
        ...item,
        may: { cancel: item.may.cancel && authorized.may('run', subject) },
      },
    })),
  };
}

/** Of all sides together: whoever sees an experiment sees all of it. */
async function subjectOf(
  row: ExperimentRow,
  { services }: Context,
): Promise<Subject> {
  const { arms, profile, profileId, profileVersion } =
    experimentInputSchema.parse(row.input);
  const { profiles } = await services.performance();
  const stored =
    profileId === undefined
      ? undefined
      : await profiles.find(profileId, profileVersion);
  const load = profile ?? stored?.input;
  if (!load) return { clusters: [], targets: [] };
  const sides = arms.map(arm => subjectOfInput(inputOfArm(load, arm, 1)));
  return {
    entityRef: load.entityRef,
    clusters: [...new Set(sides.flatMap(({ clusters }) => clusters))],
    targets: [...new Set(sides.flatMap(({ targets }) => targets))],
  };
}
