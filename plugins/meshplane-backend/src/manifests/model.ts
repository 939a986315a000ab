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

import type { ObjectRef } from '@meshplane/plugin-meshplane-common';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';

/** An object of Kubernetes, parsed. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

/** An object of a rendered chart or of a file. */
export interface RenderedObject {
  readonly object: KubeObject;
  /** `# Source:` comment of Helm. */
  readonly source?: string;
  /** Events of `helm.sh/hook`; empty for an ordinary object. */
  readonly hooks: readonly string[];
  /** `helm.sh/resource-policy: keep`. */
  readonly keep: boolean;
  /** From the folder `crds` of a chart: Helm makes it when it is not there, and never touches it again. */
  readonly installedOnce: boolean;
}

/** What an apply would do to one object. */
export interface ObjectDiff {
  readonly action: 'create' | 'update' | 'delete' | 'unchanged' | 'unknown';
  readonly ref: ObjectRef;
  /** Noise removed, values of Secrets replaced. */
  readonly before?: KubeObject;
  readonly after?: KubeObject;
  /** Unified diff of both as YAML; empty for `unchanged`. Values of Secrets are not in it. */
  readonly diff: string;
  /** Why it does not come from a dry run on the server, or what has to be known about it. */
  readonly note?: string;
  /** `<manager>: <field>, …` for fields that others own and that would change. */
  readonly conflicts: readonly string[];
}

export interface DiffOptions {
  /** Field manager of the apply that is foreseen: `helm` for charts, else `meshplane`. Default: `meshplane`. */
  readonly fieldManager?: string;
  /** For namespaced objects that name none. */
  readonly defaultNamespace?: string;
  /**
   * Namespaces and CRDs that an earlier step of the same plan makes: what needs them is a `create` without a dry run.
   * Those among the objects themselves are found without being named.
   */
  readonly madeBefore?: {
    readonly namespaces?: readonly string[];
    /** `Kind.group`. */
    readonly kinds?: readonly string[];
  };
  /** Objects that are there now and would be gone, such as those of the release's present manifest. */
  readonly previous?: readonly KubeObject[];
  /** At once. Default: 8. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
}

export interface ApplyOptions {
  /** Default: `meshplane`. */
  readonly fieldManager?: string;
  readonly defaultNamespace?: string;
  /** Validates and admits, changes nothing. */
  readonly dryRun?: boolean;
  /** Take fields from other managers. Only when a person has said so for these objects. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
}

/** Outcome of applying one object. */
export interface AppliedObject {
  readonly ref: ObjectRef;
  readonly action: 'created' | 'updated' | 'unchanged';
}

/** Field managers that own what would have been changed; nothing was. */
export interface FieldConflict {
  readonly manager: string;
  readonly fields: readonly string[];
}

/** Compares, applies and removes objects. */
export interface Manifests {
  /** In the order of the objects. */
  diff(
    connection: ClusterConnection,
    objects: readonly KubeObject[],
    options?: DiffOptions,
  ): Promise<readonly ObjectDiff[]>;
  /**
   * Server-side apply.
   *
   * @throws FieldConflictError naming the managers; NotAllowedError, NotFoundError (kind or namespace), InputError
   * (refused by validation or admission)
   */
  apply(
    connection: ClusterConnection,
    object: KubeObject,
    options?: ApplyOptions,
  ): Promise<AppliedObject>;
  /** @returns false when it was not there */
  delete(
    connection: ClusterConnection,
    ref: ObjectRef,
    options?: {
      /** Refuses another object of this name. */
      readonly uid?: string;
      readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
      readonly signal?: AbortSignal;
    },
  ): Promise<boolean>;
  /** The object as it is, or undefined. */
  get(
    connection: ClusterConnection,
    ref: ObjectRef,
    options?: { readonly signal?: AbortSignal },
  ): Promise<KubeObject | undefined>;
}
