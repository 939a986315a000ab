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

import type { OwnedObject } from '@meshplane/meshes';
import type {
  ObjectChange,
  ObjectRef,
} from '@meshplane/plugin-meshplane-common';
import { concurrently } from '../../../manifests/concurrently';
import { asAppliedByHelm } from '../../../manifests/helmOwnership';
import type {
  KubeObject,
  ObjectDiff,
  RenderedObject,
} from '../../../manifests/model';
import { splitManifests } from '../../../manifests/splitManifests';
import type { PlanContext } from '../../../operations/model';
import type { MeshLifecycleDeps } from '../deps';
import type { RealStep } from './realise';

/** Steps that are compared at once; each asks for several objects at once. */
const CONCURRENCY = 3;

/** Changes of a plan, and who owns what is there already. */
export interface PlannedChanges {
  readonly changes: ObjectChange[];
  readonly existing: OwnedObject[];
}

/** What every step would change in the cluster, object by object. */
export async function changesOf(
  deps: MeshLifecycleDeps,
  steps: readonly RealStep[],
  context: PlanContext,
): Promise<PlannedChanges> {
  const diffs = await concurrently(steps, CONCURRENCY, (real, index) =>
    diffStep(deps, real, context, madeBy(steps.slice(0, index))),
  );
  return {
    changes: diffs.flatMap((ofStep, index) =>
      ofStep.map(diff => changeOf(steps[index].step.id, diff)),
    ),
    existing: diffs.flat().flatMap(ownedObject),
  };
}

/** Namespaces and kinds that are there once these steps are done. */
function madeBy(steps: readonly RealStep[]) {
  const namespaces: string[] = [];
  const kinds: string[] = [];
  for (const { step, objects } of steps) {
    if (step.type === 'ensure-namespace') namespaces.push(step.namespace);
    for (const { object } of objects) {
      const kind = kindMadeBy(object);
      if (kind) kinds.push(kind);
      if (object.kind === 'Namespace') namespaces.push(object.metadata.name);
    }
  }
  return { namespaces, kinds };
}

function ownedObject({ before, ref, action }: ObjectDiff): OwnedObject[] {
  if (!before || action === 'unchanged') return [];
  const { labels, annotations } = before.metadata;
  return [{ ...ref, metadata: { labels, annotations } }];
}

async function diffStep(
  deps: MeshLifecycleDeps,
  { step, objects }: RealStep,
  context: PlanContext,
  madeBefore: { namespaces: readonly string[]; kinds: readonly string[] },
): Promise<readonly ObjectDiff[]> {
  const { connection, signal } = context;
  switch (step.type) {
    case 'ensure-namespace':
      return deps.manifests.diff(
        connection,
        [
          {
            apiVersion: 'v1',
            kind: 'Namespace',
            metadata: { name: step.namespace, labels: step.labels },
          },
        ],
        { signal },
      );
    case 'apply-manifest-bundle':
      return deps.manifests.diff(
        connection,
        objects.map(({ object }) => object),
        { defaultNamespace: step.namespace, madeBefore, signal },
      );
    case 'helm-release':
      return deps.manifests.diff(
        connection,
        await installable(
          deps,
          objects,
          { name: step.release, namespace: step.namespace },
          context,
        ),
        {
          fieldManager: 'helm',
          defaultNamespace: step.namespace,
          madeBefore,
          previous:
            step.action === 'upgrade'
              ? (await objectsOfRelease(deps, step, context))
                  .filter(({ keep }) => !keep)
                  .map(({ object }) => object)
              : [],
          signal,
        },
      );
    case 'delete-release':
      return deletionsOf(deps, step, context);
    case 'delete-crds':
      return step.names.map(name =>
        deletion({
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          name,
        }),
      );
    case 'delete-objects':
      return step.objects.map(object => deletion(object));
    case 'delete-namespace':
      return [
        deletion({ apiVersion: 'v1', kind: 'Namespace', name: step.namespace }),
      ];
    default:
      return [];
  }
}

/** What Helm would apply: CRDs of the folder `crds` that exist are left alone by it. */
async function installable(
  deps: MeshLifecycleDeps,
  objects: readonly RenderedObject[],
  release: { name: string; namespace: string },
  { connection, signal }: PlanContext,
): Promise<KubeObject[]> {
  const applied = asAppliedByHelm(objects, release);
  const kept = await Promise.all(
    applied.map(async (object, index) => {
      if (!objects[index].installedOnce) return object;
      const there = await deps.manifests.get(
        connection,
        {
          apiVersion: object.apiVersion,
          kind: object.kind,
          name: object.metadata.name,
        },
        { signal },
      );
      return there ? undefined : object;
    }),
  );
  return kept.filter(object => object !== undefined);
}

/** Objects of the newest revision of a release, as its record has them. */
async function objectsOfRelease(
  deps: MeshLifecycleDeps,
  { release, namespace }: { release: string; namespace: string },
  { connection, signal }: PlanContext,
): Promise<readonly RenderedObject[]> {
  const found = await deps.releases.read(
    connection,
    { name: release, namespace },
    { signal },
  );
  return found ? splitManifests(found.manifest) : [];
}

async function deletionsOf(
  deps: MeshLifecycleDeps,
  step: { release: string; namespace: string },
  context: PlanContext,
): Promise<ObjectDiff[]> {
  const rendered = await objectsOfRelease(deps, step, context);
  return Promise.all(
    rendered.map(async ({ object, keep }) => {
      const { apiVersion, kind, metadata } = object;
      const served = await deps.manifests.servedKinds.find(
        context.connection,
        apiVersion,
        kind,
        context.signal,
      );
      const ref: ObjectRef = {
        apiVersion,
        kind,
        name: metadata.name,
        ...(served?.namespaced && {
          namespace: metadata.namespace ?? step.namespace,
        }),
      };
      return keep
        ? {
            ...deletion(ref),
            action: 'unchanged' as const,
            note: 'The chart keeps it on an uninstall (helm.sh/resource-policy)',
          }
        : deletion(ref);
    }),
  );
}

function deletion(ref: ObjectRef): ObjectDiff {
  return { action: 'delete', ref, diff: '', conflicts: [] };
}

function changeOf(step: string, diff: ObjectDiff): ObjectChange {
  return {
    step,
    action: diff.action,
    object: diff.ref,
    diff: diff.diff,
    conflicts: [...diff.conflicts],
    ...(diff.note && { note: diff.note }),
  };
}

function kindMadeBy(object: KubeObject): string | undefined {
  if (object.kind !== 'CustomResourceDefinition') return undefined;
  const spec = object.spec as {
    group?: string;
    names?: { kind?: string };
  };
  return spec.group && spec.names?.kind
    ? `${spec.names.kind}.${spec.group}`
    : undefined;
}
