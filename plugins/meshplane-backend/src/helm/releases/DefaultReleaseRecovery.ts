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

import { ConflictError } from '@backstage/errors';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { hasStatus, kubeJson } from '../../manifests/kubeJson';
import type { HelmExecutor, ReleaseRef } from '../HelmExecutor';
import { secretsPath } from './KubeReleaseReader';
import type {
  RecoveryOutcome,
  RecoveryWay,
  ReleaseReader,
  ReleaseRecovery,
  StuckRelease,
} from './ReleaseReader';
import { stuckRelease } from './stuck';

type RecoverOptions = Parameters<ReleaseRecovery['recover']>[3];

const metadataSchema = z.looseObject({
  metadata: z.looseObject({ uid: z.string(), resourceVersion: z.string() }),
});

/** {@link ReleaseRecovery} with Helm for what only Helm can do. */
export class DefaultReleaseRecovery implements ReleaseRecovery {
  constructor(
    private readonly reader: ReleaseReader,
    private readonly helm: HelmExecutor,
  ) {}

  async recover(
    connection: ClusterConnection,
    release: ReleaseRef,
    way: RecoveryWay,
    options: RecoverOptions,
  ): Promise<RecoveryOutcome> {
    const stuck = await this.#check(connection, release, way, options);
    const { signal, onLine, timeoutSeconds } = options;
    const run = { connection, release, signal, onLine, timeoutSeconds };
    switch (way) {
      case 'rollback': {
        const revision = stuck.lastGood!.revision;
        await this.helm.rollback({ ...run, revision });
        return { way, detail: `Rolled back to revision ${revision}` };
      }
      case 'uninstall':
        await this.helm.uninstall(run);
        return { way, detail: 'Uninstalled' };
      default: {
        const backup = await this.#deletePending(connection, stuck, options);
        return {
          way,
          backup,
          detail: `Deleted the record of revision ${stuck.latest.revision}, "${stuck.latest.status}"; objects of the cluster were left as they are`,
        };
      }
    }
  }

  async #check(
    connection: ClusterConnection,
    release: ReleaseRef,
    way: RecoveryWay,
    { revision, signal }: RecoverOptions,
  ): Promise<StuckRelease> {
    const history = await this.reader.history(connection, release, { signal });
    const stuck = stuckRelease(history);
    const name = `Release "${release.name}" in namespace "${release.namespace}"`;
    if (!stuck) {
      throw new ConflictError(
        `${name} is not stuck: ${
          history[0]
            ? `its revision ${history[0].revision} is "${history[0].status}"`
            : 'it does not exist'
        }`,
      );
    }
    if (stuck.latest.revision !== revision) {
      throw new ConflictError(
        `${name} has moved on from revision ${revision} to ${stuck.latest.revision}: look again`,
      );
    }
    if (!stuck.ways.includes(way)) {
      throw new ConflictError(
        `${name} cannot be recovered by "${way}". ${
          stuck.detail
        } Possible: ${stuck.ways.map(w => `"${w}"`).join(', ')}`,
      );
    }
    return stuck;
  }

  async #deletePending(
    connection: ClusterConnection,
    { latest }: StuckRelease,
    { signal, onBackup }: RecoverOptions,
  ): Promise<string> {
    const path = `${secretsPath(latest.namespace)}/${encodeURIComponent(
      latest.secret,
    )}`;
    const { value } = await kubeJson(connection, path, { signal });
    const { uid, resourceVersion } = metadataSchema.parse(value).metadata;
    const backup = JSON.stringify(value);
    await onBackup?.(backup);
    try {
      await kubeJson(connection, path, {
        method: 'DELETE',
        contentType: 'application/json',
        // Should Helm still be at work, the record has changed by now and stays.
        body: JSON.stringify({ preconditions: { uid, resourceVersion } }),
        signal,
      });
    } catch (error) {
      if (hasStatus(error, 409)) {
        throw new ConflictError(
          `The record of revision ${latest.revision} of release "${latest.name}" changes while it is looked at: Helm is at work on it`,
        );
      }
      throw error;
    }
    return backup;
  }
}
