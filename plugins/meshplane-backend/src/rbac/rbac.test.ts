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

import { parseAllDocuments } from 'yaml';
import { features, roleOf, rolesOf } from './__testUtils__/roles';
import { rbacCommand } from './cli';
import { readableResources } from './features';
import { generateRbac } from './generateRbac';

const READ = ['get', 'list', 'watch'];

describe('generateRbac', () => {
  it('grants nothing but reading to a portal that only looks', () => {
    const yaml = generateRbac(
      features({
        features: { helmReleases: true, workloads: false, lifecycle: false },
        inventory: { kinds: ['widgets.example.com'] },
      }),
    );
    expect(rolesOf(yaml)).toHaveLength(1);
    const role = roleOf(yaml);
    expect(new Set(role.rules.flatMap(({ verbs }) => verbs))).toEqual(
      new Set(READ),
    );
    expect(role.rules.flatMap(({ apiGroups }) => apiGroups)).not.toContain('*');
  });

  it('keeps what operations change in roles of their own, beside the one that reads', () => {
    const [reader, workloads, lifecycle, ...more] = rolesOf(
      generateRbac(features()),
    );
    expect(more).toEqual([]);
    expect(new Set(reader.rules.flatMap(({ verbs }) => verbs))).toEqual(
      new Set(READ),
    );
    expect(workloads.metadata.name).toBe('meshplane-reader-workloads');
    const granted = new Map(
      workloads.rules.flatMap(({ apiGroups: [group], resources, verbs }) =>
        resources.map(resource => [`${resource}.${group}`, verbs]),
      ),
    );
    expect(granted.get('statefulsets.apps')).toEqual(['get', 'list', 'patch']);
    expect(granted.get('poddisruptionbudgets.policy')).toEqual(['get', 'list']);
    expect(granted.get('gateways.gateway.networking.k8s.io')).toContain(
      'create',
    );
    expect([...granted.keys()].join()).not.toMatch(/secrets|\*|roles/);
    expect(lifecycle).toMatchObject({
      metadata: { name: 'meshplane-reader-lifecycle' },
      rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
    });
  });

  it('says in the YAML that installing meshes is cluster administration', () => {
    expect(generateRbac(features())).toContain(
      'This is cluster administration',
    );
    const without = generateRbac(features({ features: { lifecycle: false } }));
    expect(without).not.toContain('This is cluster administration');
    expect(rolesOf(without).map(({ metadata }) => metadata.name)).toEqual([
      'meshplane-reader',
      'meshplane-reader-workloads',
    ]);
  });

  it('grants Secrets only when Helm releases are read, and says what that means', () => {
    const without = generateRbac(features());
    expect(
      roleOf(without).rules.flatMap(({ resources }) => resources),
    ).not.toContain('secrets');
    const yaml = generateRbac(features({ features: { helmReleases: true } }));
    expect(roleOf(yaml).rules).toContainEqual({
      apiGroups: [''],
      resources: ['secrets'],
      verbs: READ,
    });
    expect(yaml).toContain('allows reading the data of all Secrets');
  });

  it('covers the groups of known meshes and of the Gateway API, each once', () => {
    const groups = roleOf(generateRbac(features())).rules.flatMap(
      ({ apiGroups }) => apiGroups,
    );
    expect(groups).toEqual(
      expect.arrayContaining([
        'networking.istio.io',
        'policy.linkerd.io',
        'kuma.io',
        'gateway.networking.k8s.io',
      ]),
    );
    expect(new Set(groups).size).toBe(groups.length);
  });

  it('makes everything that kubectl needs, bound together', () => {
    const documents = parseAllDocuments(generateRbac(features())).map(d =>
      d.toJS(),
    );
    const roles = documents.filter(({ kind }) => kind === 'ClusterRole');
    const bindings = documents.filter(
      ({ kind }) => kind === 'ClusterRoleBinding',
    );
    expect(bindings.map(({ roleRef }) => roleRef.name)).toEqual(
      roles.map(({ metadata }) => metadata.name),
    );
    for (const { subjects } of bindings)
      expect(subjects).toEqual(bindings[0].subjects);
    expect(documents.slice(0, 5).map(({ kind }) => kind)).toEqual([
      'Namespace',
      'ServiceAccount',
      'Secret',
      'ClusterRole',
      'ClusterRoleBinding',
    ]);
    expect(documents[4]).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: 'meshplane-reader' },
      subjects: [
        {
          kind: 'ServiceAccount',
          name: 'meshplane-reader',
          namespace: 'meshplane',
        },
      ],
    });
  });
});

describe('readableResources', () => {
  it('follows the features that are enabled', () => {
    const usual = readableResources(features());
    expect(usual('', 'pods')).toBe(true);
    expect(usual('networking.istio.io', 'gateways')).toBe(true);
    expect(usual('', 'secrets')).toBe(false);
    expect(usual('example.com', 'widgets')).toBe(false);
    // Granted for changes, and no reason to keep them in memory.
    expect(usual('', 'events')).toBe(false);
    const other = readableResources(
      features({
        features: { mesh: false, helmReleases: true },
        inventory: { kinds: ['widgets.example.com'] },
      }),
    );
    expect(other('networking.istio.io', 'gateways')).toBe(false);
    expect(other('', 'secrets')).toBe(true);
    expect(other('example.com', 'widgets')).toBe(true);
    expect(other('example.com', 'others')).toBe(false);
  });
});

describe('rbacCommand', () => {
  it('prints what the options switch on, under the given names', () => {
    const yaml = rbacCommand([
      '--no-mesh',
      '--kind',
      'widgets.example.com',
      '--name',
      'reader',
    ]);
    expect(yaml).not.toContain('istio');
    expect(yaml).toContain('name: reader\n');
    expect(roleOf(yaml).rules).toContainEqual({
      apiGroups: ['example.com'],
      resources: ['widgets'],
      verbs: READ,
    });
  });

  it('leaves out what changes something where that is wanted', () => {
    const named = (...args: string[]) =>
      rolesOf(rbacCommand(args)).map(({ metadata }) => metadata.name);
    expect(named('--read-only')).toEqual(['meshplane-reader']);
    expect(named('--no-lifecycle')).toEqual([
      'meshplane-reader',
      'meshplane-reader-workloads',
    ]);
    expect(named('--no-workloads')).toEqual([
      'meshplane-reader',
      'meshplane-reader-lifecycle',
    ]);
  });

  it('grants load inside of clusters only where it is asked for', () => {
    const [, , , performance] = rolesOf(rbacCommand(['--performance']));
    expect(performance.metadata.name).toBe('meshplane-reader-performance');
    const verbsOf = (resource: string) =>
      performance.rules
        .filter(({ resources }) => resources.includes(resource))
        .map(({ apiGroups, verbs }) => [...apiGroups, ...verbs]);
    expect(verbsOf('jobs')).toEqual([
      ['batch', 'get', 'list', 'create', 'patch', 'delete'],
    ]);
    // Reading Secrets is none of its business.
    expect(verbsOf('secrets')).toEqual([['', 'create', 'delete']]);
    expect(verbsOf('pods/log')).toEqual([['', 'get']]);
    expect(rolesOf(rbacCommand(['--performance', '--read-only']))).toHaveLength(
      1,
    );
  });

  it('refuses options that it does not know', () => {
    expect(() => rbacCommand(['--everything'])).toThrow(/--everything/);
  });
});
