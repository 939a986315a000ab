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
import type { ReleaseRecovery } from '../../../helm/releases/ReleaseReader';
import type { ReleaseReader } from '../../../helm/releases/ReleaseReader';
import type { StepContext, StepExecutor } from '../../../operations/model';

const paramsSchema = z.object({
  release: z.string(),
  namespace: z.string(),
  /** The revision that was seen stuck when it was planned. */
  revision: z.number().int().positive(),
  way: z.enum(['rollback', 'delete-pending', 'uninstall']),
});
type Params = z.output<typeof paramsSchema>;

/** Mends a release that hangs, in the way that a person chose. */
export class RecoverReleaseStep implements StepExecutor<Params> {
  readonly type = 'recover-release';
  readonly params: z.ZodType<Params> = paramsSchema;
  readonly #recovery: ReleaseRecovery;
  readonly #releases: ReleaseReader;

  constructor(options: { recovery: ReleaseRecovery; releases: ReleaseReader }) {
    this.#recovery = options.recovery;
    this.#releases = options.releases;
  }

  async check(params: Params, { connection, signal }: StepContext) {
    const [latest] = await this.#releases.history(
      connection,
      { name: params.release, namespace: params.namespace },
      { signal },
    );
    const name = `Release "${params.release}"`;
    if (!latest) return { state: 'done' as const, detail: `${name} is gone` };
    if (latest.revision !== params.revision || latest.status === 'deployed')
      return {
        state: 'done' as const,
        detail: `${name} is "${latest.status}" as revision ${latest.revision}`,
      };
    return {
      state: 'todo' as const,
      detail: `${name} hangs in "${latest.status}" as revision ${latest.revision}`,
    };
  }

  async run(params: Params, context: StepContext) {
    const outcome = await this.#recovery.recover(
      context.connection,
      { name: params.release, namespace: params.namespace },
      params.way,
      {
        revision: params.revision,
        signal: context.signal,
        onLine: line => context.log('info', line),
      },
    );
    return { detail: outcome.detail };
  }
}
