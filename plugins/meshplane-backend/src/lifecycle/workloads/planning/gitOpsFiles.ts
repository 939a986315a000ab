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
import { stringify } from 'yaml';
import type { PlannedOperation } from '../../../operations/model';
import type { PlanningDeps } from '../deps';
import type { NamespaceFacts } from '../facts/NamespaceFacts';
import { isEmpty } from '../marks/marks';
import type { WorkloadChange } from './change';

type Files = NonNullable<PlannedOperation['files']>;

/** @throws InputError if no tool is configured */
export function requireGitOpsTool({
  gitOps,
}: Pick<PlanningDeps, 'gitOps'>): Files['tool'] {
  if (!gitOps) {
    throw new InputError(
      'Delivery "gitops" needs a GitOps tool in the configuration; none is configured',
    );
  }
  return gitOps.tool;
}

/**
 * A change as patches for kustomize, which both tools read: the objects stay where they are defined, the patches change
 * their marks. A null removes a key.
 */
export function changeAsFiles(
  tool: Files['tool'],
  { name: namespace }: NamespaceFacts,
  { namespaceMarks, templates }: WorkloadChange,
): Files {
  const files: { path: string; content: string }[] = [];
  const add = (path: string, patch: object) =>
    files.push({ path, content: stringify(patch) });
  if (!isEmpty(namespaceMarks)) {
    add(`patches/namespace-${namespace}.yaml`, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, ...namespaceMarks },
    });
  }
  for (const [{ kind, metadata }, marks] of templates) {
    add(`patches/${kind.toLowerCase()}-${metadata.name}.yaml`, {
      apiVersion: 'apps/v1',
      kind,
      metadata: { name: metadata.name, namespace },
      spec: { template: { metadata: marks } },
    });
  }
  const patches = files.map(({ path }) => ({ path }));
  add('kustomization.yaml', {
    apiVersion: 'kustomize.config.k8s.io/v1alpha1',
    kind: 'Component',
    patches,
  });
  return { tool, files };
}
