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

import { meshDefinitions } from '@meshplane/meshes';
import {
  budgetOf,
  factsOf,
  namespaceOf,
  workloadOf,
} from '../__testUtils__/objects';
import { namespaceState, otherMeshes } from './namespaceChecks';
import {
  optOuts,
  restartChecks,
  sidecarLimits,
  withObstacles,
} from './workloadChecks';

const istio = meshDefinitions.find(({ id }) => id === 'istio')!;
const shrinking = {
  strategy: { rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
};

it('finds workloads that a sidecar cannot help', () => {
  const findings = sidecarLimits(
    [
      workloadOf('edge', { podSpec: { hostNetwork: true } }),
      workloadOf('proxy', {
        podSpec: {
          securityContext: { runAsUser: 1337 },
          containers: [{ name: 'main' }],
        },
      }),
    ],
    istio,
  );
  expect(findings).toMatchObject([
    { id: 'host-network', evidence: ['Deployment shop/edge'] },
    {
      id: 'bypass-uid',
      evidence: ['Deployment shop/proxy: container main, UID 1337'],
    },
  ]);
});

it('names workloads that opted out, with the mark that says so', () => {
  const workload = workloadOf('quiet', {
    podLabels: { 'sidecar.istio.io/inject': 'false' },
  });
  expect(optOuts([workload], istio)).toMatchObject([
    {
      evidence: ['Deployment shop/quiet: label sidecar.istio.io/inject=false'],
    },
  ]);
});

it('blocks a restart that a disruption budget forbids, unless new pods come first', () => {
  const budgets = [budgetOf('web', 'web', 0), budgetOf('other', 'other', 0)];
  const check = (spec: object) =>
    restartChecks([workloadOf('web', { spec })], factsOf({ budgets })).find(
      ({ id }) => id === 'disruption-budget',
    );
  expect(check(shrinking)).toMatchObject({
    severity: 'blocking',
    evidence: [
      'Deployment shop/web: PodDisruptionBudget "web", 2 of 2 pods healthy, 2 required',
    ],
  });
  expect(check({})).toMatchObject({ severity: 'passed' });
});

it('does not say that budgets allow it when they could not be read', () => {
  const findings = restartChecks(
    [workloadOf('web')],
    factsOf({ unreadable: ['poddisruptionbudgets: forbidden'] }),
  );
  expect(findings.map(({ id }) => id)).not.toContain('disruption-budget');
});

it('warns of workloads that are away while they restart', () => {
  expect(
    restartChecks(
      [workloadOf('web', { spec: { strategy: { type: 'Recreate' } } })],
      factsOf(),
    ),
  ).toContainEqual(
    expect.objectContaining({ id: 'downtime', severity: 'warning' }),
  );
});

it('leaves out what a restart cannot reach', () => {
  expect(
    withObstacles([workloadOf('web', { spec: { paused: true } })]),
  ).toMatchObject([
    { evidence: ['Deployment shop/web: its rollout is paused (spec.paused)'] },
  ]);
});

it('refuses namespaces that are going or that belong to the system', () => {
  const going = factsOf({
    namespace: namespaceOf({ deletionTimestamp: '2026-11-24T10:00:00Z' }),
  });
  expect(
    namespaceState(going, new Set(['shop'])).map(({ id, severity }) => [
      id,
      severity,
    ]),
  ).toEqual([
    ['namespace-terminating', 'blocking'],
    ['system-namespace', 'blocking'],
  ]);
});

it('refuses a namespace of which a single workload asks for another mesh', () => {
  const facts = factsOf({
    workloads: [
      workloadOf('web', { podAnnotations: { 'linkerd.io/inject': 'enabled' } }),
    ],
  });
  expect(
    otherMeshes(facts, meshDefinitions, ['istio'], { workloads: [] }),
  ).toMatchObject([
    {
      severity: 'blocking',
      evidence: [
        'Deployment shop/web: annotation linkerd.io/inject=enabled (Linkerd)',
      ],
    },
  ]);
});
