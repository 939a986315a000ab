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
import type { ObjectRef } from '@meshplane/plugin-meshplane-common';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { diffObjects } from './diffObjects';
import { hasStatus, kubeJson } from './kubeJson';
import type {
  AppliedObject,
  ApplyOptions,
  DiffOptions,
  KubeObject,
  Manifests,
  ObjectDiff,
} from './model';
import { findServed, namespaceFor, objectPath } from './objectPaths';
import { refOf, titleOf } from './refs';
import { errorOf } from './refusals';
import { serverSideApply } from './serverSideApply';
import { ServedKinds } from './ServedKinds';

const FIELD_MANAGER = 'meshplane';
const METADATA_ONLY =
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

const metadataSchema = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string() }),
});

/** {@link Manifests} over the API. */
export class KubeManifests implements Manifests {
  /** What clusters serve; shared with those who ask for their capabilities. */
  readonly servedKinds: ServedKinds;

  constructor(servedKinds: ServedKinds = new ServedKinds()) {
    this.servedKinds = servedKinds;
  }

  diff(
    connection: ClusterConnection,
    objects: readonly KubeObject[],
    options: DiffOptions = {},
  ): Promise<readonly ObjectDiff[]> {
    return diffObjects(connection, this.servedKinds, objects, {
      ...options,
      fieldManager: options.fieldManager ?? FIELD_MANAGER,
    });
  }

  async apply(
    connection: ClusterConnection,
    object: KubeObject,
    options: ApplyOptions = {},
  ): Promise<AppliedObject> {
    const { signal } = options;
    const served = await findServed(
      this.servedKinds,
      connection,
      object,
      signal,
    );
    const namespace = namespaceFor(
      served,
      object.metadata.namespace,
      options.defaultNamespace,
    );
    const ref = refOf(object, namespace);
    const path = objectPath(served, ref.name, namespace);
    try {
      const before = await this.#resourceVersion(connection, path, signal);
      const { status, text } = await serverSideApply(connection, path, object, {
        fieldManager: options.fieldManager ?? FIELD_MANAGER,
        force: options.force,
        dryRun: options.dryRun,
        signal,
      });
      if (status === 201) return { ref, action: 'created' };
      const after = metadataSchema.safeParse(JSON.parse(text));
      const same =
        before !== undefined &&
        after.success &&
        after.data.metadata.resourceVersion === before;
      return { ref, action: same ? 'unchanged' : 'updated' };
    } catch (error) {
      throw errorOf('apply', ref, error);
    }
  }

  async delete(
    connection: ClusterConnection,
    ref: ObjectRef,
    options: Parameters<Manifests['delete']>[2] = {},
  ): Promise<boolean> {
    const { uid, signal, propagation = 'Background' } = options;
    const served = await this.servedKinds.find(
      connection,
      ref.apiVersion,
      ref.kind,
      signal,
    );
    // Its CRD went, and all objects with it.
    if (!served) return false;
    try {
      await kubeJson(connection, objectPath(served, ref.name, ref.namespace), {
        method: 'DELETE',
        contentType: 'application/json',
        body: JSON.stringify({
          propagationPolicy: propagation,
          ...(uid && { preconditions: { uid } }),
        }),
        signal,
      });
      return true;
    } catch (error) {
      if (hasStatus(error, 404)) return false;
      if (uid && hasStatus(error, 409)) {
        throw new ConflictError(
          `${titleOf(ref)} is not the one with UID "${uid}" any more`,
        );
      }
      throw errorOf('delete', ref, error);
    }
  }

  async get(
    connection: ClusterConnection,
    ref: ObjectRef,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<KubeObject | undefined> {
    const { signal } = options;
    const served = await this.servedKinds.find(
      connection,
      ref.apiVersion,
      ref.kind,
      signal,
    );
    if (!served) return undefined;
    try {
      const { value } = await kubeJson(
        connection,
        objectPath(served, ref.name, ref.namespace),
        { signal },
      );
      return value as KubeObject;
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw errorOf('read', ref, error);
    }
  }

  async #resourceVersion(
    connection: ClusterConnection,
    path: string,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    try {
      const { value } = await kubeJson(connection, path, {
        accept: METADATA_ONLY,
        signal,
      });
      return metadataSchema.parse(value).metadata.resourceVersion;
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
  }
}
