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
  operationRequestSchema,
  type OperationRequestInput,
} from '@meshplane/plugin-meshplane-common';
import { fromOperation, toRequest, type DraftParams } from './draft';

function searchOf(params: DraftParams): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of ([] as Array<string | undefined>).concat(value)) {
      if (one) search.append(name, one);
    }
  }
  return search;
}

const base = { clusters: ['prod-eu'], delivery: 'direct' as const };
const requests: OperationRequestInput[] = [
  {
    ...base,
    kind: 'mesh.install',
    clusters: ['prod-eu', 'prod-us'],
    rollout: { policy: 'canary', canary: 'prod-us' },
    delivery: 'gitops',
    input: {
      definition: 'istio',
      version: '1.30.3',
      preset: 'ha',
      revision: '1-30-3',
      components: ['gateway'],
      gatewayApi: { channel: 'experimental', version: '1.5.0' },
    },
  },
  {
    ...base,
    kind: 'mesh.upgrade',
    input: {
      mesh: 'istio~istio-system~1-30',
      version: '1.30.3',
      strategy: 'canary',
      revision: '1-30-3',
      restart: true,
      pace: { parallel: 3, timeoutSeconds: 60, stopOnFailure: false },
    },
  },
  {
    ...base,
    kind: 'mesh.uninstall',
    input: { mesh: 'linkerd~linkerd', crds: 'remove', namespace: 'remove' },
  },
  {
    ...base,
    kind: 'mesh.configure',
    input: {
      mesh: 'cilium',
      toggles: { hubble: true, encryption: 'wireguard' },
      tags: { stable: '1-30-3', old: null },
    },
  },
  {
    ...base,
    kind: 'workload.onboard',
    input: {
      mesh: 'istio~istio-system~1-30',
      namespace: 'shop',
      workload: { kind: 'Deployment', name: 'cart' },
      restart: false,
      waypoint: 'waypoint',
    },
  },
  {
    ...base,
    kind: 'workload.restart',
    input: {
      namespace: 'shop',
      workloads: [
        { kind: 'Deployment', name: 'cart' },
        { kind: 'StatefulSet', name: 'db' },
      ],
    },
  },
  {
    ...base,
    kind: 'mesh.migrate',
    input: { from: 'a', to: 'b', namespace: 'shop' },
  },
  {
    ...base,
    kind: 'sample.install',
    input: { sample: 'letters', namespace: 'demo', expose: true },
  },
  {
    ...base,
    kind: 'release.recover',
    input: { namespace: 'istio-system', release: 'istiod', action: 'rollback' },
  },
];

describe('draft of a plan', () => {
  it.each(requests.map(request => [request.kind, request] as const))(
    'of %s comes back from the address as it was',
    (_, request) => {
      const wanted = operationRequestSchema.parse(request);
      const { request: read, problems } = toRequest(
        searchOf(fromOperation(wanted)),
        undefined,
      );
      expect(problems).toEqual([]);
      expect(read).toEqual(wanted);
    },
  );

  it('names what is missing in words', () => {
    const { request, problems } = toRequest(
      new URLSearchParams('kind=mesh.upgrade&version=1.30.3'),
      undefined,
    );
    expect(request).toBeUndefined();
    expect(problems.map(problem => problem.text)).toEqual(
      expect.arrayContaining(['Mesh is missing', 'Cluster is missing']),
    );
  });

  it('takes a canary only where there is more than one cluster', () => {
    const { request } = toRequest(
      new URLSearchParams(
        'kind=mesh.install&definition=istio&cluster=a&rollout=canary&canary=a',
      ),
      'pilot: {}',
    );
    expect(request).toMatchObject({
      rollout: { policy: 'one-by-one' },
      input: { values: 'pilot: {}' },
    });
  });
});
