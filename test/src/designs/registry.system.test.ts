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

import {
  createRegistry,
  importText,
  validateDesign,
  type KindRegistry,
} from '@meshplane/designs';
import { startTestCluster } from '@meshplane/local-cluster';
import { openApiOf } from './openApiOf';

jest.setTimeout(5 * 60_000);

let registry: KindRegistry;

beforeAll(async () => {
  const cluster = await startTestCluster();
  registry = createRegistry([
    {
      name: 'kubernetes',
      title: 'Kubernetes',
      version: 'of the cluster',
      source: 'cluster',
      documents: await openApiOf(cluster),
    },
  ]);
});

const check = async (manifest: string) =>
  (await validateDesign(importText(manifest).design!, { registry })).map(
    ({ rule, path }) => [rule, path],
  );

describe('a registry of a real API server', () => {
  it('knows every kind that it serves, namespaces and schemas included', async () => {
    expect(registry.kinds().length).toBeGreaterThan(50);
    expect(registry.find('v1', 'Service')).toMatchObject({
      namespaced: true,
      resource: 'services',
    });
    expect(registry.find('v1', 'Namespace')).toMatchObject({
      namespaced: false,
    });
    expect(registry.find('apps/v1', 'Deployment')?.description).toContain(
      'Deployment',
    );
    expect(registry.find('v1', 'Status')).toBeUndefined();
    expect(registry.search('ingress')[0].kind).toBe('Ingress');
  });

  it('judges real objects as the server would', async () => {
    const deployment = (spec: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
${spec}`;
    expect(
      await check(
        deployment(`      containers:
        - name: web
          image: example.com/web:1
          ports: [{ containerPort: 80 }]
          resources: { limits: { cpu: 1, memory: 64Mi } }
          livenessProbe: { httpGet: { path: /, port: http } }
`),
      ),
    ).toEqual([]);
    expect(
      await check(
        deployment(`      containers:
        - name: web
          img: example.com/web:1
          ports: [{ containerPort: eighty }]
`),
      ),
    ).toEqual([
      ['schema', '/spec/template/spec/containers/0'],
      ['schema', '/spec/template/spec/containers/0/ports/0/containerPort'],
    ]);
    expect(
      await check(`apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: { name: web }
`),
    ).toEqual([['api-removed', undefined]]);
  });
});
