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

import { loadProfileSchema } from '@meshplane/benchmark/model';
import { settingsWith } from './__testUtils__/runner';
import { jobManifest, secretManifest } from './jobManifest';

interface Manifest {
  metadata: { name: string; labels: Record<string, string> };
  spec: {
    template: {
      metadata: {
        labels: Record<string, string>;
        annotations: Record<string, string>;
      };
      spec: {
        containers: {
          resources: { requests: object; limits: object };
          securityContext: object;
        }[];
        [key: string]: unknown;
      };
    };
    [key: string]: unknown;
  };
}

const load = loadProfileSchema.parse({
  name: 'x',
  endpoints: [
    { url: 'http://10.0.0.1/', headers: { authorization: 'Bearer hidden' } },
  ],
  load: { model: 'open', stages: [{ seconds: 1, from: 1, to: 1 }] },
  threads: 2,
});

function manifestOf(change: { sidecar?: boolean; runId?: string } = {}) {
  return jobManifest({
    runId: change.runId ?? 'Run_1',
    load,
    shards: 4,
    sidecar: change.sidecar ?? false,
    settings: settingsWith({ nodeSelector: { pool: 'load' } }),
    deadlineSeconds: 100.5,
    generator: {
      image: 'example.test/generator:1',
      secretFolder: 'plan',
      controlled: true,
    },
  }) as Manifest;
}

describe('jobManifest', () => {
  it('is an indexed Job that tries once, ends in time and goes away', () => {
    expect(manifestOf().spec).toMatchObject({
      suspend: true,
      completionMode: 'Indexed',
      completions: 4,
      parallelism: 4,
      backoffLimit: 0,
      activeDeadlineSeconds: 101,
      ttlSecondsAfterFinished: 3600,
    });
  });

  it('has pods that a restricted namespace takes, without credentials', () => {
    const { spec } = manifestOf().spec.template;
    expect(spec).toMatchObject({
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      nodeSelector: { pool: 'load' },
      securityContext: {
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      topologySpreadConstraints: [{ topologyKey: 'kubernetes.io/hostname' }],
    });
    expect(spec.containers[0].securityContext).toEqual({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('gives pods what they ask for and no more, with cores for all threads', () => {
    const [{ resources }] = manifestOf().spec.template.spec.containers;
    expect(resources.requests).toEqual({ cpu: '2500m', memory: '256Mi' });
    expect(resources.limits).toEqual(resources.requests);
  });

  it('says of every mesh whether pods have its proxy', () => {
    const off = manifestOf({ sidecar: false }).spec.template.metadata;
    expect(off.labels).toMatchObject({
      'sidecar.istio.io/inject': 'false',
      'kuma.io/sidecar-injection': 'disabled',
      'istio.io/dataplane-mode': 'none',
    });
    expect(off.annotations).toMatchObject({
      'linkerd.io/inject': 'disabled',
      'consul.hashicorp.com/connect-inject': 'false',
    });
    const on = manifestOf({ sidecar: true }).spec.template.metadata;
    expect(on.labels).toMatchObject({
      'sidecar.istio.io/inject': 'true',
      'kuma.io/sidecar-injection': 'enabled',
    });
    expect(on.labels).not.toHaveProperty(['istio.io/dataplane-mode']);
    expect(on.annotations).toMatchObject({
      'linkerd.io/inject': 'enabled',
      'sidecar.istio.io/nativeSidecar': 'true',
      'consul.hashicorp.com/connect-inject': 'true',
    });
  });

  it('has nothing of the load in it', () => {
    const text = JSON.stringify(manifestOf());
    expect(text).not.toContain('hidden');
    expect(text).not.toContain('10.0.0.1');
  });

  it('has names that Kubernetes takes, whatever the id of the run', () => {
    const { metadata } = manifestOf({ runId: `Ab_${'x'.repeat(97)}` });
    expect(metadata.name).toMatch(/^[a-z0-9-]{1,50}$/);
    for (const value of Object.values(metadata.labels))
      expect(value).toMatch(/^[A-Za-z0-9._-]{1,63}$/);
  });
});

describe('secretManifest', () => {
  it('belongs to the Job, so that it goes with it', () => {
    expect(secretManifest('r', 'uid-1', { 'plan.json': '{}' })).toMatchObject({
      metadata: { ownerReferences: [{ kind: 'Job', uid: 'uid-1' }] },
      data: { 'plan.json': 'e30=' },
    });
  });
});
