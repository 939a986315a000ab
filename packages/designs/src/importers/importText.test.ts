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

import { importText } from './importDesign';

const MANIFEST = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ports: [{ port: 80 }] }
status: { loadBalancer: {} }
---
apiVersion: example.com/v1
kind: Oddity
metadata: { name: odd }
`;

describe('importText', () => {
  it('takes every object of a manifest, and counts the kinds that nobody knows', () => {
    const registry = {
      find: (_: string, kind: string) =>
        kind === 'Service' ? ({} as never) : undefined,
    };
    const { design, ...report } = importText(MANIFEST, {
      fileName: 'stack/web.yaml',
      registry,
    });
    expect(report).toMatchObject({
      format: 'kubernetes',
      objects: { in: 2, out: 2, opaque: 1 },
      preserved: 1,
      errors: [],
    });
    expect(design).toMatchObject({
      name: 'web',
      components: [
        {
          id: 'service/shop/web',
          configuration: { spec: { ports: [{ port: 80 }] } },
          preserved: { kubernetes: { status: { loadBalancer: {} } } },
        },
        { id: 'oddity/odd', opaque: true },
      ],
    });
  });

  it('gives a second object of the same name an id of its own', () => {
    const one = 'apiVersion: v1\nkind: Pod\nmetadata: { generateName: job- }\n';
    const { design } = importText(`${one}---\n${one}`);
    expect(design?.components.map(({ id }) => id)).toEqual([
      'pod/job-',
      'pod/job--2',
    ]);
  });

  it('makes a design of a Meshery pattern, mending the keys that were broken', () => {
    const { design, warnings, format } = importText(`name: shop
services:
  web:
    name: web
    type: Deployment
    apiVersion: apps/v1
    namespace: shop
    labels: { app: web }
    settings:
      spec:
        selector: { match Labels: { app: web } }
    traits: { meshmap: { position: { posX: 10, posY: 20 } } }
`);
    expect(format).toBe('meshery-pattern-v1alpha2');
    expect(warnings[0]).toMatchObject({
      line: 10,
      message: expect.stringContaining('1 keys with blanks'),
    });
    expect(design?.components[0]).toMatchObject({
      kind: 'Deployment',
      layout: { x: 10, y: 20 },
      configuration: {
        metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
        spec: { selector: { matchLabels: { app: 'web' } } },
      },
    });
  });

  it('puts what the first patterns said beside the name of a mesh object into its spec', () => {
    const { design, format } = importText(`name: breaker
services:
  breaker:
    type: DestinationRule.Istio
    namespace: shop
    settings: { name: breaker, namespace: shop, host: web }
`);
    expect(format).toBe('meshery-pattern-2021');
    expect(design?.components[0]).toMatchObject({
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      configuration: {
        metadata: { name: 'breaker', namespace: 'shop' },
        spec: { host: 'web' },
      },
    });
  });

  it('makes workloads, services and claims of Docker Compose and says what it leaves out', () => {
    const { design, warnings, objects } = importText(`version : "3"
services:
  web_app:
    build: .
    ports: ["127.0.0.1:8080:80/tcp", { target: 53, protocol: udp }]
    volumes: ["data:/var/data", "./conf:/etc/conf:ro"]
    environment: { MODE: fast, FROM_HOST: }
    healthcheck: { test: ["CMD", "check"], interval: 1m30s }
    cap_add: [NET_ADMIN]
volumes: { data: }
`);
    expect(objects).toEqual({ in: 1, out: 1, opaque: 0 });
    const [deployment, service, claim] = design!.components;
    expect(deployment.configuration).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              {
                image: 'web-app:latest',
                env: [
                  { name: 'MODE', value: 'fast' },
                  { name: 'FROM_HOST', value: '' },
                ],
                readinessProbe: {
                  exec: { command: ['check'] },
                  periodSeconds: 90,
                },
                volumeMounts: [
                  { name: 'data', mountPath: '/var/data' },
                  { name: 'web-app-1', mountPath: '/etc/conf', readOnly: true },
                ],
              },
            ],
            volumes: [
              { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
              { name: 'web-app-1', emptyDir: {} },
            ],
          },
        },
      },
    });
    expect(service.configuration).toMatchObject({
      spec: {
        ports: [
          { port: 80, protocol: 'TCP' },
          { port: 53, protocol: 'UDP' },
        ],
      },
    });
    expect(claim.id).toBe('persistentvolumeclaim/data');
    const said = warnings.map(({ message }) => message).join('\n');
    for (const part of [
      'built from sources',
      './conf',
      'FROM_HOST',
      'cap_add',
    ]) {
      expect(said).toContain(part);
    }
  });

  it.each([
    ['nothing', '', 'There is nothing in it'],
    ['no known format', 'a: 1\n', 'none of the known formats'],
    [
      'a design without components',
      'schemaVersion: designs.meshery.io/v1beta1\nname: x\n',
      'no components',
    ],
    [
      'a component without a kind',
      'schemaVersion: designs.meshery.io/v1beta1\ncomponents: [{ id: a }]\n',
      'component.kind',
    ],
    ['a pattern without services', 'name: x\nservices: {}\n', 'no services'],
    [
      'a document that is no object',
      'apiVersion: v1\nkind: Pod\n---\n- 1\n',
      'this document has not',
    ],
    [
      'an item that is no object',
      'apiVersion: v1\nkind: List\nitems: [{ a: 1 }]\n',
      'This item of a list',
    ],
    ['a zero byte', 'a: \0\n', 'zero byte'],
    ['a key twice', 'a: 1\na: 2\n', 'unique'],
  ])('refuses %s, and gives no part of a design', (_, text, message) => {
    const report = importText(text);
    expect(report.design).toBeUndefined();
    expect(report.errors[0].message).toContain(message);
  });
});
