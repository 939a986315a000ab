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
import { isDeepStrictEqual } from 'node:util';
import { concurrently } from './concurrently';
import { foreseenCrd } from './foreseenCrd';
import { hasStatus, kubeText, KubeRefusal } from './kubeJson';
import type {
  DiffOptions,
  FieldConflict,
  KubeObject,
  ObjectDiff,
} from './model';
import { withoutNoise, withoutSecrets } from './noise';
import { namespaceFor, objectPath } from './objectPaths';
import { type PlanSurroundings, surroundingsOf } from './planSurroundings';
import { identityOf, refOf, titleOf } from './refs';
import { conflictTexts, fieldConflictsOf } from './refusals';
import { serverSideApply } from './serverSideApply';
import type { ServedKinds } from './ServedKinds';
import { textDiff } from './textDiff';

const CONCURRENCY = 8;

type Options = DiffOptions & { readonly fieldManager: string };

/** What the dry run of one object told. */
type DryRun =
  | { state: 'created' }
  | { state: 'applied'; text: string; conflicts: FieldConflict[] }
  | { state: 'refused'; why: string };

/**
 * What a server-side apply of the objects would do, object by object: what is there now against the answer of a dry
 * run on the server.
 *
 * @throws when the cluster does not answer or the credentials are refused; what concerns one object is in its result
 */
export async function diffObjects(
  connection: ClusterConnection,
  kinds: ServedKinds,
  objects: readonly KubeObject[],
  options: Options,
): Promise<ObjectDiff[]> {
  const surroundings = await surroundingsOf(
    connection,
    kinds,
    objects,
    options,
  );
  const limit = options.concurrency ?? CONCURRENCY;
  const changes = await concurrently(objects, limit, object =>
    diffOne(connection, surroundings, object, options),
  );
  const wanted = new Set(changes.map(({ ref }) => identityOf(ref)));
  const removals = await concurrently(options.previous ?? [], limit, object =>
    removalOf(connection, surroundings, object, wanted, options),
  );
  return [...changes, ...removals.filter(one => one !== undefined)];
}

async function diffOne(
  connection: ClusterConnection,
  surroundings: PlanSurroundings,
  object: KubeObject,
  options: Options,
): Promise<ObjectDiff> {
  const served = surroundings.served(object);
  if (!served) {
    return withoutKind(surroundings, object, options);
  }
  const namespace = namespaceFor(
    served,
    object.metadata.namespace,
    options.defaultNamespace,
  );
  const ref = refOf(object, namespace);
  const missing = namespace && surroundings.missingNamespace(namespace);
  if (missing) {
    return creation(object, namespace, missing);
  }
  const path = objectPath(served, ref.name, namespace);
  const reading = readLive(connection, path, options.signal);
  if (object.kind === 'CustomResourceDefinition') {
    const known = await reading;
    const crd = known === undefined ? undefined : parseObject(known);
    const after = crd && foreseenCrd(crd, object, options.fieldManager);
    if (after) return comparison(ref, crd, after, [], undefined);
  }
  const [liveText, dryRun] = await Promise.all([
    reading,
    runDry(connection, path, object, options),
  ]);
  const live = liveText === undefined ? undefined : parseObject(liveText);
  if (dryRun.state === 'refused') {
    const [before] = withoutSecrets(live && withoutNoise(live), undefined);
    return {
      action: 'unknown',
      ref,
      ...(before && { before }),
      diff: '',
      note: dryRun.why,
      conflicts: [],
    };
  }
  if (!live || dryRun.state === 'created') {
    return creation(object, namespace);
  }
  return comparison(
    ref,
    live,
    // An apply that changes nothing is answered with the very same text; the largest objects need not be compared then.
    dryRun.text === liveText ? live : parseObject(dryRun.text),
    dryRun.conflicts,
    clientSideNote(live, options.fieldManager),
  );
}

/** Its kind is not served: an earlier step brings it, or nobody does. */
function withoutKind(
  surroundings: PlanSurroundings,
  object: KubeObject,
  options: Options,
): ObjectDiff {
  const { apiVersion, kind } = object;
  const namespace =
    object.metadata.namespace ??
    (surroundings.comesClusterWide(object)
      ? undefined
      : options.defaultNamespace);
  if (surroundings.kindComes(object)) {
    return surroundings.servedInAnyVersion(object)
      ? unknown(
          object,
          namespace,
          `"${apiVersion}" of kind "${kind}" is not served yet: the plan brings this version, so what changes cannot be told before`,
        )
      : creation(
          object,
          namespace,
          `Kind "${kind}" does not exist yet: the plan brings it, so no dry run was possible`,
        );
  }
  return unknown(
    object,
    namespace,
    `The cluster does not serve kind "${kind}" of "${apiVersion}", and nothing in the plan brings it`,
  );
}

function unknown(
  object: KubeObject,
  namespace: string | undefined,
  note: string,
): ObjectDiff {
  return {
    action: 'unknown',
    ref: refOf(object, namespace),
    diff: '',
    note,
    conflicts: [],
  };
}

function creation(
  object: KubeObject,
  namespace: string | undefined,
  note?: string,
): ObjectDiff {
  const ref = refOf(object, namespace);
  const [, after] = withoutSecrets(undefined, withoutNoise(object));
  return {
    action: 'create',
    ref,
    ...(after && { after }),
    diff: textDiff(titleOf(ref), undefined, after),
    ...(note && { note }),
    conflicts: [],
  };
}

function comparison(
  ref: ObjectDiff['ref'],
  live: KubeObject,
  applied: KubeObject,
  conflicts: readonly FieldConflict[],
  note: string | undefined,
): ObjectDiff {
  const cleanBefore = withoutNoise(live);
  const cleanAfter = live === applied ? cleanBefore : withoutNoise(applied);
  const same =
    cleanBefore === cleanAfter || isDeepStrictEqual(cleanBefore, cleanAfter);
  const [before, after] = withoutSecrets(cleanBefore, cleanAfter);
  return {
    action: same ? 'unchanged' : 'update',
    ref,
    ...(before && { before }),
    ...(after && { after }),
    diff: same ? '' : textDiff(titleOf(ref), before, after),
    ...(note && { note }),
    conflicts: conflictTexts(conflicts),
  };
}

/** Removed fields cannot be foreseen where the present ones were written by a client-side apply. */
function clientSideNote(
  live: KubeObject,
  fieldManager: string,
): string | undefined {
  const managers = (live.metadata.managedFields ?? []) as {
    manager?: string;
    operation?: string;
    subresource?: string;
  }[];
  const own = managers.filter(
    ({ manager, subresource }) => manager === fieldManager && !subresource,
  );
  return own.length > 0 && own.every(({ operation }) => operation === 'Update')
    ? `"${fieldManager}" has applied it on the client so far: fields that the plan drops may be missing in the difference`
    : undefined;
}

async function readLive(
  connection: ClusterConnection,
  path: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  try {
    const { text } = await kubeText(connection, path, { signal });
    return text;
  } catch (error) {
    // Without the right to read, the dry run alone says whether it would be made.
    if (hasStatus(error, 404) || hasStatus(error, 403)) return undefined;
    throw error;
  }
}

function parseObject(text: string): KubeObject {
  return JSON.parse(text) as KubeObject;
}

async function runDry(
  connection: ClusterConnection,
  path: string,
  object: KubeObject,
  { fieldManager, signal }: Options,
): Promise<DryRun> {
  const apply = (force: boolean) =>
    serverSideApply(connection, path, object, {
      fieldManager,
      force,
      dryRun: true,
      signal,
    });
  let conflicts: FieldConflict[] = [];
  try {
    let answer: { status: number; text: string };
    try {
      answer = await apply(false);
    } catch (error) {
      const found = fieldConflictsOf(error);
      if (found.length === 0) throw error;
      // The same name with another kind of apply: Helm 4 takes over from Helm 3 without being forced.
      conflicts = found.filter(({ manager }) => manager !== fieldManager);
      answer = await apply(true);
    }
    return answer.status === 201
      ? { state: 'created' }
      : { state: 'applied', text: answer.text, conflicts };
  } catch (error) {
    if (error instanceof KubeRefusal && error.status !== 401) {
      return {
        state: 'refused',
        why: `The server refuses it in a dry run: ${error.message}`,
      };
    }
    throw error;
  }
}

async function removalOf(
  connection: ClusterConnection,
  surroundings: PlanSurroundings,
  object: KubeObject,
  wanted: ReadonlySet<string>,
  options: Options,
): Promise<ObjectDiff | undefined> {
  const served = surroundings.served(object);
  if (!served) return undefined;
  const namespace = namespaceFor(
    served,
    object.metadata.namespace,
    options.defaultNamespace,
  );
  const ref = refOf(object, namespace);
  if (wanted.has(identityOf(ref))) return undefined;
  const liveText = await readLive(
    connection,
    objectPath(served, ref.name, namespace),
    options.signal,
  );
  if (liveText === undefined) return undefined;
  const live = parseObject(liveText);
  const [before] = withoutSecrets(withoutNoise(live), undefined);
  return {
    action: 'delete',
    ref,
    ...(before && { before }),
    diff: textDiff(titleOf(ref), before, undefined),
    conflicts: [],
  };
}
