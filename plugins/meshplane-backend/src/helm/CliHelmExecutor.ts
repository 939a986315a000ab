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

import { ServiceUnavailableError } from '@backstage/errors';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import {
  applyArguments,
  lintArguments,
  rollbackArguments,
  templateArguments,
  uninstallArguments,
  verifyArguments,
} from './arguments';
import { BinaryLookup, type HelmBinary } from './binary';
import { cleanOutput } from './cleaning';
import type { HelmConfig } from './config';
import { helmErrorOf } from './failures';
import {
  type AppliedRelease,
  type ApplyReleaseOptions,
  type HelmExecutor,
  type HelmHealth,
  type HelmRunOptions,
  HelmError,
  type LintMessage,
  type RollbackOptions,
  type TemplateOptions,
  type UninstallOptions,
} from './HelmExecutor';
import { type Relay, startRelay } from './relay/startRelay';
import { type ProcessResult, runProcess } from './runProcess';
import { createWorkspace, removeStaleWorkspaces } from './workspace';

/** Time for Helm to go back or to write down how far it came, once it is asked to end. */
const GRACE_MS = 30_000;

export interface CliHelmExecutorOptions {
  readonly config?: HelmConfig;
  /** Where `HELM_BIN` and `PATH` are read; default: of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly now?: () => number;
  readonly graceMs?: number;
}

interface Job {
  readonly verb: string;
  readonly args: (binary: HelmBinary) => readonly string[];
  readonly values?: string;
  readonly connection?: ClusterConnection;
  readonly readOnly?: boolean;
  readonly options: HelmRunOptions;
  /** Exit codes above zero that are an answer, not a failure. */
  readonly accept?: (result: ProcessResult) => boolean;
}

interface JobResult extends ProcessResult {
  /** Takes credentials out of what Helm wrote. */
  readonly clean: (text: string) => string;
}

const appliedSchema = z.object({
  version: z.number().int(),
  info: z.object({ status: z.string(), notes: z.string().optional() }),
});

/** {@link HelmExecutor} with the `helm` of this machine. */
export class CliHelmExecutor implements HelmExecutor {
  readonly #binary: BinaryLookup;
  readonly #graceMs: number;
  readonly #now: () => number;
  #tidied = false;

  constructor(options: CliHelmExecutorOptions = {}) {
    this.#now = options.now ?? Date.now;
    this.#graceMs = options.graceMs ?? GRACE_MS;
    this.#binary = new BinaryLookup({
      config: options.config ?? {},
      env: options.env,
      now: this.#now,
    });
  }

  health(): Promise<HelmHealth> {
    return this.#binary.health();
  }

  async template(options: TemplateOptions): Promise<string> {
    const { stdout } = await this.#run({
      verb: 'template',
      args: () => templateArguments(options),
      values: options.values,
      connection: options.connection,
      readOnly: true,
      options,
    });
    return stdout;
  }

  async installOrUpgrade(
    options: ApplyReleaseOptions,
  ): Promise<AppliedRelease> {
    const { stdout, clean } = await this.#run({
      verb: 'upgrade',
      args: ({ major }) => applyArguments(options, major),
      values: options.values,
      connection: options.connection,
      options,
    });
    const { version, info } = parseApplied(stdout);
    return {
      revision: version,
      status: info.status,
      ...(info.notes && { notes: clean(info.notes) }),
    };
  }

  async rollback(options: RollbackOptions): Promise<void> {
    await this.#run({
      verb: 'rollback',
      args: ({ major }) => rollbackArguments(options, major),
      connection: options.connection,
      options,
    });
  }

  async uninstall(options: UninstallOptions): Promise<void> {
    await this.#run({
      verb: 'uninstall',
      args: ({ major }) => uninstallArguments(options, major),
      connection: options.connection,
      options,
    });
  }

  async lint(
    chart: string,
    options: HelmRunOptions & { values?: string; kubeVersion?: string } = {},
  ): Promise<readonly LintMessage[]> {
    const { stdout } = await this.#run({
      verb: 'lint',
      args: () => lintArguments(chart, options),
      values: options.values,
      options,
      accept: ({ exitCode, stdout: text }) =>
        exitCode === 1 && text.includes('[ERROR]'),
    });
    return [...stdout.matchAll(/^\[(INFO|WARNING|ERROR)\] (.*)$/gm)].map(
      ([, severity, text]) => ({
        severity: severity.toLowerCase() as LintMessage['severity'],
        text,
      }),
    );
  }

  async verify(
    path: string,
    keyring: string,
    options: HelmRunOptions = {},
  ): Promise<void> {
    await this.#run({
      verb: 'verify',
      args: () => verifyArguments(path, keyring),
      options,
    });
  }

  /** One process, with folders and a relay of its own. */
  async #run(job: Job): Promise<JobResult> {
    const { signal, onLine } = job.options;
    signal?.throwIfAborted();
    const binary = await this.#binary.find();
    if ('state' in binary) {
      throw new ServiceUnavailableError(binary.message);
    }
    const args = job.args(binary);
    if (!this.#tidied) {
      this.#tidied = true;
      await removeStaleWorkspaces(this.#now());
    }
    const workspace = await createWorkspace();
    let relay: Relay | undefined;
    try {
      relay =
        job.connection &&
        (await startRelay(job.connection, { readOnly: job.readOnly }));
      const clean = (text: string) => cleanOutput(text, relay?.redact);
      const result = await runProcess({
        command: binary.path,
        args,
        cwd: workspace.folder,
        env: {
          ...workspace.env,
          ...(relay && { HELM_KUBEAPISERVER: relay.url }),
        },
        stdin: job.values,
        signal,
        graceMs: this.#graceMs,
        ...(onLine && {
          onLine: line => onLine(clean(line)),
        }),
      }).catch(error => {
        // The binary was there when its version was asked.
        this.#binary.forget();
        throw new ServiceUnavailableError(
          `"${binary.path}" cannot be started: ${error.message}`,
        );
      });
      if (signal?.aborted) {
        throw signal.reason;
      }
      const ended = result.exitCode === 0 || job.accept?.(result);
      if (!ended || result.tooMuchOutput) {
        throw helmErrorOf(job.verb, result, clean);
      }
      return { ...result, clean };
    } finally {
      await relay?.close();
      await workspace.remove();
    }
  }
}

function parseApplied(stdout: string): z.infer<typeof appliedSchema> {
  try {
    return appliedSchema.parse(JSON.parse(stdout));
  } catch {
    throw new HelmError(
      'Helm reported success, but not the release: its output is not what this version is known to write',
      { verb: 'upgrade', stderr: '' },
    );
  }
}
