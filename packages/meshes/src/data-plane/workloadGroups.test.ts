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

import { codesOf, describeObjects } from '../testing/describe';
import { istiod, withIstioProxy } from '../testing/installations';
import {
  deploymentWithPods,
  namespace,
  pod,
  workload,
} from '../testing/objects';

const injected = namespace('shop', { 'istio-injection': 'enabled' });

describe('who owns the pods', () => {
  it('is the topmost owner, each pod counted once', () => {
    const set = workload('StatefulSet', 'shop', 'db');
    const job = workload('Job', 'shop', 'import');
    const rollout = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'canary', namespace: 'shop', uid: 'rollout-1' },
    };
    const ofRollout = workload('ReplicaSet', 'shop', 'canary-1', {
      owner: rollout,
    });
    const unseen = workload('ReplicaSet', 'shop', 'web-77aa');
    const { workloads } = describeObjects([
      namespace('shop'),
      deploymentWithPods('shop', 'cart', [{}, {}]),
      set,
      job,
      ofRollout,
      pod('shop', 'db-0', { owner: set }),
      pod('shop', 'import-x', { owner: job }),
      pod('shop', 'canary-1-a', { owner: ofRollout }),
      pod('shop', 'web-77aa-b', {
        owner: unseen,
        labels: { 'pod-template-hash': '77aa' },
      }),
      pod('shop', 'bare'),
    ]);
    expect(
      workloads.map(w => [w.workload.kind, w.workload.name, w.pods.total]),
    ).toEqual([
      ['Deployment', 'cart', 2],
      ['Deployment', 'web', 1],
      ['Job', 'import', 1],
      ['Pod', 'bare', 1],
      ['Rollout', 'canary', 1],
      ['StatefulSet', 'db', 1],
    ]);
  });

  it('does not hold finished Jobs against the mesh', () => {
    const job = workload('Job', 'shop', 'import');
    const { workloads, namespaces } = describeObjects([
      istiod(),
      injected,
      deploymentWithPods('shop', 'cart', [withIstioProxy()]),
      job,
      pod('shop', 'import-x', { owner: job, phase: 'Succeeded' }),
    ]);
    const finished = workloads.find(w => w.workload.name === 'import');
    expect(finished).toMatchObject({ state: 'unknown', pods: { total: 0 } });
    expect(finished && codesOf(finished)).toEqual(['finished']);
    expect(namespaces.find(n => n.namespace === 'shop')?.state).toBe('on-mesh');
  });

  it('lists workloads without pods', () => {
    const { workloads } = describeObjects([
      istiod(),
      injected,
      deploymentWithPods('shop', 'cart', []),
    ]);
    const empty = workloads.find(w => w.workload.name === 'cart');
    expect(empty).toMatchObject({ state: 'unknown', pods: { total: 0 } });
    expect(empty && codesOf(empty)).toEqual(['no-pods']);
  });
});
