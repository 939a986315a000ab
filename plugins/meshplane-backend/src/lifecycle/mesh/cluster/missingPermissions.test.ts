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

import type {
  ClusterConnection,
  ClusterRequest,
} from '@meshplane/plugin-meshplane-node';
import { Readable } from 'node:stream';
import type { ServedKinds } from '../../../manifests/ServedKinds';
import { missingPermissions } from './missingPermissions';

type Rule = {
  verbs: string[];
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
};

const ALL: Rule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };

/** An API server with these rules in the cluster and in namespaces, that also answers single reviews. */
function server(options: {
  everywhere?: Rule[];
  namespaces?: Record<string, Rule[]>;
  incomplete?: boolean;
  rulesStatus?: number;
  allows?: (verb: string, resource: string) => boolean;
}) {
  const asked: string[] = [];
  const answerOf = (spec: {
    namespace?: string;
    resourceAttributes?: { verb: string; resource: string };
  }) => {
    if (spec.resourceAttributes) {
      const { verb, resource } = spec.resourceAttributes;
      asked.push(`${verb} ${resource}`);
      return { allowed: options.allows?.(verb, resource) ?? false };
    }
    asked.push('rules');
    return {
      incomplete: options.incomplete ?? false,
      resourceRules: [
        ...(options.everywhere ?? []),
        ...(options.namespaces?.[spec.namespace ?? ''] ?? []),
      ],
    };
  };
  const connection: ClusterConnection = {
    request: async (path: string, request?: ClusterRequest) => {
      const { spec } = JSON.parse(String(request?.body));
      const status = path.endsWith('selfsubjectrulesreviews')
        ? options.rulesStatus ?? 201
        : 201;
      return {
        status,
        headers: {},
        body: Readable.from([JSON.stringify({ status: answerOf(spec) })]),
      };
    },
  } as ClusterConnection;
  return { connection, asked };
}

const kinds = {
  find: async (_: unknown, groupVersion: string, kind: string) => ({
    groupVersion,
    kind,
    resource: `${kind.toLowerCase()}s`,
    namespaced: kind !== 'ClusterRole',
    verbs: [],
  }),
} as unknown as ServedKinds;

const objects = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'a' },
  },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } },
];

const missing = (connection: ClusterConnection) =>
  missingPermissions(connection, kinds, objects, { namespace: 'mesh' });

describe('missing permissions', () => {
  it('are asked for once, where one may do everything', async () => {
    const { connection, asked } = server({ everywhere: [ALL] });
    expect(await missing(connection)).toEqual([]);
    expect(asked).toEqual(['rules']);
  });

  it('do not take rules of a namespace for rules of the cluster', async () => {
    const { connection, asked } = server({ namespaces: { mesh: [ALL] } });
    expect(await missing(connection)).toEqual(
      ['get', 'create', 'patch', 'delete'].map(verb => ({
        verb,
        group: 'rbac.authorization.k8s.io',
        resource: 'clusterroles',
      })),
    );
    expect(asked).toEqual([
      'rules',
      'rules',
      'get clusterroles',
      'create clusterroles',
      'patch clusterroles',
      'delete clusterroles',
    ]);
  });

  it('do not rely on rules for named objects', async () => {
    const { connection } = server({
      everywhere: [{ ...ALL, resourceNames: ['other'] }],
    });
    expect(await missing(connection)).toHaveLength(13);
  });

  it.each([
    ['cannot name all of its rules', { everywhere: [ALL], incomplete: true }],
    ['refuses to name its rules', { rulesStatus: 403 }],
  ])('are asked for one by one where the server %s', async (_, options) => {
    const { connection } = server({
      ...options,
      allows: (verb, resource) =>
        !(verb === 'patch' && resource === 'services'),
    });
    expect(await missing(connection)).toEqual([
      { verb: 'patch', group: '', resource: 'services', namespace: 'mesh' },
    ]);
  });
});
