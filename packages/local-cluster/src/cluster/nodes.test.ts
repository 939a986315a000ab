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

import { MAX_NODES, planNodes, simulatedNode } from './nodes';

describe('simulatedNode', () => {
  it('gives every node addresses of its own, outside those of Services', () => {
    const nodes = Array.from({ length: MAX_NODES }, (_, index) =>
      simulatedNode(index + 1),
    );
    const ranges = nodes.map(node => node.spec!.podCIDR!);
    const addresses = nodes.map(node => node.status!.addresses![0].address);
    expect(new Set(ranges).size).toBe(MAX_NODES);
    expect(new Set(addresses).size).toBe(MAX_NODES);
    expect(ranges[0]).toBe('10.128.0.0/22');
    expect(ranges[MAX_NODES - 1]).toBe('10.191.252.0/22');
  });
});

describe('planNodes', () => {
  it('makes what is missing, in the gaps too', () => {
    expect(planNodes(['simulated-1', 'simulated-3'], 4)).toEqual({
      create: [2, 4],
      remove: [],
    });
  });

  it('removes the highest numbers, and leaves nodes that others made', () => {
    expect(
      planNodes(['simulated-1', 'simulated-2', 'simulated-10', 'mine'], 1),
    ).toEqual({ create: [], remove: ['simulated-2', 'simulated-10'] });
  });
});
