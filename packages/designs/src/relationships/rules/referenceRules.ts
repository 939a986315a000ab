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

import type { ValuePath } from '../../model/design';
import { at, objectsAt, textAt } from '../../objects/reading';
import type { Indexed } from '../ComponentIndex';
import type { RelationshipRule } from '../Rule';

interface Reference {
  kind: 'ConfigMap' | 'Secret';
  name: string;
  path: ValuePath;
  why: string;
}

/** Configuration and secrets that pods read. */
const configuration: RelationshipRule = {
  id: 'kubernetes/configuration',
  kind: 'edge',
  type: 'non-binding',
  subType: 'reference',
  look(index, note) {
    for (const one of index.workloads()) {
      for (const { kind, name, path, why } of referencesOf(one)) {
        note.reference(
          one,
          { kinds: [kind], name, namespace: one.namespace },
          path,
          why,
        );
      }
    }
  },
  connect: (from, to) => {
    if (!from.pods || to.name === undefined) return undefined;
    if (to.kind !== 'ConfigMap' && to.kind !== 'Secret') return undefined;
    const field = to.kind === 'ConfigMap' ? 'configMapRef' : 'secretRef';
    const before = objectsAt(from.pods.spec, 'containers', 0, 'envFrom');
    if (before.some(entry => textAt(entry, field, 'name') === to.name))
      return [];
    return [
      {
        component: from,
        path: [...from.pods.path, 'spec', 'containers', 0, 'envFrom'],
        value: [...before, { [field]: { name: to.name } }],
      },
    ];
  },
};

function referencesOf({ pods }: Indexed): Reference[] {
  const { spec, path } = pods!;
  const found: Reference[] = [];
  const add = (
    kind: Reference['kind'],
    name: string | undefined,
    optional: unknown,
    where: ValuePath,
    why: string,
  ) => {
    if (name !== undefined && optional !== true)
      found.push({ kind, name, path: [...path, 'spec', ...where], why });
  };
  for (const list of ['initContainers', 'containers']) {
    objectsAt(spec, list).forEach((container, c) => {
      objectsAt(container, 'envFrom').forEach((source, s) => {
        for (const [field, kind] of [
          ['configMapRef', 'ConfigMap'],
          ['secretRef', 'Secret'],
        ] as const) {
          add(
            kind,
            textAt(source, field, 'name'),
            at(source, field, 'optional'),
            [list, c, 'envFrom', s, field, 'name'],
            'its containers take their environment from it',
          );
        }
      });
      objectsAt(container, 'env').forEach((variable, v) => {
        for (const [field, kind] of [
          ['configMapKeyRef', 'ConfigMap'],
          ['secretKeyRef', 'Secret'],
        ] as const) {
          const key = at(variable, 'valueFrom', field);
          add(
            kind,
            textAt(key, 'name'),
            at(key, 'optional'),
            [list, c, 'env', v, 'valueFrom', field, 'name'],
            `${String(at(variable, 'name'))} comes from it`,
          );
        }
      });
    });
  }
  objectsAt(spec, 'volumes').forEach((volume, v) => {
    add(
      'ConfigMap',
      textAt(volume, 'configMap', 'name'),
      at(volume, 'configMap', 'optional'),
      ['volumes', v, 'configMap', 'name'],
      'its pods mount it',
    );
    add(
      'Secret',
      textAt(volume, 'secret', 'secretName'),
      at(volume, 'secret', 'optional'),
      ['volumes', v, 'secret', 'secretName'],
      'its pods mount it',
    );
  });
  objectsAt(spec, 'imagePullSecrets').forEach((secret, s) =>
    add(
      'Secret',
      textAt(secret, 'name'),
      false,
      ['imagePullSecrets', s, 'name'],
      'its images are pulled with it',
    ),
  );
  return found;
}

const BUILT_IN_ROLES = new Set(['admin', 'cluster-admin', 'edit', 'view']);

/** Roles that every cluster has. */
function isBuiltIn(role: string): boolean {
  return BUILT_IN_ROLES.has(role) || role.startsWith('system:');
}

/** Who may do what: workloads run as accounts, bindings give roles to them. */
const permission: RelationshipRule = {
  id: 'kubernetes/permission',
  kind: 'edge',
  type: 'binding',
  subType: 'permission',
  look(index, note) {
    for (const one of index.workloads()) {
      const name = textAt(one.pods!.spec, 'serviceAccountName');
      // Every namespace has an account of this name.
      if (name === undefined || name === 'default') continue;
      note.reference(
        one,
        { kinds: ['ServiceAccount'], name, namespace: one.namespace },
        [...one.pods!.path, 'spec', 'serviceAccountName'],
        'its pods run as this account',
      );
    }
    for (const binding of index.ofKind('RoleBinding', 'ClusterRoleBinding')) {
      const { configuration: body } = binding.component;
      const role = textAt(body, 'roleRef', 'name');
      const kind = textAt(body, 'roleRef', 'kind');
      if (
        role !== undefined &&
        (kind === 'Role' || kind === 'ClusterRole') &&
        !isBuiltIn(role)
      ) {
        note.reference(
          binding,
          {
            kinds: [kind],
            name: role,
            ...(kind === 'Role' && { namespace: binding.namespace }),
          },
          ['roleRef', 'name'],
          'grants this role',
        );
      }
      objectsAt(body, 'subjects').forEach((subject, s) => {
        const name = textAt(subject, 'name');
        if (
          textAt(subject, 'kind') !== 'ServiceAccount' ||
          name === undefined ||
          name === 'default'
        )
          return;
        note.reference(
          binding,
          {
            kinds: ['ServiceAccount'],
            name,
            namespace: textAt(subject, 'namespace') ?? binding.namespace,
          },
          ['subjects', s, 'name'],
          'grants it to this account',
        );
      });
    }
  },
  connect: (from, to) =>
    from.pods && to.kind === 'ServiceAccount' && to.name !== undefined
      ? [
          {
            component: from,
            path: [...from.pods.path, 'spec', 'serviceAccountName'],
            value: to.name,
          },
        ]
      : undefined,
};

/** Custom resources need the definition of their kind. */
const definition: RelationshipRule = {
  id: 'kubernetes/definition',
  kind: 'hierarchical',
  type: 'parent',
  subType: 'definition',
  look(index, note) {
    for (const crd of index.ofKind('CustomResourceDefinition')) {
      const group = textAt(crd.component.configuration, 'spec', 'group');
      const kind = textAt(crd.component.configuration, 'spec', 'names', 'kind');
      if (kind === undefined) continue;
      for (const one of index.ofKind(kind)) {
        if (one.group === group)
          note.found(one, crd, 'is an object of the kind that it defines');
      }
    }
  },
};

export const referenceRules: readonly RelationshipRule[] = [
  configuration,
  permission,
  definition,
];
