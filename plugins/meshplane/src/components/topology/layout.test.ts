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

import { layoutGraph, type Box, type LayoutInput } from './layout';

function overlap(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width &&
    b.x < a.x + a.width &&
    a.y < b.y + b.height &&
    b.y < a.y + a.height
  );
}

function input(groups: number, perGroup: number): LayoutInput {
  const ids = Array.from({ length: groups }, (_, index) => `g${index}`);
  const nodes = ids.flatMap(group =>
    Array.from({ length: perGroup }, (_, index) => ({
      id: `${group}/n${index}`,
      group,
      width: 100,
      height: 40,
    })),
  );
  return {
    groups: ids.map(id => ({ id })),
    nodes,
    // Half of the nodes form chains, the others stand alone; one edge crosses groups.
    edges: [
      ...nodes.flatMap((node, index) =>
        index % 4 === 0 && nodes[index + 1]?.group === node.group
          ? [{ from: node.id, to: nodes[index + 1].id }]
          : [],
      ),
      { from: 'g0/n0', to: 'g1/n0' },
    ],
    aspect: 2,
  };
}

describe('layoutGraph', () => {
  const graph = input(7, 13);
  const result = layoutGraph(graph);

  it('places every node inside its box and no two upon each other', () => {
    for (const { id } of graph.groups) {
      const group = result.groups[id];
      const boxes = graph.nodes
        .filter(node => node.group === id)
        .map(node => result.nodes[node.id]);
      boxes.forEach((box, index) => {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(group.width);
        expect(box.y + box.height).toBeLessThanOrEqual(group.height);
        boxes
          .slice(index + 1)
          .forEach(other => expect(overlap(box, other)).toBe(false));
      });
    }
  });

  it('packs the boxes without overlap into the frame', () => {
    const boxes = Object.values(result.groups);
    boxes.forEach((box, index) => {
      expect(box.x + box.width).toBeLessThanOrEqual(result.width);
      expect(box.y + box.height).toBeLessThanOrEqual(result.height);
      boxes
        .slice(index + 1)
        .forEach(other => expect(overlap(box, other)).toBe(false));
    });
  });

  it('puts the start of an edge to the left of its end', () => {
    expect(result.nodes['g0/n0'].x).toBeLessThan(result.nodes['g0/n1'].x);
  });

  it('takes a graph without anything', () => {
    expect(
      layoutGraph({ groups: [], nodes: [], edges: [], aspect: 2 }).groups,
    ).toEqual({});
  });
});
