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

import semver from 'semver';
import { meshDefinitions } from '../../definitions';
import type { ManagedOperations } from '../schema';

const managed = meshDefinitions.flatMap(d =>
  d.operations.support === 'managed'
    ? [[d.id, d, d.operations as ManagedOperations] as const]
    : [],
);

describe('the lifecycle data', () => {
  it('manage what runs, switch the network, and only look at what has ended', () => {
    const by = (support: string) =>
      meshDefinitions
        .filter(d => d.operations.support === support)
        .map(({ id }) => id);
    expect(by('toggles-only')).toEqual(['cilium']);
    expect(by('detect-only')).toEqual(
      meshDefinitions
        .filter(d => d.lifecycle.state === 'ended')
        .map(({ id }) => id),
    );
  });

  it.each(managed)('%s installs and removes each of its charts', (_, d, o) => {
    const charts = d.charts.map(({ name }) => name).sort();
    expect(o.install.steps.map(({ chart }) => chart).sort()).toEqual(charts);
    const byHelm = o.install.steps
      .filter(({ how }) => how === 'helm')
      .map(({ chart }) => chart);
    expect([...o.uninstall.order].sort()).toEqual(byHelm.sort());
    const upgraded = o.upgrade.order ?? charts;
    expect([...upgraded].sort()).toEqual(charts);
  });

  it.each(managed)('%s goes in the order of its charts', (_, d, o) => {
    const order = o.install.steps.map(
      ({ chart }) => d.charts.find(c => c.name === chart)!.order,
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it.each(managed)('%s makes the namespace of every release', (_, d, o) => {
    const made = o.install.namespaces.map(({ name }) => name);
    const wanted = d.charts.map(({ namespace }) => namespace);
    expect(made).toEqual(expect.arrayContaining([...new Set(wanted)]));
  });

  it.each(managed)('%s names only charts and components it has', (_, d, o) => {
    const charts = d.charts.map(({ name }) => name);
    const components = o.install.components.map(({ name }) => name);
    const named = [
      ...o.install.presets.flatMap(p => Object.keys(p.values)),
      ...o.install.components.flatMap(c => Object.keys(c.values)),
      ...o.upgrade.notInCanary,
      o.uninstall.crdChart,
      o.install.certificates?.before,
      o.revisions?.tags?.chart,
      o.revisions?.defaultValue?.chart,
    ].filter(name => name !== undefined);
    expect(charts).toEqual(expect.arrayContaining([...new Set(named)]));
    const asked = [...o.install.steps, ...o.install.namespaces]
      .map(({ when }) => when?.component)
      .filter(name => name !== undefined);
    expect(components).toEqual(expect.arrayContaining(asked));
    // Whoever offers a component has to be able to install it.
    expect(asked).toEqual(expect.arrayContaining(components));
    const optional = d.charts.filter(c => c.optional).map(({ name }) => name);
    const conditional = o.install.steps
      .filter(s => s.when?.component !== undefined)
      .map(({ chart }) => chart);
    // Envoy Gateway's own definitions always come apart from its chart.
    expect([...conditional, 'gateway-crds-helm']).toEqual(
      expect.arrayContaining(optional),
    );
  });

  it.each(managed)('%s has its presets', (_, d, o) => {
    const ids = o.install.presets.flatMap(p => [p.id, ...p.aliases]);
    expect(new Set(ids).size).toBe(ids.length);
    const wanted =
      o.verified && d.id !== 'gateway-api'
        ? ['default', 'high-availability', 'minimal']
        : ['default'];
    expect(ids).toEqual(expect.arrayContaining(wanted));
    expect(ids.includes('ambient')).toBe(d.mode === 'ambient');
  });

  it.each(managed)('%s knows its definitions and conditions', (_, d, o) => {
    const groups = d.detect.crdGroups.map(({ group }) => group);
    expect(groups).toEqual(expect.arrayContaining(o.uninstall.crdGroups));
    expect(o.uninstall.crdChart !== undefined).toBe(
      o.uninstall.crds === 'with-chart',
    );
    const ranges = [
      ...o.install.steps.flatMap(s => s.values.map(v => v.when?.versions)),
      ...o.upgrade.notes.map(n => n.versions),
    ].filter(range => range !== undefined);
    expect(ranges.filter(range => !semver.validRange(range))).toEqual([]);
  });

  it('has options with values, and toggles that refer to each other, for Cilium', () => {
    const { operations } = meshDefinitions.find(d => d.id === 'cilium')!;
    if (operations.support !== 'toggles-only') throw new Error('unexpected');
    const { items } = operations.toggles;
    expect(items.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'gatewayAPI',
        'ingressController',
        'envoyConfig',
        'loadBalancer.l7.backend',
        'encryption',
        'hubble',
      ]),
    );
    const switches = items.filter(({ kind }) => kind === 'switch');
    expect(
      new Set(switches.map(t => t.options.map(o => o.option).join())),
    ).toEqual(new Set(['off,on']));
    const conflicts = items.flatMap(t => t.options.flatMap(o => o.conflicts));
    const dangling = conflicts.filter(
      ({ toggle, option }) =>
        !items
          .find(({ id }) => id === toggle)
          ?.options.some(o => o.option === option),
    );
    expect(conflicts.length).toBeGreaterThan(0);
    expect(dangling).toEqual([]);
  });
});
