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

import { BUILT_IN_KINDS, customKind, type KindSpec } from '../kinds';
import { scopeOf } from '../scope';
import { testDefinitions } from '../__testUtils__/harness';
import { Interner } from './Interner';
import { projectObject } from './project';

const specOf = (id: string): KindSpec =>
  BUILT_IN_KINDS.find(one => one.id === id)!;
const newContext = () => ({
  interner: new Interner(),
  scope: scopeOf(testDefinitions),
});

const rawPod = (name: string) => ({
  metadata: {
    name,
    namespace: 'shop',
    uid: `uid-${name}`,
    resourceVersion: '5',
    labels: { app: 'cart', count: 3 },
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      'kubectl.kubernetes.io/restartedAt': 'now',
      'sidecar.istio.io/status': 'x'.repeat(3_000),
      'acme.dev/inject': 'yes',
      'acme.dev/other': 'no',
      plain: 'no',
    },
    managedFields: [{ manager: 'kubelet' }],
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'cart-1',
        uid: 'rs',
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  },
  spec: {
    nodeName: 'node-1',
    serviceAccountName: 'cart',
    volumes: [{ name: 'token' }],
    initContainers: [
      {
        name: 'istio-proxy',
        image: 'docker.io/istio/proxyv2:1.30.3',
        restartPolicy: 'Always',
      },
    ],
    containers: [
      {
        name: 'cart',
        image: 'registry.example/cart:1',
        env: [
          { name: 'MODE', value: 'on' },
          { name: 'PASSWORD', value: 'secret' },
        ],
        ports: [{ containerPort: 8080, hostIP: 'x' }],
        resources: { limits: {} },
      },
    ],
  },
  status: {
    phase: 'Running',
    podIP: '10.0.0.1',
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        lastProbeTime: null,
        lastTransitionTime: 'T',
      },
    ],
    containerStatuses: [
      {
        name: 'cart',
        ready: true,
        restartCount: 0,
        state: { running: { startedAt: 'T' } },
        imageID: 'sha',
      },
      {
        name: 'job',
        ready: false,
        state: { terminated: { reason: 'OOMKilled' } },
      },
    ],
  },
});

describe('projections', () => {
  it('keeps what is read of a pod and nothing else', () => {
    const pod = projectObject(specOf('Pod'), rawPod('a'), newContext());
    expect(pod).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'a',
        namespace: 'shop',
        uid: 'uid-a',
        resourceVersion: '5',
        labels: { app: 'cart' },
        annotations: {
          'kubectl.kubernetes.io/restartedAt': 'now',
          'sidecar.istio.io/status': `${'x'.repeat(1_024)}…`,
          'acme.dev/inject': 'yes',
        },
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'ReplicaSet',
            name: 'cart-1',
            uid: 'rs',
            controller: true,
          },
        ],
      },
      spec: {
        nodeName: 'node-1',
        serviceAccountName: 'cart',
        initContainers: [
          {
            name: 'istio-proxy',
            image: 'docker.io/istio/proxyv2:1.30.3',
            restartPolicy: 'Always',
          },
        ],
        containers: [
          {
            name: 'cart',
            image: 'registry.example/cart:1',
            env: [{ name: 'MODE', value: 'on' }],
            ports: [{ containerPort: 8080 }],
          },
        ],
      },
      status: {
        phase: 'Running',
        podIP: '10.0.0.1',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [
          { name: 'cart', ready: true, restartCount: 0, state: 'running' },
          { name: 'job', ready: false, state: 'OOMKilled' },
        ],
      },
    });
  });

  it('shares what is equal between the pods of a workload', () => {
    const context = newContext();
    const [a, b] = ['a', 'b'].map(
      name => projectObject(specOf('Pod'), rawPod(name), context) as any,
    );
    expect(a.spec.containers).toBe(b.spec.containers);
    expect(a.metadata.labels).toBe(b.metadata.labels);
    expect(a.metadata.ownerReferences).toBe(b.metadata.ownerReferences);
    expect(a.status.conditions).toBe(b.status.conditions);
  });

  it('survives fields of a type that nobody expects', () => {
    const raw = {
      metadata: {
        name: 'odd',
        labels: [],
        annotations: 'x',
        ownerReferences: {},
      },
      spec: {
        containers: [null, 'x', { name: 7, args: 'y', env: {} }],
        initContainers: 5,
      },
      status: { conditions: 'none', containerStatuses: [[]] },
    };
    for (const spec of BUILT_IN_KINDS) {
      expect(projectObject(spec, raw, newContext())).toMatchObject({
        kind: spec.kind,
        metadata: { name: 'odd' },
      });
    }
    expect(
      projectObject(specOf('Pod'), { metadata: {} }, newContext()),
    ).toBeUndefined();
    expect(projectObject(specOf('Pod'), 'text', newContext())).toBeUndefined();
  });

  it('leaves the schemas of CRDs and the certificates of webhooks behind', () => {
    const crd = projectObject(
      specOf('CustomResourceDefinition.apiextensions.k8s.io'),
      {
        metadata: { name: 'x' },
        spec: {
          group: 'g',
          scope: 'Cluster',
          names: { kind: 'K', plural: 'ks' },
          versions: [
            { name: 'v1', served: true, storage: true, schema: { secret: 1 } },
          ],
        },
      },
      newContext(),
    );
    expect(crd).toMatchObject({
      spec: { versions: [{ name: 'v1', served: true, storage: true }] },
    });
    expect(JSON.stringify(crd)).not.toContain('schema');
    const webhook = projectObject(
      specOf('ValidatingWebhookConfiguration.admissionregistration.k8s.io'),
      {
        metadata: { name: 'x' },
        webhooks: [
          {
            name: 'w',
            clientConfig: {
              caBundle: 'CERT',
              service: { name: 's', namespace: 'n' },
            },
          },
        ],
      },
      newContext(),
    );
    expect(webhook).toMatchObject({
      webhooks: [
        {
          name: 'w',
          hasCaBundle: true,
          service: { name: 's', namespace: 'n' },
        },
      ],
    });
    expect(JSON.stringify(webhook)).not.toContain('CERT');
  });

  it('keeps the spec of a custom resource whole, unless it is huge', () => {
    const spec = customKind({
      group: 'g',
      version: 'v1',
      kind: 'K',
      resource: 'ks',
      namespaced: true,
    });
    const small = { hosts: ['a'], http: [{ deep: { deeper: true } }] };
    expect(
      projectObject(
        spec,
        { metadata: { name: 'x' }, spec: small, data: 'y' },
        newContext(),
      ),
    ).toEqual({
      apiVersion: 'g/v1',
      kind: 'K',
      metadata: { name: 'x' },
      spec: small,
    });
    const huge = {
      text: 'x'.repeat(50_000),
      list: Array.from({ length: 1_000 }, (_, i) => i),
    };
    const cut = projectObject(
      spec,
      { metadata: { name: 'x' }, spec: huge },
      newContext(),
    ) as any;
    expect(cut.spec.text).toHaveLength(2_049);
    expect(cut.spec.list).toHaveLength(200);
  });
});

describe('Interner', () => {
  it('forgets what was not asked for while it was filled twice', () => {
    const interner = new Interner(10);
    const first = interner.structure({ kept: true });
    const lost = interner.structure({ kept: false });
    for (let i = 0; i < 25; i += 1) {
      interner.structure({ i });
      interner.structure({ kept: true });
    }
    expect(interner.structure({ kept: true })).toBe(first);
    expect(interner.structure({ kept: false })).not.toBe(lost);
  });
});
