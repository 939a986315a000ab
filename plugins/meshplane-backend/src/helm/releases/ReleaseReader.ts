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
import type { ReleaseRef } from '../HelmExecutor';

export const RELEASE_STATUSES = [
  'unknown',
  'deployed',
  'uninstalled',
  'superseded',
  'failed',
  'uninstalling',
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
] as const;
export type ReleaseStatus = (typeof RELEASE_STATUSES)[number];

/** What the labels of a release Secret tell; its data was not read. */
export interface ReleaseSummary extends ReleaseRef {
  readonly revision: number;
  readonly status: ReleaseStatus;
  /** When this revision was last written, ISO 8601. */
  readonly modifiedAt: string;
  /** Name of the Secret. */
  readonly secret: string;
}

/** A release record, decoded. */
export interface Release extends ReleaseRef {
  readonly revision: number;
  readonly status: ReleaseStatus;
  readonly chart: {
    readonly name: string;
    readonly version: string;
    readonly appVersion?: string;
  };
  readonly firstDeployedAt?: string;
  readonly lastDeployedAt?: string;
  readonly description?: string;
  /** Overrides only. May hold secrets. */
  readonly values: Record<string, unknown>;
  /** Rendered objects without hooks. May hold secrets. */
  readonly manifest: string;
  readonly hooks: readonly {
    readonly name: string;
    readonly kind: string;
    readonly events: readonly string[];
    readonly manifest: string;
  }[];
  /** How Helm applied it: `csa` or `ssa`; absent before Helm 4. */
  readonly applyMethod?: string;
}

/** A release whose newest revision did not end well. */
export interface StuckRelease {
  readonly latest: ReleaseSummary;
  /** `pending`: Helm refuses to touch it; `failed`: it can be upgraded again; `uninstalling`: it was cut off. */
  readonly problem: 'pending' | 'failed' | 'uninstalling';
  /** Newest revision that was good; absent: it never was. */
  readonly lastGood?: ReleaseSummary;
  /** How it can be recovered, the best first. */
  readonly ways: readonly RecoveryWay[];
  /** In words, for people. */
  readonly detail: string;
}

export type RecoveryWay = 'rollback' | 'delete-pending' | 'uninstall';

export interface ReadOptions {
  readonly signal?: AbortSignal;
}

/** Reads releases from their Secrets, without a binary. */
export interface ReleaseReader {
  /** The newest revision of each release, by metadata only. @param namespace - default: all */
  list(
    connection: ClusterConnection,
    options?: ReadOptions & { namespace?: string },
  ): Promise<readonly ReleaseSummary[]>;
  /** All revisions of one release that are kept, newest first; empty when there is no such release. */
  history(
    connection: ClusterConnection,
    release: ReleaseRef,
    options?: ReadOptions,
  ): Promise<readonly ReleaseSummary[]>;
  /**
   * One revision with its data.
   *
   * @param revision - default: the newest
   * @returns undefined when it is not there
   * @throws InputError when the record is damaged or too large
   */
  read(
    connection: ClusterConnection,
    release: ReleaseRef,
    options?: ReadOptions & { revision?: number },
  ): Promise<Release | undefined>;
  /** Releases whose newest revision is pending, failed or half uninstalled. Whether one is in work right now, only its lock knows. */
  stuck(
    connection: ClusterConnection,
    options?: ReadOptions & { namespace?: string },
  ): Promise<readonly StuckRelease[]>;
}

/** What was done to a stuck release. */
export interface RecoveryOutcome {
  readonly way: RecoveryWay;
  readonly detail: string;
  /** For `delete-pending`: the Secret as it was, as JSON. May hold secrets: keep it only where those may be. */
  readonly backup?: string;
}

/** Mends stuck releases; a person chose the way. */
export interface ReleaseRecovery {
  /**
   * @throws ConflictError when the release is not stuck (any more), or this way does not suit it
   */
  recover(
    connection: ClusterConnection,
    release: ReleaseRef,
    way: RecoveryWay,
    options: ReadOptions & {
      /** The revision that was seen stuck; another one by now is refused. */
      revision: number;
      timeoutSeconds?: number;
      /** Gets the Secret as it is (JSON) before it is deleted; a rejection keeps it. */
      onBackup?(secret: string): Promise<void>;
      onLine?: (line: string) => void;
    },
  ): Promise<RecoveryOutcome>;
}
