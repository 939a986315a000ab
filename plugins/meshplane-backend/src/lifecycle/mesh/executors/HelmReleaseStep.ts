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

import type { ChartRepositories } from '../../../charts/ChartRepositories';
import type { HelmExecutor } from '../../../helm/HelmExecutor';
import type {
  Release,
  ReleaseReader,
} from '../../../helm/releases/ReleaseReader';
import type {
  StepCheck,
  StepContext,
  StepExecutor,
} from '../../../operations/model';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';

const paramsSchema = z.object({
  repository: z.string(),
  chart: z.string(),
  version: z.string(),
  digest: z.string(),
  release: z.string(),
  namespace: z.string(),
  /** Overrides as YAML. */
  values: z.string(),
  createNamespace: z.boolean().default(false),
  wait: z.enum(['none', 'ready']).default('ready'),
  timeoutSeconds: z.number().int().positive().default(600),
  noHooks: z.boolean().default(false),
  skipCrds: z.boolean().default(false),
});
/** Parameters of the step `helm-release`. */
export type HelmReleaseParams = z.output<typeof paramsSchema>;

/** What is kept before Helm is called. */
const recordSchema = z.object({
  /** Revision that was deployed before; 0: there was none. */
  before: z.number().int().nonnegative(),
});

/** Installs or upgrades one release with the real Helm; goes back to the revision before. */
export class HelmReleaseStep implements StepExecutor<HelmReleaseParams> {
  readonly type = 'helm-release';
  readonly params: z.ZodType<HelmReleaseParams> = paramsSchema;
  readonly #charts: ChartRepositories;
  readonly #helm: HelmExecutor;
  readonly #releases: ReleaseReader;

  constructor(options: {
    charts: ChartRepositories;
    helm: HelmExecutor;
    releases: ReleaseReader;
  }) {
    this.#charts = options.charts;
    this.#helm = options.helm;
    this.#releases = options.releases;
  }

  async check(params: HelmReleaseParams, context: StepContext) {
    const latest = await this.#read(params, context);
    return checkRelease(latest, params);
  }

  async run(params: HelmReleaseParams, context: StepContext) {
    const { signal } = context;
    const before = await this.#read(params, context);
    if (!context.recorded) {
      await context.record({
        before: before?.status === 'deployed' ? before.revision : 0,
      });
    }
    context.log(
      'info',
      `Fetching chart ${params.chart} ${params.version} (${params.digest})`,
    );
    const chart = await this.#charts.fetch(
      { repository: params.repository, name: params.chart },
      params.version,
      { digest: params.digest, signal },
    );
    context.progress(20, 'Helm is applying the chart');
    const applied = await this.#helm.installOrUpgrade({
      release: releaseOf(params),
      chart: chart.path,
      connection: context.connection,
      values: params.values,
      wait: params.wait,
      timeoutSeconds: params.timeoutSeconds,
      rollbackOnFailure: params.wait === 'ready',
      createNamespace: params.createNamespace,
      noHooks: params.noHooks,
      skipCrds: params.skipCrds,
      description: `Meshplane operation ${context.operation.id}`,
      signal,
      onLine: line => context.log('info', line),
    });
    return {
      detail: `Release "${params.release}" is ${applied.status} as revision ${applied.revision} with chart ${params.chart} ${params.version}`,
    };
  }

  async undo(params: HelmReleaseParams, context: StepContext) {
    const { before } = recordSchema.parse(context.recorded ?? { before: 0 });
    const { connection, signal } = context;
    const release = releaseOf(params);
    const shared = {
      release,
      connection,
      signal,
      timeoutSeconds: params.timeoutSeconds,
      noHooks: params.noHooks,
      onLine: (line: string) => context.log('info', line),
    };
    const latest = await this.#read(params, context);
    if (!latest) {
      return { detail: `There is no release "${params.release}" to take back` };
    }
    if (before === 0) {
      await this.#helm.uninstall(shared);
      return { detail: `Release "${params.release}" is uninstalled` };
    }
    await this.#helm.rollback({
      ...shared,
      revision: before,
      wait: params.wait,
    });
    return {
      detail: `Release "${params.release}" is back at revision ${before}`,
    };
  }

  #read(params: HelmReleaseParams, { connection, signal }: StepContext) {
    return this.#releases.read(connection, releaseOf(params), { signal });
  }
}

function releaseOf({ release, namespace }: HelmReleaseParams) {
  return { name: release, namespace };
}

/** Whether the newest record of the release is what the step would make of it. */
export function checkRelease(
  latest: Release | undefined,
  params: Pick<
    HelmReleaseParams,
    'release' | 'namespace' | 'chart' | 'version' | 'values'
  >,
): StepCheck {
  const name = `Release "${params.release}" in namespace "${params.namespace}"`;
  if (!latest || latest.status === 'uninstalled')
    return { state: 'todo', detail: `${name} is not there` };
  if (latest.status.startsWith('pending-') || latest.status === 'uninstalling')
    return {
      state: 'blocked',
      detail: `${name} hangs in "${latest.status}" (revision ${latest.revision}): an earlier Helm run was cut off. Recover the release first: roll back, or remove the pending revision.`,
    };
  const is = `${latest.chart.name} ${latest.chart.version}`;
  if (latest.status !== 'deployed')
    return { state: 'todo', detail: `${name} is "${latest.status}" (${is})` };
  if (
    latest.chart.name !== params.chart ||
    latest.chart.version !== params.version
  )
    return { state: 'todo', detail: `${name} has chart ${is}` };
  if (!isDeepStrictEqual(latest.values ?? {}, parse(params.values) ?? {}))
    return { state: 'todo', detail: `${name} has other values` };
  return {
    state: 'done',
    detail: `${name} has chart ${is} with these values already`,
  };
}
