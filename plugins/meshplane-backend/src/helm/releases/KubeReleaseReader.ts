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

import { InputError } from '@backstage/errors';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { hasStatus, kubeJson } from '../../manifests/kubeJson';
import type { ReleaseRef } from '../HelmExecutor';
import { decodeRelease } from './decode';
import {
  RELEASE_STATUSES,
  type ReadOptions,
  type Release,
  type ReleaseReader,
  type ReleaseSummary,
  type StuckRelease,
} from './ReleaseReader';
import { problemOf, stuckRelease } from './stuck';

const METADATA_ONLY =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const PAGE_SIZE = 500;
/** Enough for 100 000 revisions; more pages mean that the answers go round in a circle. */
const MAX_PAGES = 200;
const RELEASE_TYPE = 'helm.sh/release.v1';

const listSchema = z.looseObject({
  metadata: z.looseObject({ continue: z.string().optional() }).optional(),
  items: z
    .array(
      z.looseObject({
        metadata: z.looseObject({
          name: z.string(),
          namespace: z.string(),
          creationTimestamp: z.string().nullish(),
          labels: z.record(z.string(), z.string()).optional(),
        }),
      }),
    )
    .nullish(),
});

const secretSchema = z.looseObject({
  type: z.string().optional(),
  data: z.looseObject({ release: z.string() }),
});

/** {@link ReleaseReader} over the API. */
export class KubeReleaseReader implements ReleaseReader {
  async list(
    connection: ClusterConnection,
    options: ReadOptions & { namespace?: string } = {},
  ): Promise<readonly ReleaseSummary[]> {
    // The newest revision is never superseded, so that nine in ten Secrets need not be sent.
    const all = await this.#list(
      connection,
      'owner=helm,status!=superseded',
      options,
    );
    const newest = new Map<string, ReleaseSummary>();
    for (const one of all) {
      const key = `${one.namespace}/${one.name}`;
      const known = newest.get(key);
      if (!known || known.revision < one.revision) newest.set(key, one);
    }
    return [...newest.values()].sort(
      (a, b) =>
        a.namespace.localeCompare(b.namespace) || a.name.localeCompare(b.name),
    );
  }

  async history(
    connection: ClusterConnection,
    release: ReleaseRef,
    options: ReadOptions = {},
  ): Promise<readonly ReleaseSummary[]> {
    const all = await this.#list(
      connection,
      `owner=helm,name=${release.name}`,
      { ...options, namespace: release.namespace },
    );
    return all.sort((a, b) => b.revision - a.revision);
  }

  async read(
    connection: ClusterConnection,
    release: ReleaseRef,
    options: ReadOptions & { revision?: number } = {},
  ): Promise<Release | undefined> {
    const revision =
      options.revision ??
      (await this.history(connection, release, options))[0]?.revision;
    if (revision === undefined) return undefined;
    const name = secretName(release.name, revision);
    let value: unknown;
    try {
      ({ value } = await kubeJson(
        connection,
        `${secretsPath(release.namespace)}/${encodeURIComponent(name)}`,
        { signal: options.signal },
      ));
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
    const secret = secretSchema.safeParse(value);
    const where = `${release.namespace}/${name}`;
    if (!secret.success) {
      throw new InputError(`The Secret "${where}" holds no release record`);
    }
    const decoded = await decodeRelease(secret.data.data.release, where);
    return { ...decoded, namespace: release.namespace };
  }

  async stuck(
    connection: ClusterConnection,
    options: ReadOptions & { namespace?: string } = {},
  ): Promise<readonly StuckRelease[]> {
    const suspects = (await this.list(connection, options)).filter(
      ({ status }) => problemOf(status),
    );
    const found = await Promise.all(
      suspects.map(async suspect =>
        stuckRelease(await this.history(connection, suspect, options)),
      ),
    );
    return found.filter(one => one !== undefined);
  }

  async #list(
    connection: ClusterConnection,
    labelSelector: string,
    options: ReadOptions & { namespace?: string },
  ): Promise<ReleaseSummary[]> {
    const result: ReleaseSummary[] = [];
    let next: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const query = new URLSearchParams({
        labelSelector,
        fieldSelector: `type=${RELEASE_TYPE}`,
        limit: String(PAGE_SIZE),
        ...(next && { continue: next }),
      });
      const { value } = await kubeJson(
        connection,
        `${secretsPath(options.namespace)}?${query}`,
        { accept: METADATA_ONLY, signal: options.signal },
      );
      const list = listSchema.parse(value);
      for (const { metadata } of list.items ?? []) {
        const summary = summaryOf(metadata);
        if (summary) result.push(summary);
      }
      next = list.metadata?.continue;
      if (!next) return result;
    }
    throw new InputError(
      `The list of Helm releases does not end after ${MAX_PAGES} pages`,
    );
  }
}

/** Name of the Secret of one revision. */
export function secretName(release: string, revision: number): string {
  return `sh.helm.release.v1.${release}.v${revision}`;
}

export function secretsPath(namespace: string | undefined): string {
  return namespace
    ? `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets`
    : '/api/v1/secrets';
}

function summaryOf(metadata: {
  name: string;
  namespace: string;
  creationTimestamp?: string | null;
  labels?: Record<string, string>;
}): ReleaseSummary | undefined {
  const labels = metadata.labels ?? {};
  const revision = Number(labels.version);
  if (!labels.name || !Number.isInteger(revision)) return undefined;
  const seconds = Number(labels.modifiedAt ?? labels.createdAt);
  return {
    name: labels.name,
    namespace: metadata.namespace,
    revision,
    status: RELEASE_STATUSES.find(s => s === labels.status) ?? 'unknown',
    modifiedAt:
      seconds > 0 && seconds < 1e11
        ? new Date(seconds * 1000).toISOString()
        : metadata.creationTimestamp ?? '',
    secret: metadata.name,
  };
}
