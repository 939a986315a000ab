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
import { meshDefinitions } from './definitions';
import type { KubeObject } from './model/objects';
import { objectsFrom } from './model/objectsFrom';
import { computeCoverage, describeMeshes, detectMeshes } from './report';
import { describeObjects, NOW } from './testing/describe';
import {
  capturedByZtunnel,
  cilium,
  istiod,
  istioCrds,
  linkerd,
  withIstioProxy,
  withLinkerdProxy,
  ztunnel,
} from './testing/installations';
import {
  deploymentWithPods,
  namespace,
  pod,
  service,
  type PodOptions,
} from './testing/objects';

const options = { definitions: meshDefinitions, now: NOW };
/** Also checks the schemas and that every code is a known one. */
const describeList = (objects: readonly KubeObject[]) =>
  describeObjects(objects);

const namespaceLabels = fc.constantFrom<Record<string, string>>(
  {},
  { 'istio-injection': 'enabled' },
  { 'istio-injection': 'disabled' },
  { 'istio.io/rev': 'canary' },
  { 'istio.io/dataplane-mode': 'ambient' },
  { 'io.cilium/mtls-enabled': 'true' },
);
const podOptions = fc.constantFrom<PodOptions>(
  {},
  { hostNetwork: true },
  { phase: 'Succeeded' },
  { labels: { 'sidecar.istio.io/inject': 'false' } },
  withIstioProxy(),
  withIstioProxy('1.27.0', 'canary'),
  withLinkerdProxy(),
  capturedByZtunnel,
);
const installations = fc.subarray<() => KubeObject[]>([
  () => istiod({ ambient: true }),
  () => istiod({ revision: 'canary' }),
  () => istioCrds,
  () => ztunnel(),
  () => linkerd(),
  () => cilium({ 'enable-ztunnel': 'true' }),
]);
const names = fc.constantFrom('a', 'b', 'c');
const cluster = fc
  .record({
    meshes: installations,
    namespaces: fc.dictionary(names, namespaceLabels),
    deployments: fc.uniqueArray(
      fc.record({
        ns: names,
        name: fc.constantFrom('cart', 'web', 'db'),
        pods: fc.array(podOptions, { maxLength: 4 }),
      }),
      { selector: d => `${d.ns}/${d.name}` },
    ),
    bare: fc.uniqueArray(fc.record({ ns: names, options: podOptions }), {
      selector: b => b.ns,
    }),
  })
  .map(({ meshes, namespaces, deployments, bare }) => [
    ...meshes.flatMap(make => make()),
    ...Object.entries(namespaces).map(([name, labels]) =>
      namespace(name, labels),
    ),
    ...deployments.flatMap(d => [
      ...deploymentWithPods(d.ns, d.name, d.pods),
      service(d.ns, d.name, { app: d.name }),
    ]),
    ...bare.map(b => pod(b.ns, 'bare', b.options)),
  ]);

describe('whatever is in a cluster', () => {
  it('each unfinished pod counts once and no count exceeds its total', () => {
    fc.assert(
      fc.property(cluster, objects => {
        const { workloads, namespaces, meshes } = describeList(objects);
        const live = objects.filter(
          o =>
            o.kind === 'Pod' &&
            (o as ReturnType<typeof pod>).status?.phase !== 'Succeeded',
        );
        const sum = (
          items: readonly { pods: { total: number; onMesh: number } }[],
          of: 'total' | 'onMesh',
        ) => items.reduce((n, { pods }) => n + pods[of], 0);
        expect(sum(workloads, 'total')).toBe(live.length);
        expect(sum(namespaces, 'total')).toBe(live.length);
        expect(sum(namespaces, 'onMesh')).toBe(sum(workloads, 'onMesh'));
        for (const { pods, state } of workloads) {
          expect(pods.onMesh).toBeLessThanOrEqual(pods.total);
          expect(pods.ready).toBeLessThanOrEqual(pods.total);
          expect(state === 'on-mesh').toBe(
            pods.total > 0 && pods.onMesh === pods.total,
          );
        }
        for (const n of namespaces)
          expect(Object.values(n.workloads).reduce((a, b) => a + b, 0)).toBe(
            workloads.filter(w => w.workload.namespace === n.namespace).length,
          );
        for (const { dataPlane } of meshes)
          expect(
            dataPlane.versions.reduce((n, v) => n + v.pods, 0),
          ).toBeLessThanOrEqual(dataPlane.pods);
      }),
    );
  });

  it('the order of the objects does not matter', () => {
    fc.assert(
      fc.property(
        cluster.chain(objects =>
          fc.tuple(
            fc.constant(objects),
            fc.shuffledSubarray(objects, { minLength: objects.length }),
          ),
        ),
        ([objects, shuffled]) => {
          expect(describeList(shuffled)).toEqual(describeList(objects));
        },
      ),
    );
  });

  it('ids of meshes are unique and safe in a URL', () => {
    fc.assert(
      fc.property(cluster, objects => {
        const ids = describeList(objects).meshes.map(m => m.id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(encodeURIComponent(id)).toBe(id);
      }),
    );
  });

  it('detection and coverage agree with the report', () => {
    fc.assert(
      fc.property(cluster, objects => {
        const reader = objectsFrom(objects);
        const report = describeMeshes(reader, options);
        expect(detectMeshes(reader, options)).toEqual(report.meshes);
        const { namespaces, workloads } = computeCoverage(
          reader,
          report.meshes,
          options,
        );
        expect(namespaces.map(n => n.pods)).toEqual(
          report.namespaces.map(n => n.pods),
        );
        expect(workloads.map(w => w.meshes)).toEqual(
          report.workloads.map(w => w.meshes),
        );
      }),
    );
  });
});
