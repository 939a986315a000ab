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

import { expandFile } from './index';

const at = (value: unknown) => [{ file: 'x.yaml', index: 2, value }];

describe('expandFile', () => {
  it('says in which document of which file a required field is missing', () => {
    expect(() =>
      expandFile(at({ apiVersion: 'v1', kind: 'Namespace', metadata: {} })),
    ).toThrow(/Invalid document 3 in "x.yaml": .* at "metadata.name"/);
  });

  it('refuses a shorthand kind that does not exist', () => {
    expect(() =>
      expandFile(at({ apiVersion: 'seed.meshplane.dev/v1', kind: 'Wokload' })),
    ).toThrow('Invalid document 3 in "x.yaml": unknown kind "Wokload"');
  });

  it('refuses a misspelt field of a workload', () => {
    expect(() =>
      expandFile(
        at({
          apiVersion: 'seed.meshplane.dev/v1',
          kind: 'Workload',
          metadata: { name: 'a', namespace: 'b' },
          spec: { image: 'c', replcas: 2 },
        }),
      ),
    ).toThrow(/"x.yaml": .*replcas/);
  });

  it('marks the objects of a release as owned by it, namespaces excepted', () => {
    const release = {
      apiVersion: 'seed.meshplane.dev/v1',
      kind: 'HelmRelease',
      metadata: { name: 'eg', namespace: 'edge' },
      spec: { chart: 'gateway-helm', version: '1.8.3', appVersion: 'v1.8.3' },
    };
    const [, namespace, config] = expandFile(
      [
        release,
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'edge' } },
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'c', namespace: 'edge' },
        },
      ].map((value, index) => ({ file: 'x.yaml', index, value })),
    );
    expect(namespace.object.metadata.annotations).toBeUndefined();
    expect(config.object.metadata).toMatchObject({
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: {
        'meta.helm.sh/release-name': 'eg',
        'meta.helm.sh/release-namespace': 'edge',
      },
    });
  });
});
