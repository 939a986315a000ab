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

import fc from 'fast-check';
import { deployOrder } from '../deploy/deployOrder';
import { importText } from '../importers/importDesign';
import { writeDesign } from '../model/canonical';
import { designSchema, type Design, type DesignInput } from '../model/design';
import { evaluate } from './evaluate';

const SHOP = `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/use-waypoint: way } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    metadata: { labels: { app: web } }
    spec:
      serviceAccountName: web
      containers: [{ name: web, envFrom: [{ configMapRef: { name: settings } }, { secretRef: { name: extra, optional: true } }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
{ apiVersion: v1, kind: ServiceAccount, metadata: { name: web, namespace: shop } }
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: settings, namespace: shop } }
---
{ apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: data, namespace: shop } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: way, namespace: shop }
spec: { gatewayClassName: istio-waypoint }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ kind: Service, group: "", name: web }]
  rules: [{ backendRefs: [{ name: web, port: 80 }, { name: gone, port: 80 }] }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: allow, namespace: shop }
spec: { selector: { matchLabels: { app: web } } }
`;

const shop = () => importText(SHOP).design!;
const seen = (design: Design) =>
  evaluate(design).design.relationships.map(
    ({ subType, from, to }) => `${subType}: ${from} > ${to}`,
  );

describe('evaluate', () => {
  it('finds what belongs together, and what is referred to and not there', () => {
    const { findings, converged } = evaluate(shop());
    expect(converged).toBe(true);
    expect(seen(shop())).toEqual(
      expect.arrayContaining([
        'inventory: deployment/shop/web > namespace/shop',
        'network: service/shop/web > deployment/shop/web',
        'network: httproute/shop/web > service/shop/web',
        'network: namespace/shop > gateway/shop/way',
        'reference: deployment/shop/web > configmap/shop/settings',
        'permission: deployment/shop/web > serviceaccount/shop/web',
        'mount: deployment/shop/web > persistentvolumeclaim/shop/data',
        'policy: authorizationpolicy/shop/allow > deployment/shop/web',
      ]),
    );
    expect(findings).toEqual([
      expect.objectContaining({
        rule: 'dangling-reference',
        component: 'httproute/shop/web',
        path: '/spec/rules/0/backendRefs/1/name',
        message: 'Service "gone" in namespace "shop" is not part of the design',
      }),
    ]);
  });

  it('writes into components what a person has drawn, once', () => {
    const design = shop();
    const withRoute = designSchema.parse({
      ...design,
      components: [
        ...design.components,
        {
          id: 'api',
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          configuration: { metadata: { name: 'api' } },
        },
        {
          id: 'settings',
          apiVersion: 'v1',
          kind: 'ConfigMap',
          configuration: { metadata: { name: 'other' } },
        },
      ],
      relationships: [
        {
          id: 'drawn-1',
          kind: 'hierarchical',
          type: 'parent',
          subType: 'inventory',
          from: 'api',
          to: 'namespace/shop',
          origin: 'user',
        },
        {
          id: 'drawn-2',
          kind: 'edge',
          type: 'non-binding',
          subType: 'reference',
          from: 'api',
          to: 'settings',
          origin: 'user',
        },
      ],
    } satisfies DesignInput);
    const { design: drawn } = evaluate(withRoute);
    expect(
      drawn.components.find(({ id }) => id === 'api')!.configuration,
    ).toEqual({
      metadata: { name: 'api', namespace: 'shop' },
      spec: {
        template: {
          spec: {
            containers: [{ envFrom: [{ configMapRef: { name: 'other' } }] }],
          },
        },
      },
    });
    expect(
      drawn.relationships.find(({ id }) => id === 'drawn-1')!.patches,
    ).toEqual([
      { component: 'api', path: ['metadata', 'namespace'], value: 'shop' },
    ]);
    expect(evaluate(drawn).design).toEqual(drawn);
  });

  it('says which relationships want different things of one place', () => {
    const design = designSchema.parse({
      name: 'two',
      components: [
        {
          id: 'a',
          apiVersion: 'v1',
          kind: 'Pod',
          configuration: { metadata: { name: 'a' } },
        },
        {
          id: 'n1',
          apiVersion: 'v1',
          kind: 'Namespace',
          configuration: { metadata: { name: 'one' } },
        },
        {
          id: 'n2',
          apiVersion: 'v1',
          kind: 'Namespace',
          configuration: { metadata: { name: 'two' } },
        },
      ],
      relationships: ['n1', 'n2'].map(to => ({
        id: `to-${to}`,
        kind: 'hierarchical',
        type: 'parent',
        subType: 'inventory',
        from: 'a',
        to,
        origin: 'user' as const,
      })) as DesignInput['relationships'],
    });
    const { findings, converged, design: result } = evaluate(design);
    expect(converged).toBe(true);
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: 'conflicting-relationships',
        component: 'a',
        path: '/metadata/namespace',
      }),
    );
    expect(
      result.components.find(({ id }) => id === 'a')!.configuration,
    ).toMatchObject({ metadata: { namespace: 'one' } });
  });

  it('leaves deleted what a person has deleted, and forgets what is no longer so', () => {
    const { design } = evaluate(shop());
    const deleted = {
      ...design,
      relationships: design.relationships.map(one =>
        one.subType === 'mount' ? { ...one, status: 'deleted' as const } : one,
      ),
      components: design.components.filter(({ kind }) => kind !== 'ConfigMap'),
    };
    const { design: next, trace } = evaluate(deleted);
    expect(
      next.relationships.filter(({ subType }) => subType === 'mount'),
    ).toEqual([expect.objectContaining({ status: 'deleted' })]);
    expect(trace).toContainEqual(
      expect.objectContaining({ action: 'removed' }),
    );
  });

  it('gives the same for the same design in any order, and nothing new the second time', () => {
    const components = shop().components;
    fc.assert(
      fc.property(fc.shuffledSubarray(components), some => {
        const design = designSchema.parse({ name: 'x', components: some });
        const sorted = {
          ...design,
          components: [...some].sort((a, b) => (a.id < b.id ? -1 : 1)),
        };
        const result = evaluate(design);
        expect(writeDesign(result.design)).toBe(
          writeDesign(evaluate(sorted).design),
        );
        expect(result.findings).toEqual(evaluate(sorted).findings);
        expect(evaluate(result.design).design).toEqual(result.design);
      }),
    );
  });
});

describe('deployOrder', () => {
  it('applies first what others need, and says why', () => {
    const { waves, edges, cycles } = deployOrder(evaluate(shop()).design);
    const place = (id: string) => waves.findIndex(wave => wave.includes(id));
    expect(cycles).toEqual([]);
    expect(place('namespace/shop')).toBeGreaterThanOrEqual(0);
    expect(place('configmap/shop/settings')).toBeLessThan(
      place('deployment/shop/web'),
    );
    expect(edges).toContainEqual({
      before: 'configmap/shop/settings',
      after: 'deployment/shop/web',
      reason:
        '"deployment/shop/web": its containers take their environment from it',
    });
  });

  it('never puts a component before what it waits for, whatever the graph', () => {
    const node = fc.integer({ min: 0, max: 7 });
    fc.assert(
      fc.property(fc.array(fc.tuple(node, node), { maxLength: 20 }), pairs => {
        const design = designSchema.parse({
          name: 'x',
          components: Array.from({ length: 8 }, (_, i) => ({
            id: `c${i}`,
            apiVersion: 'v1',
            kind: 'ConfigMap',
          })),
          relationships: pairs.map(([from, to], i) => ({
            id: `r${i}`,
            kind: 'edge',
            type: 'a',
            subType: 'reference',
            from: `c${from}`,
            to: `c${to}`,
            origin: 'user',
          })) as DesignInput['relationships'],
        });
        const { waves, edges, cycles } = deployOrder(design);
        expect(waves.flat().sort()).toEqual(
          design.components.map(({ id }) => id),
        );
        const given = new Set(
          cycles.flatMap(cycle =>
            cycle.given.map(edge => `${edge.before} ${edge.after}`),
          ),
        );
        const place = (id: string) =>
          waves.findIndex(wave => wave.includes(id));
        for (const edge of edges.filter(
          ({ before, after }) => !given.has(`${before} ${after}`),
        )) {
          expect(place(edge.before)).toBeLessThan(place(edge.after));
        }
      }),
    );
  });
});
