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

import { getMeshDefinition } from '../../definitions';
import { onboardingChange, type OnboardingRequest } from './onboardingChange';

type Options = Omit<OnboardingRequest, 'definition'>;
const change = (definition: string, options: Options) =>
  onboardingChange({ definition: getMeshDefinition(definition), ...options });

describe('bringing something onto a mesh', () => {
  it.each<[string, 'namespace' | 'workload', object, boolean]>([
    ['istio', 'namespace', { labels: { 'istio-injection': 'enabled' } }, true],
    [
      'istio',
      'workload',
      { labels: { 'sidecar.istio.io/inject': 'true' } },
      true,
    ],
    [
      'istio-ambient',
      'namespace',
      { labels: { 'istio.io/dataplane-mode': 'ambient' } },
      false,
    ],
    [
      'istio-ambient',
      'workload',
      { labels: { 'istio.io/dataplane-mode': 'ambient' } },
      false,
    ],
    [
      'linkerd',
      'namespace',
      { annotations: { 'linkerd.io/inject': 'enabled' } },
      true,
    ],
    [
      'linkerd',
      'workload',
      { annotations: { 'linkerd.io/inject': 'enabled' } },
      true,
    ],
    [
      'consul',
      'workload',
      { annotations: { 'consul.hashicorp.com/connect-inject': 'true' } },
      true,
    ],
    [
      'kuma',
      'namespace',
      { labels: { 'kuma.io/sidecar-injection': 'enabled' } },
      true,
    ],
    [
      'kuma',
      'workload',
      { labels: { 'kuma.io/sidecar-injection': 'enabled' } },
      true,
    ],
    [
      'cilium',
      'namespace',
      { labels: { 'io.cilium/mtls-enabled': 'true' } },
      false,
    ],
  ])('%s, %s', (definition, scope, marks, restartNeeded) => {
    const result = change(definition, { scope, action: 'on', current: {} });
    expect(result.set).toEqual({ labels: {}, annotations: {}, ...marks });
    expect(result.remove).toEqual({ labels: [], annotations: [] });
    expect(result.restartNeeded).toBe(restartNeeded);
    expect(result.conflicts).toEqual([]);
  });

  it('names the revision where the default one is not served, and removes what contradicts it', () => {
    const result = change('istio', {
      scope: 'namespace',
      action: 'on',
      instance: { id: 'istio~istio-system~blue', revision: 'blue', tags: [] },
      current: {
        labels: { 'istio-injection': 'enabled', team: 'shop' },
      },
    });
    expect(result.set.labels).toEqual({ 'istio.io/rev': 'blue' });
    expect(result.remove.labels).toEqual(['istio-injection']);
  });

  it('takes a tag, and refuses a revision that the mesh does not serve', () => {
    const instance = {
      id: 'istio~istio-system~blue',
      revision: 'blue',
      tags: ['prod'],
    };
    const options = { scope: 'namespace', action: 'on', instance } as const;
    const tagged = change('istio', { ...options, revision: 'prod' });
    expect([tagged.set.labels, tagged.conflicts]).toEqual([
      { 'istio.io/rev': 'prod' },
      [],
    ]);
    expect(
      change('istio', { ...options, revision: 'green' }).conflicts,
    ).toEqual([expect.stringContaining('no revision or tag "green"')]);
  });

  it('gives a workload both marks when a revision is named', () => {
    const result = change('istio', {
      scope: 'workload',
      action: 'on',
      revision: 'blue',
      current: {},
    });
    expect(result.set.labels).toEqual({
      'istio.io/rev': 'blue',
      'sidecar.istio.io/inject': 'true',
    });
  });

  it('takes sidecar labels away for ambient mode, and sets the waypoint', () => {
    const result = change('istio-ambient', {
      scope: 'namespace',
      action: 'on',
      waypoint: 'shop-waypoint',
      current: { labels: { 'istio-injection': 'enabled' } },
    });
    expect(result.set.labels).toEqual({
      'istio.io/dataplane-mode': 'ambient',
      'istio.io/use-waypoint': 'shop-waypoint',
    });
    expect(result.remove.labels).toEqual(['istio-injection']);
  });

  it('lists every mark that could contradict when nothing is known of the object', () => {
    const { remove } = change('istio', { scope: 'namespace', action: 'on' });
    expect(remove.labels).toEqual(['istio.io/rev', 'istio.io/dataplane-mode']);
  });

  it.each([
    ['consul', /knows no mark for a namespace/],
    ['envoy-gateway', /takes no namespaces/],
  ])('says that %s has no marks for a namespace', (id, message) => {
    const { conflicts } = change(id, { scope: 'namespace', action: 'on' });
    expect(conflicts).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ['linkerd', { revision: 'blue' }, /has no revisions/],
    ['linkerd', { waypoint: 'w' }, /has no waypoints/],
  ])('refuses what %s does not have: %j', (id, options, message) => {
    const result = change(id, { scope: 'namespace', action: 'on', ...options });
    expect(result.conflicts).toEqual([expect.stringMatching(message)]);
  });
});

describe('taking something off a mesh', () => {
  it('removes the marks of a namespace, those of its waypoint too', () => {
    const { set, remove, restartNeeded } = change('istio-ambient', {
      scope: 'namespace',
      action: 'off',
      current: {
        labels: {
          'istio.io/dataplane-mode': 'ambient',
          'istio.io/use-waypoint': 'w',
        },
      },
    });
    expect(set).toEqual({ labels: {}, annotations: {} });
    expect(remove.labels).toEqual([
      'istio.io/dataplane-mode',
      'istio.io/use-waypoint',
    ]);
    expect(restartNeeded).toBe(false);
  });

  it('lets a workload say no, since its namespace may ask for it', () => {
    const { set, remove } = change('istio', {
      scope: 'workload',
      action: 'off',
      current: { labels: { 'istio.io/rev': 'blue' } },
    });
    expect(set.labels).toEqual({ 'sidecar.istio.io/inject': 'false' });
    expect(remove.labels).toEqual(['istio.io/rev']);
  });

  it('uses the annotation where the mesh has one', () => {
    const result = change('consul', {
      scope: 'workload',
      action: 'off',
      current: {
        annotations: { 'consul.hashicorp.com/connect-inject': 'true' },
      },
    });
    expect(result.set.annotations).toEqual({
      'consul.hashicorp.com/connect-inject': 'false',
    });
  });
});
