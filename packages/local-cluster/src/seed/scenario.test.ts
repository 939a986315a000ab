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

import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { KubeObject } from './documents';
import { LINKERD_TRUST_ROOT_SHA256 } from './expand/proxies';
import { renderScenario, scenarioNames } from './scenario';

/** Namespaces that every cluster has. */
const BUILT_IN = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];
/** Groups of which a cluster serves at least the kinds that scenarios use. */
const BUILT_IN_API = [
  'v1',
  'apps/v1',
  'apiextensions.k8s.io/v1',
  'admissionregistration.k8s.io/v1',
];

type Template = {
  metadata: {
    labels: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec: {
    initContainers?: { name: string; image: string; restartPolicy?: string }[];
    containers: { name: string; image: string }[];
  };
};

const objectsOf = (scenario: string): KubeObject[] =>
  renderScenario({ scenario, pods: 500 }).map(({ object }) => object);

const identity = ({ apiVersion, kind, metadata }: KubeObject) =>
  `${apiVersion.split('/')[0]} ${kind} ${metadata.namespace ?? ''}/${
    metadata.name
  }`;

const templateOf = (objects: KubeObject[], name: string): Template => {
  const deployment = objects.find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === name,
  );
  return (deployment?.spec as { template: Template }).template;
};

const proxyImages = (objects: KubeObject[], name: string): string[] => {
  const { initContainers = [], containers } = templateOf(objects, name).spec;
  return [
    ...initContainers.filter(c => c.restartPolicy === 'Always'),
    ...containers,
  ]
    .filter(container => container.name.endsWith('-proxy'))
    .map(container => container.image);
};

describe('scenarios', () => {
  it('ships all named scenarios', () => {
    expect(scenarioNames()).toEqual([
      'ambient',
      'bookstore',
      'empty',
      'fleet',
      'legacy',
      'two-meshes',
      'zoo',
    ]);
  });

  describe.each(scenarioNames())('%s', scenario => {
    const objects = objectsOf(scenario);

    it('names every object once', () => {
      const names = objects.map(identity);
      expect(
        names.filter((name, index) => names.indexOf(name) !== index),
      ).toEqual([]);
    });

    it('puts objects only into namespaces that it makes or that always exist', () => {
      const known = new Set([
        ...BUILT_IN,
        ...objects
          .filter(({ kind }) => kind === 'Namespace')
          .map(({ metadata }) => metadata.name),
      ]);
      const homeless = objects.filter(
        ({ metadata }) => metadata.namespace && !known.has(metadata.namespace),
      );
      expect(homeless.map(identity)).toEqual([]);
    });

    it('brings the definition of every custom kind that it uses', () => {
      const served = new Set(
        objects
          .filter(({ kind }) => kind === 'CustomResourceDefinition')
          .flatMap(({ spec }) => {
            const { group, names, versions } = spec as {
              group: string;
              names: { kind: string };
              versions: { name: string }[];
            };
            return versions.map(
              version => `${group}/${version.name} ${names.kind}`,
            );
          }),
      );
      const unknown = objects.filter(
        ({ apiVersion, kind }) =>
          !BUILT_IN_API.includes(apiVersion) &&
          !served.has(`${apiVersion} ${kind}`),
      );
      expect(unknown.map(identity)).toEqual([]);
    });

    it('never asks for an address outside the cluster', () => {
      const types = objects
        .filter(({ kind }) => kind === 'Service')
        .map(({ spec }) => (spec as { type?: string }).type ?? 'ClusterIP');
      expect(new Set([...types, 'ClusterIP'])).toEqual(new Set(['ClusterIP']));
    });

    it('selects the pods of its own templates', () => {
      const mismatched = objects
        .filter(({ kind }) =>
          ['Deployment', 'DaemonSet', 'StatefulSet'].includes(kind),
        )
        .filter(({ spec }) => {
          const { selector, template } = spec as {
            selector: { matchLabels: Record<string, string> };
            template: Template;
          };
          return Object.entries(selector.matchLabels).some(
            ([key, value]) => template.metadata.labels[key] !== value,
          );
        });
      expect(mismatched.map(identity)).toEqual([]);
    });

    it('backs every webhook by a Service of its own', () => {
      const services = new Set(
        objects
          .filter(({ kind }) => kind === 'Service')
          .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
      );
      const missing = objects
        .filter(({ kind }) => kind.endsWith('WebhookConfiguration'))
        .flatMap(
          ({ webhooks }) =>
            webhooks as {
              clientConfig: { service: { name: string; namespace: string } };
            }[],
        )
        .map(
          ({ clientConfig: { service } }) =>
            `${service.namespace}/${service.name}`,
        )
        .filter(name => !services.has(name));
      expect(missing).toEqual([]);
    });
  });

  it('gives two-meshes current, old, missing and canary proxies', () => {
    const objects = objectsOf('two-meshes');
    expect(proxyImages(objects, 'catalog')).toEqual([
      'docker.io/istio/proxyv2:1.30.3',
    ]);
    expect(proxyImages(objects, 'ledger')).toEqual([
      'docker.io/istio/proxyv2:1.28.5',
    ]);
    expect(proxyImages(objects, 'recommendations')).toEqual([
      'docker.io/istio/proxyv2:1.29.6',
    ]);
    expect(proxyImages(objects, 'orders')).toEqual([]);
    expect(proxyImages(objects, 'booking-api')).toEqual([
      'cr.l5d.io/linkerd/proxy:edge-26.6.3',
    ]);
    expect(templateOf(objects, 'fraud-check').metadata.labels).toMatchObject({
      'sidecar.istio.io/inject': 'false',
    });
  });

  it('gives Linkerd proxies the digest of the trust anchor in its ConfigMap', () => {
    const roots = objectsOf('two-meshes').find(
      ({ metadata }) => metadata.name === 'linkerd-identity-trust-roots',
    );
    const pem = (roots?.data as Record<string, string>)['ca-bundle.crt'];
    expect(createHash('sha256').update(pem).digest('hex')).toBe(
      LINKERD_TRUST_ROOT_SHA256,
    );
  });

  it('writes Helm releases the way Helm stores them', () => {
    const secret = objectsOf('two-meshes').find(
      ({ metadata }) => metadata.name === 'sh.helm.release.v1.istiod.v1',
    );
    const stored = (secret?.data as Record<string, string>).release;
    const record = JSON.parse(
      gunzipSync(
        Buffer.from(Buffer.from(stored, 'base64').toString(), 'base64'),
      ).toString(),
    );
    expect(record).toMatchObject({
      name: 'istiod',
      namespace: 'istio-system',
      info: { status: 'deployed' },
      chart: { metadata: { name: 'istiod', version: '1.30.3' } },
    });
  });

  it('prefixes application namespaces and what refers to them, but no control plane', () => {
    const objects = renderScenario({
      scenario: 'two-meshes',
      namespacePrefix: 't1-',
    }).map(({ object }) => object);
    const namespaces = objects
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ metadata }) => metadata.name);
    expect(namespaces).toEqual(
      expect.arrayContaining([
        'istio-system',
        'linkerd',
        't1-shop',
        't1-booking',
      ]),
    );
    const route = objects.find(
      ({ kind, metadata }) =>
        kind === 'VirtualService' && metadata.name === 'storefront',
    );
    expect(route?.metadata.namespace).toBe('t1-shop');
    expect(JSON.stringify(route)).toContain(
      'storefront.t1-shop.svc.cluster.local',
    );
  });

  it('names the known scenarios when asked for another', () => {
    expect(() => renderScenario({ scenario: 'nope' })).toThrow(
      'Unknown scenario "nope", known are: ambient, bookstore',
    );
  });
});

describe('fleet', () => {
  const countKinds = (pods: number) => {
    const objects = renderScenario({ scenario: 'fleet', pods }).map(
      ({ object }) => object,
    );
    const fleet = objects.filter(({ metadata }) =>
      (metadata.namespace ?? '').startsWith('fleet-'),
    );
    const mesh = fleet.filter(({ apiVersion }) =>
      apiVersion.includes('istio.io/'),
    );
    const replicas = fleet
      .filter(({ kind }) => kind === 'Deployment')
      .reduce(
        (sum, { spec }) => sum + (spec as { replicas: number }).replicas,
        0,
      );
    return {
      replicas,
      services: fleet.filter(({ kind }) => kind === 'Service').length,
      mesh: mesh.length,
    };
  };

  it('brings 500 services and 2 000 mesh objects with 10 000 pods', () => {
    expect(countKinds(10_000)).toEqual({
      replicas: 10_000,
      services: 500,
      mesh: 2_000,
    });
  });

  it('makes exactly the pods that are asked for', () => {
    expect(countKinds(37).replicas).toBe(37);
  });

  it('refuses a number of pods that is none', () => {
    expect(() => renderScenario({ scenario: 'fleet', pods: 0 })).toThrow(
      'Number of pods must be a whole number above 0, got "0"',
    );
  });
});
