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

import { z } from 'zod';
import type { HelmExecutor } from '../../../helm/HelmExecutor';
import type { ReleaseReader } from '../../../helm/releases/ReleaseReader';
import type { StepContext, StepExecutor } from '../../../operations/model';

const paramsSchema = z.object({
  release: z.string(),
  namespace: z.string(),
  timeoutSeconds: z.number().int().positive().default(600),
  noHooks: z.boolean().default(false),
});
type Params = z.output<typeof paramsSchema>;

/** Uninstalls one release with the real Helm. */
export class HelmUninstallStep implements StepExecutor<Params> {
  readonly type = 'helm-uninstall';
  readonly params: z.ZodType<Params> = paramsSchema;
  readonly #helm: HelmExecutor;
  readonly #releases: ReleaseReader;

  constructor(options: { helm: HelmExecutor; releases: ReleaseReader }) {
    this.#helm = options.helm;
    this.#releases = options.releases;
  }

  async check(params: Params, { connection, signal }: StepContext) {
    const [latest] = await this.#releases.history(
      connection,
      { name: params.release, namespace: params.namespace },
      { signal },
    );
    const name = `Release "${params.release}" in namespace "${params.namespace}"`;
    return latest && latest.status !== 'uninstalled'
      ? {
          state: 'todo' as const,
          detail: `${name} is "${latest.status}" as revision ${latest.revision}`,
        }
      : { state: 'done' as const, detail: `${name} is not there` };
  }

  async run(params: Params, context: StepContext) {
    await this.#helm.uninstall({
      release: { name: params.release, namespace: params.namespace },
      connection: context.connection,
      timeoutSeconds: params.timeoutSeconds,
      noHooks: params.noHooks,
      signal: context.signal,
      onLine: line => context.log('info', line),
    });
    return { detail: `Release "${params.release}" is uninstalled` };
  }
}
