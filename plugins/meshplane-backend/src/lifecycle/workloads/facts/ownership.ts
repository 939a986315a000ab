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

import type { Metadata } from '../kube/shapes';

/** A tool that keeps an object as it has it, so that a direct change would be taken back or fought over. */
export interface Owner {
  readonly tool: 'argocd' | 'flux' | 'config-sync' | 'operator';
  /** `Argo CD application "shop"` */
  readonly text: string;
  /** The object from which it comes, where that can be said. */
  readonly source?: { kind: string; namespace?: string; name: string };
}

const ARGO_TRACKING = 'argocd.argoproj.io/tracking-id';
const ARGO_INSTANCE = 'argocd.argoproj.io/instance';
const CONFIG_SYNC = 'configmanagement.gke.io/managed';

/** API groups whose controllers are part of Kubernetes. */
const BUILT_IN_GROUPS = new Set(['', 'apps', 'batch']);

/** Who keeps an object, by the marks that GitOps tools leave on what they apply, or by its owner. */
export function ownerOf({
  labels,
  annotations,
  ownerReferences,
}: Pick<Metadata, 'labels' | 'annotations' | 'ownerReferences'>):
  | Owner
  | undefined {
  return (
    argoOwner(labels, annotations) ??
    fluxOwner(labels) ??
    (annotations[CONFIG_SYNC] === 'enabled'
      ? { tool: 'config-sync', text: 'Config Sync' }
      : undefined) ??
    operatorOwner(ownerReferences)
  );
}

function argoOwner(
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
): Owner | undefined {
  // `<application>:<group>/<kind>:<namespace>/<name>`; applications outside of Argo CD's namespace are `<ns>_<name>`.
  const tracked =
    annotations[ARGO_TRACKING]?.split(':')[0] ?? labels[ARGO_INSTANCE];
  if (!tracked) return undefined;
  const [first, second] = tracked.split('_');
  const name = second ?? first;
  return {
    tool: 'argocd',
    text: `Argo CD application "${name}"`,
    source: {
      kind: 'Application',
      namespace: second === undefined ? undefined : first,
      name,
    },
  };
}

function fluxOwner(
  labels: Readonly<Record<string, string>>,
): Owner | undefined {
  for (const [group, kind] of [
    ['kustomize.toolkit.fluxcd.io', 'Kustomization'],
    ['helm.toolkit.fluxcd.io', 'HelmRelease'],
  ]) {
    const name = labels[`${group}/name`];
    if (name !== undefined) {
      const namespace = labels[`${group}/namespace`];
      return {
        tool: 'flux',
        text: `Flux ${kind} "${namespace ? `${namespace}/` : ''}${name}"`,
        source: { kind, namespace, name },
      };
    }
  }
  return undefined;
}

function operatorOwner(owners: Metadata['ownerReferences']): Owner | undefined {
  const owner = owners.find(
    ({ controller, apiVersion }) =>
      controller && !BUILT_IN_GROUPS.has(groupOf(apiVersion)),
  );
  return (
    owner && {
      tool: 'operator',
      text: `${owner.kind} "${owner.name}" (${owner.apiVersion})`,
      source: { kind: owner.kind, name: owner.name },
    }
  );
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

/** Field managers that own labels or annotations of an object which a change would touch; kubectl and the like count. */
export function managersOf(
  { managedFields }: Pick<Metadata, 'managedFields'>,
  keys: { labels: readonly string[]; annotations: readonly string[] },
): string[] {
  return managedFields.flatMap(({ manager = 'unknown', fieldsV1 }) => {
    const owned = (['labels', 'annotations'] as const).flatMap(part => {
      const metadata = fieldsV1?.['f:metadata'] as
        | Record<string, Record<string, unknown> | undefined>
        | undefined;
      const fields = metadata?.[`f:${part}`] ?? {};
      return keys[part].filter(key => `f:${key}` in fields);
    });
    return manager === 'meshplane' || owned.length === 0
      ? []
      : [`${manager}: ${owned.join(', ')}`];
  });
}
