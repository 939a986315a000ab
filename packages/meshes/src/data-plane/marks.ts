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

import { refKey } from '../detection/references';
import type { ClassifiedWorkload } from './classify';
import type { CoverageContext } from './CoverageContext';
import type { Misuse } from './intent';

const SYSTEM_NAMESPACES = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
]);

/** Why a namespace is none of the applications'. */
export interface NamespaceRole {
  code: 'system-namespace' | 'control-plane-namespace';
  text: string;
}

/**
 * Whether a namespace belongs to the cluster or to a mesh rather than to applications. A gateway that runs among
 * applications does not make theirs a control-plane namespace.
 */
export function roleOfNamespace(
  name: string,
  workloads: readonly ClassifiedWorkload[],
  context: CoverageContext,
): NamespaceRole | undefined {
  if (SYSTEM_NAMESPACES.has(name))
    return {
      code: 'system-namespace',
      text: `${name} belongs to Kubernetes itself`,
    };
  const hosts = context.meshes.filter(m => m.namespace === name);
  if (hosts.length === 0) return undefined;
  const usual = hosts.find(mesh =>
    context.usualNamespaces.get(mesh.definition)?.includes(name),
  );
  const owner =
    usual ??
    (workloads.length > 0 &&
    workloads.every(w => context.componentOf.has(refKey(w.group.ref)))
      ? hosts[0]
      : undefined);
  return (
    owner && {
      code: 'control-plane-namespace',
      text: `${name} holds the control plane of ${owner.displayName}`,
    }
  );
}

/** What is wrong with a label or annotation, and what was probably meant. */
export function misuseText(
  where: 'pod' | 'namespace',
  { code, rule, value, definition }: Misuse,
): string {
  if (code === 'wrong-form') {
    const wrong = rule.kind === 'label' ? 'annotation' : 'label';
    return `${where} ${wrong} ${rule.key}=${value} has no effect: ${
      definition.displayName
    } reads it as ${rule.kind === 'label' ? 'a label' : 'an annotation'}`;
  }
  return `${where} ${rule.kind} ${
    rule.key
  } has the value '${value}', which means nothing to ${
    definition.displayName
  }: it takes ${[...rule.on, ...rule.off].join(', ')}`;
}
