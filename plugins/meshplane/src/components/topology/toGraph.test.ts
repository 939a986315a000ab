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

import { meshFixtures } from '../../../dev/fixtures/meshes';
import { topologyOf } from '../../../dev/fixtures/topology';
import { workloadFixtures } from '../../../dev/fixtures/workloads';
import { compareNodes, describeNode, onlyProblems } from './graphModel';
import { cutText, toGraph } from './toGraph';

const topology = topologyOf(
  'prod-eu',
  workloadFixtures(meshFixtures['prod-eu']),
  { namespace: ['shop'] },
);
const graph = toGraph(topology);

describe('toGraph', () => {
  it('turns the cluster into the frame and containment into boxes', () => {
    expect(graph.cluster).toBe('prod-eu');
    const boxes = graph.nodes.filter(node => !node.box);
    expect(boxes.map(node => node.label)).toEqual(['shop']);
    expect(graph.edges.every(edge => !edge.label.includes('undefined'))).toBe(
      true,
    );
  });

  it('describes a node in one sentence', () => {
    const frontend = graph.nodes.find(
      node => node.kind === 'workload' && node.label === 'frontend',
    )!;
    expect(describeNode(frontend)).toBe(
      'workload frontend in namespace shop: Partly, 1 error, 1 warning',
    );
    expect([...graph.nodes].sort(compareNodes)[0].errors).toBe(1);
  });

  it('leaves problems with the service and the gateway before them', () => {
    const left = onlyProblems(graph).nodes.map(
      node => `${node.kind} ${node.label}`,
    );
    expect(left).toEqual(
      expect.arrayContaining([
        'namespace shop',
        'workload frontend',
        'service frontend',
        'gateway public',
      ]),
    );
    expect(left).not.toContain('workload cart');
  });
});

it('says what was left out, and nothing when nothing was', () => {
  expect(
    cutText({ namespaces: 1, workloads: 40, services: 0, gateways: 0 }),
  ).toBe('1 namespace, 40 workloads');
  expect(
    cutText({ namespaces: 0, workloads: 0, services: 0, gateways: 0 }),
  ).toBe('');
});
