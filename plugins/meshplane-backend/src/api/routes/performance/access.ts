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

import type { ProfileRow, RunRow } from '../../../performance/stores/model';
import { subjectOfInput, subjectOfRun } from '../../../performance/viewing';
import type { AuthorizedPerformance } from '../../authorization/PerformanceAuthorizer';
import type { RouteContext } from '../../route';

type Context<P = unknown> = Pick<
  RouteContext<P, unknown, unknown, AuthorizedPerformance>,
  'authorized' | 'params' | 'services'
>;

/**
 * The run of a `/performance/runs/{run}/…` route.
 *
 * @throws NotFoundError if it is not there or may not be seen: the two look the same
 * @throws NotAllowedError if it may be seen, but the permission of the route is missing for it
 */
export async function runOf(
  context: Context<{ run: string }>,
): Promise<RunRow> {
  return visibleRun(context, context.params.run);
}

/** A run that is named somewhere else; see {@link runOf}. */
export async function visibleRun(
  { authorized, services }: Context,
  id: string,
): Promise<RunRow> {
  const { results } = await services.performance();
  const row = await results.find(id);
  await authorized.require(row && subjectOfRun(row), `run "${id}"`);
  return row!;
}

/**
 * The profile of a `/performance/profiles/{profile}/…` route, the newest version unless one is given.
 *
 * @throws as {@link runOf}
 */
export async function profileRowOf(
  context: Context<{ profile: string }>,
  version?: number,
): Promise<ProfileRow> {
  return visibleProfile(context, context.params.profile, version);
}

/** A profile that is named somewhere else; see {@link profileRowOf}. */
export async function visibleProfile(
  { authorized, services }: Context,
  id: string,
  version?: number,
): Promise<ProfileRow> {
  const { profiles } = await services.performance();
  const row = await profiles.find(id, version);
  await authorized.require(
    row && subjectOfInput(row.input),
    version === undefined
      ? `profile "${id}"`
      : `version "${version}" of profile "${id}"`,
  );
  return row!;
}

/** Loads what is needed to say what may be done with runs. */
export async function prepareRuns(
  authorized: AuthorizedPerformance,
  rows: readonly RunRow[],
): Promise<void> {
  await authorized.prepare(rows.map(subjectOfRun));
}
