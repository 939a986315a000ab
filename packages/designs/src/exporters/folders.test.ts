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

import { parse } from 'yaml';
import { designSchema } from '../model/design';
import { exportDesign } from './exportDesign';
import type { ExportFormat } from './Exporter';

const design = designSchema.parse({
  name: 'My shop',
  parameters: [
    {
      name: 'replicas',
      title: 'Copies',
      schema: { type: 'integer', minimum: 1 },
      default: 2,
      targets: [{ component: 'web', path: ['spec', 'replicas'] }],
    },
    {
      name: 'image.tag',
      targets: [{ component: 'web', path: ['spec', 'image'] }],
    },
    { name: 'unused', default: true },
  ],
  components: [
    {
      id: 'web',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      configuration: {
        metadata: { name: 'web.v1', namespace: 'shop' },
        spec: { replicas: 1, image: '{{1}}' },
      },
    },
    {
      id: 'alerts',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      configuration: {
        metadata: { name: 'alerts' },
        data: { text: 'on {{ $labels.host }}', money: "$& $'" },
      },
    },
    {
      id: 'crd',
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      configuration: { metadata: { name: 'x.example.org' } },
    },
  ],
  environments: [
    {
      name: 'production',
      parameters: { replicas: 5 },
      without: ['alerts'],
    },
    { name: 'broken', without: ['gone'] },
  ],
});

const written = (format: ExportFormat) => {
  const { files, warnings } = exportDesign(design, format);
  return {
    files: Object.fromEntries(
      files.map(({ path, content }) => [path, content]),
    ),
    warnings,
  };
};

describe('a chart', () => {
  it('has its values from the parameters, and uses them where they go', () => {
    const { files, warnings } = written('helm');
    expect(Object.keys(files)).toEqual([
      'Chart.yaml',
      'crds/customresourcedefinition-x-example-org.yaml',
      'templates/configmap-alerts.yaml',
      'templates/deployment-web-v1.yaml',
      'values-production.yaml',
      'values.schema.json',
      'values.yaml',
    ]);
    expect(parse(files['Chart.yaml'])).toMatchObject({
      apiVersion: 'v2',
      name: 'my-shop',
      version: '0.1.0',
    });
    expect(parse(files['values.yaml'])).toEqual({
      replicas: 2,
      image: {},
      unused: true,
    });
    expect(JSON.parse(files['values.schema.json'])).toMatchObject({
      properties: {
        replicas: { title: 'Copies', type: 'integer', minimum: 1 },
        image: { type: 'object', properties: { tag: {} } },
      },
    });
    expect(parse(files['values-production.yaml'])).toMatchObject({
      replicas: 5,
    });
    const template = files['templates/deployment-web-v1.yaml'];
    expect(template).toContain(
      'replicas: {{ index .Values "replicas" | toJson }}\n',
    );
    expect(template).toContain(
      'image: {{ if hasKey (index .Values "image") "tag" }}{{ index .Values "image" "tag" | toJson }}{{ else }}"{{ "{{" }}1}}"{{ end }}\n',
    );
    expect(warnings).toEqual([
      'The parameter "unused" has no target: no template uses its value',
      'The environment "production" has components that are left out, for which a chart has no place',
      'The environment "broken" has components that are left out, for which a chart has no place',
    ]);
  });

  it('keeps texts that look like templates', () => {
    const { files } = written('helm');
    expect(files['templates/configmap-alerts.yaml']).toContain(
      'on {{ "{{" }} $labels.host }}',
    );
  });
});

describe('a base with overlays', () => {
  it('has an overlay per environment, with the steps that lead to it', () => {
    const { files, warnings } = written('kustomize');
    expect(parse(files['base/kustomization.yaml'])).toEqual({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: [
        'customresourcedefinition-x-example-org.yaml',
        'configmap-alerts.yaml',
        'deployment-web-v1.yaml',
      ],
    });
    const overlay = parse(files['overlays/production/kustomization.yaml']);
    expect(overlay.resources).toEqual(['../../base']);
    expect(
      overlay.patches.map((one: { target: object; patch: string }) => ({
        target: one.target,
        patch: parse(one.patch),
      })),
    ).toEqual([
      {
        target: { version: 'v1', kind: 'ConfigMap', name: 'alerts' },
        patch: {
          $patch: 'delete',
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'alerts' },
        },
      },
      {
        target: {
          group: 'apps',
          version: 'v1',
          kind: 'Deployment',
          name: 'web\\.v1',
          namespace: 'shop',
        },
        patch: [{ op: 'replace', path: '/spec/replicas', value: 5 }],
      },
    ]);
    expect(warnings).toContain(
      'The overlay "broken" changes nothing: The environment "broken" changes the component "gone", which the design does not have',
    );
  });
});
