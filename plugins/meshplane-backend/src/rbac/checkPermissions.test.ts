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

import type { ClusterResponse } from '@meshplane/plugin-meshplane-node';
import { Readable } from 'node:stream';
import { features, roleOf, rolesOf } from './__testUtils__/roles';
import { checkPermissions, unknownPermissions } from './checkPermissions';
import { generateRbac } from './generateRbac';

/** A cluster that answers reviews from a list of rules. */
function clusterWith(options: {
  rules: object[];
  groups?: Record<string, string[]>;
  incomplete?: boolean;
  allowed?: (access: { resource: string; verb: string }) => boolean;
}) {
  const reviewed: object[] = [];
  return {
    reviewed,
    address: 'fake',
    api: () => {
      throw new Error('Not part of this fake');
    },
    request: async (
      path: string,
      request?: { body?: string },
    ): Promise<ClusterResponse> => {
      const body = () => JSON.parse(request?.body ?? '{}');
      if (path === '/apis') {
        return json({
          items: Object.entries(options.groups ?? {}).map(([name, list]) => ({
            metadata: { name },
            versions: [
              {
                resources: list.map(resource => ({
                  resource,
                  verbs: ['get', 'list'],
                })),
              },
            ],
          })),
        });
      }
      if (path.endsWith('/selfsubjectrulesreviews')) {
        return json({
          status: {
            incomplete: options.incomplete ?? false,
            resourceRules: options.rules,
          },
        });
      }
      const access = body().spec.resourceAttributes;
      reviewed.push(access);
      return json({ status: { allowed: options.allowed?.(access) ?? false } });
    },
  };
}

function json(body: object): ClusterResponse {
  return {
    status: 201,
    headers: {},
    body: Readable.from([Buffer.from(JSON.stringify(body))]),
  };
}

const signal = new AbortController().signal;

describe('checkPermissions', () => {
  const all = features();
  const reader = roleOf(generateRbac(all)).rules;
  const served = {
    apps: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'],
    batch: ['jobs'],
    'apiextensions.k8s.io': ['customresourcedefinitions'],
    'admissionregistration.k8s.io': [
      'mutatingwebhookconfigurations',
      'validatingwebhookconfigurations',
    ],
  };

  it('finds everything granted with the generated ClusterRole', async () => {
    const groups = { ...served, 'networking.istio.io': ['gateways'] };
    const result = await checkPermissions(
      clusterWith({ rules: reader, groups }),
      all,
      signal,
    );
    expect(
      result
        .filter(({ enabled }) => enabled)
        .map(({ feature, state }) => [feature, state]),
    ).toEqual([
      ['inventory.core', 'granted'],
      ['inventory.mesh', 'granted'],
      ['gateway-api', 'granted'],
      ['workloads', 'missing'],
      ['lifecycle', 'missing'],
    ]);
    expect(
      result.find(({ feature }) => feature === 'lifecycle')?.missing,
    ).toEqual([{ group: '*', resource: '*', verb: '*' }]);
  });

  it('finds changes granted with their roles', async () => {
    const rules = rolesOf(generateRbac(all)).flatMap(role => role.rules);
    const result = await checkPermissions(
      clusterWith({ rules, groups: { ...served, policy: [] } }),
      all,
      signal,
    );
    expect(
      result.filter(({ state }) => state === 'missing').map(f => f.feature),
    ).toEqual([]);
  });

  it('asks for a part of a resource as reviews name it', async () => {
    const on = features({ features: { performance: true } });
    const cluster = clusterWith({ rules: [], incomplete: true });
    await checkPermissions(cluster, on, signal);
    expect(cluster.reviewed).toContainEqual({
      group: '',
      resource: 'pods',
      subresource: 'log',
      verb: 'get',
    });
  });

  it('says which feature lacks which verb, by the resources that the cluster has', async () => {
    const result = await checkPermissions(
      clusterWith({
        rules: [
          { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'watch'] },
          { apiGroups: [''], resources: ['*'], verbs: ['list'] },
          { apiGroups: ['apps', 'batch'], resources: ['*'], verbs: ['list'] },
          {
            apiGroups: ['apiextensions.k8s.io', 'admissionregistration.k8s.io'],
            resources: ['*'],
            verbs: ['*'],
          },
        ],
        groups: { ...served, 'networking.istio.io': ['gateways', 'sidecars'] },
      }),
      all,
      signal,
    );
    expect(result.map(({ feature, state }) => [feature, state])).toEqual([
      ['inventory.core', 'granted'],
      ['inventory.mesh', 'missing'],
      ['gateway-api', 'granted'],
      ['helm-releases', 'granted'],
      ['kubelet-stats', 'granted'],
      ['workloads', 'missing'],
      ['lifecycle', 'missing'],
      ['performance', 'missing'],
    ]);
    expect(result[1].missing).toEqual([
      { group: 'networking.istio.io', resource: 'gateways', verb: 'list' },
      { group: 'networking.istio.io', resource: 'sidecars', verb: 'list' },
    ]);
  });

  it('does not count a rule for single objects', async () => {
    const [core] = await checkPermissions(
      clusterWith({
        rules: [
          {
            apiGroups: ['*'],
            resources: ['*'],
            verbs: ['*'],
            resourceNames: ['x'],
          },
        ],
        groups: served,
      }),
      all,
      signal,
    );
    expect(core.state).toBe('missing');
  });

  it('asks one by one where the authorizer does not list its rules', async () => {
    const cluster = clusterWith({
      rules: [],
      groups: served,
      incomplete: true,
      allowed: ({ resource, verb }) => resource !== 'nodes' || verb !== 'watch',
    });
    const [core] = await checkPermissions(cluster, all, signal);
    expect(core.missing).toEqual([
      { group: '', resource: 'nodes', verb: 'watch' },
    ]);
    expect(cluster.reviewed.length).toBeGreaterThan(20);
  });

  it('calls everything unknown before it has asked', () => {
    expect(new Set(unknownPermissions(all).map(({ state }) => state))).toEqual(
      new Set(['unknown']),
    );
  });
});
