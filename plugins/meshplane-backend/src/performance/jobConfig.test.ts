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

import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readMeshplaneConfig } from '../config';

const jobsOf = (performance: JsonObject) =>
  readMeshplaneConfig(new ConfigReader({ meshplane: { performance } }))
    .performance.jobs;

describe('the configuration of pods that make load', () => {
  it('has no image, and pods of 512 MiB, unless it says otherwise', () => {
    expect(jobsOf({})).toMatchObject({
      image: undefined,
      memory: '512Mi',
      startTimeoutMs: 180_000,
    });
  });

  it('takes images, resources and where pods may run', () => {
    expect(
      jobsOf({
        generatorImage: 'registry.example.com:5000/load/generator:1.0',
        jobs: {
          fortioImage: `example.test/fortio@sha256:${'a'.repeat(64)}`,
          cpu: 2,
          memory: '1Gi',
          nodeSelector: { pool: 'load' },
          tolerations: [{ key: 'load', operator: 'Exists' }],
          imagePullSecrets: ['registry'],
          startTimeout: { minutes: 1 },
        },
      }),
    ).toMatchObject({
      image: 'registry.example.com:5000/load/generator:1.0',
      cpu: '2',
      memory: '1Gi',
      startTimeoutMs: 60_000,
      imagePullSecrets: ['registry'],
    });
  });

  it.each([
    [{ generatorImage: 'registry.example.com/generator' }, 'a tag or digest'],
    [{ jobs: { cpu: 'two' } }, 'a quantity of Kubernetes'],
    [{ jobs: { startTimeout: { seconds: 1 } } }, 'jobs.startTimeout'],
  ])('refuses %j', (performance, message) => {
    expect(() => jobsOf(performance)).toThrow(message);
  });
});
