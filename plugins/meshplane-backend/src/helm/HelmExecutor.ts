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

import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';

/** Which `helm` is used and whether it can be. */
export interface HelmHealth {
  readonly state: 'ok' | 'missing' | 'unsupported' | 'broken';
  /** For people: what was found where, and what to do. */
  readonly message: string;
  readonly path?: string;
  /** `4.1.4`. */
  readonly version?: string;
}

/** A release, where it lives. */
export interface ReleaseRef {
  readonly name: string;
  readonly namespace: string;
}

/** What all verbs that run for a while take. */
export interface HelmRunOptions {
  readonly signal?: AbortSignal;
  /** A line of Helm's own messages (its standard error), credentials removed. */
  readonly onLine?: (line: string) => void;
}

export interface TemplateOptions extends HelmRunOptions {
  readonly release: ReleaseRef;
  /** Path of a package, or folder of a chart. */
  readonly chart: string;
  /** Overrides as YAML text. */
  readonly values?: string;
  /** `v1.35.2`, of the cluster that it is rendered for. */
  readonly kubeVersion?: string;
  /** `group/version` and `group/version/Kind` that the cluster serves. */
  readonly apiVersions?: readonly string[];
  /** Default: true. */
  readonly includeCrds?: boolean;
  /** Leaves hooks out. Default: false. */
  readonly noHooks?: boolean;
  /** Sets `.Release.IsUpgrade`. */
  readonly isUpgrade?: boolean;
  readonly skipTests?: boolean;
  /**
   * Renders with `lookup` answered by this cluster, as an install would be. Without it nothing leaves the process.
   */
  readonly connection?: ClusterConnection;
}

export interface ApplyReleaseOptions extends HelmRunOptions {
  readonly release: ReleaseRef;
  readonly chart: string;
  readonly connection: ClusterConnection;
  readonly values?: string;
  /**
   * `none`: only hooks are waited for; `ready`: every object too. Default: `ready`.
   */
  readonly wait?: 'none' | 'ready';
  /** Waits for Jobs too. */
  readonly waitForJobs?: boolean;
  /** Default: 300. */
  readonly timeoutSeconds?: number;
  /** Goes back to the last good revision (or uninstalls a first one) when it fails. Implies `wait: ready`. Default: true. */
  readonly rollbackOnFailure?: boolean;
  readonly createNamespace?: boolean;
  /** Takes over objects that exist without belonging to this release. Only when a person asked for it. */
  readonly takeOwnership?: boolean;
  /** Takes fields from other field managers (Helm 4). Only when a person asked for it. */
  readonly forceConflicts?: boolean;
  readonly noHooks?: boolean;
  readonly skipCrds?: boolean;
  /** Shown in the history of the release. */
  readonly description?: string;
  /** Fails instead of installing when there is no release. */
  readonly upgradeOnly?: boolean;
}

export interface RollbackOptions extends HelmRunOptions {
  readonly release: ReleaseRef;
  readonly connection: ClusterConnection;
  /** Default: the one before. */
  readonly revision?: number;
  readonly wait?: 'none' | 'ready';
  readonly timeoutSeconds?: number;
  readonly noHooks?: boolean;
}

export interface UninstallOptions extends HelmRunOptions {
  readonly release: ReleaseRef;
  readonly connection: ClusterConnection;
  readonly keepHistory?: boolean;
  /** Waits until the objects are gone. Default: true. */
  readonly wait?: boolean;
  readonly timeoutSeconds?: number;
  readonly noHooks?: boolean;
  /** A release that is not there is fine. Default: true. */
  readonly ignoreNotFound?: boolean;
}

/** Outcome of an install or upgrade. */
export interface AppliedRelease {
  readonly revision: number;
  /** As in the release record: `deployed`. */
  readonly status: string;
  readonly notes?: string;
}

/** A problem that `helm lint` found. */
export interface LintMessage {
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
}

/**
 * Runs the real `helm`. Every call is a process of its own, with folders of its own that are gone afterwards. No
 * credential of a cluster reaches it: it talks to a relay on loopback that adds them.
 *
 * All verbs throw ServiceUnavailableError when there is no usable binary, HelmError when helm failed, and the reason of
 * the signal when it was aborted (helm was asked to end and had time for it).
 */
export interface HelmExecutor {
  /** Looks for the binary and asks its version, once; a failure is looked at again after half a minute. */
  health(): Promise<HelmHealth>;
  /** @returns the rendered YAML */
  template(options: TemplateOptions): Promise<string>;
  installOrUpgrade(options: ApplyReleaseOptions): Promise<AppliedRelease>;
  rollback(options: RollbackOptions): Promise<void>;
  uninstall(options: UninstallOptions): Promise<void>;
  /** @throws HelmError only when it could not look; problems of the chart are in the result */
  lint(
    chart: string,
    options?: HelmRunOptions & { values?: string; kubeVersion?: string },
  ): Promise<readonly LintMessage[]>;
  /**
   * Checks a package against the provenance file beside it (`<path>.prov`).
   *
   * @throws HelmError when the signature does not match
   */
  verify(
    path: string,
    keyring: string,
    options?: HelmRunOptions,
  ): Promise<void>;
}

/** Helm ran and failed. */
export class HelmError extends Error {
  constructor(
    /** The first thing that helm said about it, credentials removed. */
    message: string,
    readonly details: {
      readonly verb: string;
      readonly exitCode?: number;
      readonly signal?: string;
      /** End of its standard error, credentials removed. */
      readonly stderr: string;
      /** What it means, where it is known. */
      readonly reason?:
        | 'release-busy'
        | 'values-schema'
        | 'ownership'
        | 'conflict'
        | 'timeout'
        | 'forbidden'
        | 'not-found'
        | 'unreachable'
        | 'killed';
      /** Helm has gone back to the revision before, or taken a first install away. */
      readonly rolledBack?: boolean;
    },
  ) {
    super(message);
    this.name = 'HelmError';
  }
}
