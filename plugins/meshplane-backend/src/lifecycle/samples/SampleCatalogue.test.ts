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

import { SampleCatalogue } from './SampleCatalogue';
import {
  exposingObjects,
  SAMPLE_LABEL,
  sampleNamespace,
  sampleObjects,
} from './sampleObjects';

const catalogue = SampleCatalogue.load();

it('has three applications, each with a guide that ends with its removal', () => {
  const samples = catalogue.list();
  expect(samples.map(({ id }) => id)).toEqual([
    'bookshop',
    'canary',
    'two-friends',
  ]);
  for (const { guide, objects } of samples) {
    expect(guide).toMatch(/^# .+\n/);
    expect(guide).toMatch(/\n## Install\n/);
    expect(guide).toMatch(/\n## Remove\n/);
    expect(objects.length).toBeGreaterThan(5);
  }
});

it('pins every image by digest', () => {
  for (const { images } of catalogue.list()) {
    expect(images).toEqual([
      expect.stringMatching(/^[a-z/.-]+:[\w.]+@sha256:[0-9a-f]{64}$/),
    ]);
  }
});

it('labels every object and pod template as ours, with the marks of a mesh', () => {
  const objects = sampleObjects(catalogue.get('canary'), 'learn', {
    labels: { gone: null },
    annotations: { 'consul.hashicorp.com/connect-inject': 'true' },
  });
  for (const { metadata } of objects) {
    expect(metadata).toMatchObject({
      namespace: 'learn',
      labels: { [SAMPLE_LABEL]: 'canary' },
    });
  }
  const deployment = objects.find(({ kind }) => kind === 'Deployment');
  expect(deployment?.spec).toMatchObject({
    template: {
      metadata: {
        labels: { app: 'greeter', [SAMPLE_LABEL]: 'canary' },
        annotations: { 'consul.hashicorp.com/connect-inject': 'true' },
      },
    },
  });
  expect(
    sampleNamespace('learn', 'canary', {
      labels: { 'istio-injection': 'enabled', gone: null },
      annotations: {},
    }).metadata.labels,
  ).toEqual({
    'meshplane.io/made-for-sample': 'canary',
    'istio-injection': 'enabled',
  });
});

it('is exposed through a gateway where there is one, else by a Service', () => {
  const sample = catalogue.get('bookshop');
  expect(
    exposingObjects(sample, 'learn', 'eg').map(({ kind }) => kind),
  ).toEqual(['Gateway', 'HTTPRoute']);
  expect(exposingObjects(sample, 'learn', undefined)).toMatchObject([
    {
      kind: 'Service',
      spec: { type: 'LoadBalancer', selector: { app: 'shop' } },
    },
  ]);
});

it('names those that there are when one is unknown', () => {
  expect(() => catalogue.get('nothing')).toThrow(
    'There is no sample "nothing"; there are "bookshop", "canary", "two-friends"',
  );
});
