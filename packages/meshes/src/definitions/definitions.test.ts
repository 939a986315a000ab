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
import { parseMeshVersion } from '../support/version';
import { getMeshDefinition, meshDefinitions } from '.';

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
const each = meshDefinitions.map(d => [d.id, d] as const);
/** Products that run something; of the others, what is left of them is worth a warning. */
const running = each.filter(
  ([, d]) => d.kind !== 'crds' && d.lifecycle.state === 'active',
);

/** Every object with a source anywhere in a definition. */
function sourcesIn(value: unknown): { from: string; checked: string }[] {
  if (Array.isArray(value)) return value.flatMap(sourcesIn);
  if (typeof value !== 'object' || value === null) return [];
  const own =
    'from' in value && 'checked' in value
      ? [value as { from: string; checked: string }]
      : [];
  return [...own, ...Object.values(value).flatMap(sourcesIn)];
}

describe('the mesh definitions', () => {
  it('cover the products that the suite promises', () => {
    expect(meshDefinitions.map(({ id }) => id).sort()).toEqual([
      'aws-app-mesh',
      'cilium',
      'consul',
      'envoy-gateway',
      'gateway-api',
      'istio',
      'istio-ambient',
      'kgateway',
      'kuma',
      'linkerd',
      'nginx-gateway-fabric',
      'nginx-service-mesh',
      'open-service-mesh',
      'traefik',
      'traefik-mesh',
    ]);
  });

  it('have ids and names of their own', () => {
    for (const key of ['id', 'displayName'] as const)
      expect(new Set(meshDefinitions.map(d => d[key])).size).toBe(
        meshDefinitions.length,
      );
  });

  it.each(each)('%s gives a dated source for everything it lists', (_, d) => {
    const sources = sourcesIn(d);
    // Its lifecycle, skew rule and at least one general source, one for each line and for each chart.
    expect(sources.length).toBeGreaterThanOrEqual(
      3 + d.versions.length + d.charts.length,
    );
    for (const { from, checked } of sources) {
      expect(from).toMatch(/[a-z]+[./#][a-z]+/);
      expect(Number.isNaN(Date.parse(checked))).toBe(false);
    }
  });

  it.each(each)('%s has a date and a way out if it has ended', (_, d) => {
    const { state, ended, endedBy, wayOut } = d.lifecycle;
    const given = [ended, endedBy, wayOut].map(v => v !== undefined);
    expect(given).toEqual(Array(3).fill(state === 'ended'));
  });

  it.each(running)('%s never rests on a single CRD group', (_, d) => {
    for (const { group, weight } of d.detect.crdGroups)
      expect([group, weight < d.detect.threshold]).toEqual([group, true]);
  });

  it.each(running)(
    '%s is not detected by what an uninstall leaves behind',
    (_, d) => {
      const { crdGroups, configMaps, threshold } = d.detect;
      const left = [...crdGroups, ...configMaps].map(({ weight }) => weight);
      expect(sum(left)).toBeLessThan(threshold);
      expect(d.detect.requires).not.toHaveLength(0);
    },
  );

  it.each(each)('%s recognises workloads by label and image', (_, d) => {
    const { components } = d.detect;
    const withoutLabels = components.filter(
      rule => Object.keys(rule.labels).length === 0,
    );
    // A label alone is evidence of little weight, since anybody can set it.
    const byLabelAlone = components.filter(
      rule => rule.image === undefined && rule.weight >= 0.1,
    );
    expect([...withoutLabels, ...byLabelAlone]).toEqual([]);
  });

  it.each(each)('%s can be detected at all', (_, d) => {
    const { components, crdGroups, webhooks, configMaps, threshold } = d.detect;
    const weights = [components, crdGroups, webhooks, configMaps].flatMap(
      list => list.map(({ weight }) => weight),
    );
    expect(sum(weights)).toBeGreaterThanOrEqual(threshold);
  });

  it.each(each)('%s refers to rules and definitions that exist', (_, d) => {
    const rules = d.detect.components.map(({ id }) => id);
    expect(new Set(rules).size).toBe(rules.length);
    const named = [...(d.detect.requires ?? []), d.proxy.nodeComponent];
    const wanted = named.filter(id => id !== undefined);
    expect(rules).toEqual(expect.arrayContaining(wanted));
    for (const id of d.detect.yieldsTo ?? [])
      expect(getMeshDefinition(id).id).toBe(id);
  });

  it.each(each)(
    '%s has patterns that compile and ranges that parse',
    (_, d) => {
      const patterns = [
        ...d.detect.components.flatMap(r => [
          r.image,
          ...(r.version ?? []).map(v => (v.from === 'image' ? v.pattern : '')),
        ]),
        ...d.detect.webhooks.map(w => w.name),
        ...d.detect.managed.map(m => m.revision),
        d.proxy.image,
      ].filter(pattern => pattern !== undefined);
      for (const pattern of patterns)
        expect(() => new RegExp(pattern)).not.toThrow();
      const ranges = d.versions
        .flatMap(({ kubernetes, gatewayApi }) => [kubernetes, gatewayApi])
        .filter(range => range !== undefined);
      expect(ranges.filter(range => !semver.validRange(range))).toEqual([]);
    },
  );

  it.each(each)(
    '%s lists its lines newest first, with their releases',
    (_, d) => {
      const lines = d.versions.map(
        v => semver.coerce(v.line)?.version ?? v.line,
      );
      expect(lines).toEqual([...lines].sort(semver.rcompare));
      const releases = d.versions
        .flatMap(({ line, latest }) => (latest ? [{ line, latest }] : []))
        .map(({ line, latest }) => ({
          line,
          version: parseMeshVersion(latest, d.versioning),
        }));
      const wrong = releases.filter(
        ({ line, version }) =>
          !version ||
          (version.scheme === 'semver' &&
            `${version.major}.${version.minor}` !== line),
      );
      expect(wrong).toEqual([]);
      const edges = d.versions.flatMap(({ firstEdge }) => firstEdge ?? []);
      expect(
        edges.map(edge => parseMeshVersion(edge, d.versioning)?.scheme),
      ).toEqual(edges.map(() => 'edge'));
    },
  );

  it.each(each)('%s installs its charts in a strict order', (_, d) => {
    const orders = d.charts.map(({ order }) => order);
    expect(orders).toEqual([...new Set(orders)].sort((a, b) => a - b));
  });

  it.each(each)('%s has no label that means both on and off', (_, d) => {
    for (const { on, off, key } of d.onboard)
      expect([key, on.filter(value => off.includes(value))]).toEqual([key, []]);
  });

  it('offer no charts of products that have ended', () => {
    const ended = meshDefinitions.filter(d => d.lifecycle.state === 'ended');
    expect(ended.flatMap(({ charts }) => charts)).toEqual([]);
  });

  it('tell Istio modes apart by what only one of them has', () => {
    const required = (id: string) => {
      const { requires, components } = getMeshDefinition(id).detect;
      return components.filter(rule => requires?.includes(rule.id));
    };
    expect(required('istio').map(({ id }) => id)).toEqual(['istiod']);
    expect(required('istio-ambient')).toEqual([
      expect.objectContaining({ env: { PILOT_ENABLE_AMBIENT: 'true' } }),
      expect.objectContaining({ labels: { app: 'ztunnel' } }),
    ]);
    expect(getMeshDefinition('istio').detect.yieldsTo).toEqual([
      'istio-ambient',
    ]);
  });

  it('never offer to change the network of a cluster', () => {
    expect(getMeshDefinition('cilium').detect.managed).toEqual([
      expect.objectContaining({ by: 'cni', always: true }),
    ]);
  });
});

describe('getMeshDefinition', () => {
  it('names the id and the known ids if there is none', () => {
    expect(() => getMeshDefinition('isto')).toThrow(
      /No mesh definition has the id "isto"; known ids: istio, istio-ambient, linkerd/,
    );
  });
});
