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

import type { FeaturePermission } from '@meshplane/plugin-meshplane-common';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { requestJson } from '../connections/requestJson';
import { classifyFailure } from '../failures';
import { type Timing, withTimeout } from '../timing';

/** Asks a cluster which permissions are missing. */
export type PermissionCheck = (
  connection: ClusterConnection,
  signal: AbortSignal,
) => Promise<FeaturePermission[]>;

/** What a check found out about a cluster that answers. */
export interface ProbeResult {
  /** Undefined if it may not be read. */
  kubernetesVersion?: string;
  /** Round trip of the request for the version. */
  latencyMs: number;
  /** Undefined if it was not asked for, or may not be read. */
  uid?: string;
  /** The namespace kube-system may not be read. */
  uidForbidden: boolean;
  /** Undefined if they were not asked for, or the answer did not come in time. */
  permissions?: FeaturePermission[];
}

const versionSchema = z.object({ gitVersion: z.string() });
const namespaceSchema = z.object({
  metadata: z.object({ uid: z.string() }),
});

/**
 * One check of a cluster: its version, and on demand its identity and this plugin's permissions in it.
 *
 * @throws what the connection throws, or a timeout, if the cluster does not answer
 */
export async function probeCluster(
  connection: ClusterConnection,
  options: {
    timing: Timing;
    timeoutMs: number;
    signal: AbortSignal;
    readUid: boolean;
    checkPermissions?: PermissionCheck;
  },
): Promise<ProbeResult> {
  const { timing, timeoutMs, signal, readUid, checkPermissions } = options;
  const limited = <T>(work: (limit: AbortSignal) => Promise<T>) =>
    withTimeout(
      { timing, timeoutMs, subject: connection.address, signal },
      work,
    );

  const start = timing.now();
  const kubernetesVersion = await limited(limit =>
    readVersion(connection, limit),
  );
  const latencyMs = timing.now() - start;

  let uid: string | undefined;
  let uidForbidden = false;
  if (readUid) {
    try {
      const namespace = await limited(limit =>
        requestJson(
          connection,
          '/api/v1/namespaces/kube-system',
          namespaceSchema,
          { signal: limit },
        ),
      );
      uid = namespace.metadata.uid;
    } catch (error) {
      if (classifyFailure(error).kind !== 'forbidden') {
        throw error;
      }
      uidForbidden = true;
    }
  }

  return {
    kubernetesVersion,
    latencyMs,
    uid,
    uidForbidden,
    permissions:
      checkPermissions &&
      (await limited(limit => checkPermissions(connection, limit)).catch(
        // The cluster answers; that its permissions are not known does not make it unreachable.
        () => undefined,
      )),
  };
}

/** The version; undefined where a hardened cluster refuses to tell it, which shows that it answers. */
async function readVersion(
  connection: ClusterConnection,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const { gitVersion } = await requestJson(
      connection,
      '/version',
      versionSchema,
      { signal },
    );
    return gitVersion;
  } catch (error) {
    if (classifyFailure(error).kind === 'forbidden') {
      return undefined;
    }
    throw error;
  }
}
