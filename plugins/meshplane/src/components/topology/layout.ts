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

import dagre from '@dagrejs/dagre';

/** What the layout needs to know of a graph; sizes in pixels. */
export interface LayoutInput {
  groups: Array<{ id: string }>;
  nodes: Array<{ id: string; group: string; width: number; height: number }>;
  edges: Array<{ from: string; to: string }>;
  /** Width over height that the whole should come near to. */
  aspect: number;
}

/** A rectangle; nodes are placed relative to their group. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Places of groups and nodes by id. */
export interface LayoutResult {
  /** Size of the whole; groups are placed within it. */
  width: number;
  height: number;
  groups: Record<string, Box>;
  nodes: Record<string, Box>;
}

const PADDING = 16;
/** Room for two lines of text above the nodes of a box. */
const HEADER = 54;
/** Room for the title of the cluster's frame. */
const TITLE = 40;
const GAP = 28;
/** Above this many nodes in a group the exact ranker takes seconds; the coarse one is as readable there. */
const EXACT_RANKER_NODES = 120;
/** Nodes without an edge stand in a grid of at most this many columns. */
const GRID_COLUMNS = 4;

interface Placed {
  boxes: Record<string, Box>;
  width: number;
  height: number;
}

/** Nodes without edges in a grid: a layered layout would pile them into one long column. */
function placeLoose(nodes: LayoutInput['nodes']): Placed {
  const boxes: Record<string, Box> = {};
  const columns = Math.min(
    GRID_COLUMNS,
    Math.max(1, Math.ceil(Math.sqrt(nodes.length / 2))),
  );
  let width = 0;
  let height = 0;
  let top = 0;
  let rowHeight = 0;
  let left = 0;
  nodes.forEach((node, index) => {
    if (index % columns === 0 && index > 0) {
      top += rowHeight + 12;
      left = 0;
      rowHeight = 0;
    }
    boxes[node.id] = {
      x: left,
      y: top,
      width: node.width,
      height: node.height,
    };
    left += node.width + 16;
    rowHeight = Math.max(rowHeight, node.height);
    width = Math.max(width, left - 16);
    height = Math.max(height, top + rowHeight);
  });
  return { boxes, width, height };
}

function placeLinked(
  nodes: LayoutInput['nodes'],
  edges: LayoutInput['edges'],
): Placed {
  const graph = new dagre.graphlib.Graph({ multigraph: false });
  graph.setGraph({
    rankdir: 'LR',
    nodesep: 12,
    ranksep: 48,
    ranker:
      nodes.length > EXACT_RANKER_NODES ? 'longest-path' : 'network-simplex',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) {
    graph.setNode(node.id, { width: node.width, height: node.height });
  }
  for (const edge of edges) graph.setEdge(edge.from, edge.to);
  dagre.layout(graph);
  const boxes: Record<string, Box> = {};
  let width = 0;
  let height = 0;
  for (const node of nodes) {
    // dagre gives centres, the canvas takes corners.
    const { x, y } = graph.node(node.id);
    const box = {
      x: x - node.width / 2,
      y: y - node.height / 2,
      width: node.width,
      height: node.height,
    };
    boxes[node.id] = box;
    width = Math.max(width, box.x + box.width);
    height = Math.max(height, box.y + box.height);
  }
  return { boxes, width, height };
}

function shift(boxes: Record<string, Box>, x: number, y: number) {
  return Object.fromEntries(
    Object.entries(boxes).map(([id, box]) => [
      id,
      { ...box, x: box.x + x, y: box.y + y },
    ]),
  );
}

function placeGroup(
  nodes: LayoutInput['nodes'],
  edges: LayoutInput['edges'],
): Placed {
  const linkedIds = new Set(edges.flatMap(edge => [edge.from, edge.to]));
  const linked = nodes.filter(node => linkedIds.has(node.id));
  const loose = nodes.filter(node => !linkedIds.has(node.id));
  const upper = placeLinked(linked, edges);
  const lower = placeLoose(loose);
  const between = upper.height > 0 && lower.height > 0 ? 16 : 0;
  const lowerTop = HEADER + upper.height + between;
  return {
    boxes: {
      ...shift(upper.boxes, PADDING, HEADER),
      ...shift(lower.boxes, PADDING, lowerTop),
    },
    width: Math.max(upper.width, lower.width, 160) + 2 * PADDING,
    height: lowerTop + lower.height + PADDING,
  };
}

/** Puts groups into columns, each into the one that is shortest so far: their order stays from left to right. */
function pack(
  groups: Array<{ id: string; width: number; height: number }>,
  aspect: number,
): Record<string, Box> {
  const area = groups.reduce(
    (sum, group) => sum + (group.width + GAP) * (group.height + GAP),
    0,
  );
  const mean =
    groups.reduce((sum, group) => sum + group.width + GAP, 0) /
    Math.max(1, groups.length);
  const count = Math.max(
    1,
    Math.min(groups.length, Math.round(Math.sqrt(area * aspect) / mean)),
  );
  const columns = Array.from({ length: count }, () => ({
    width: 0,
    height: 0,
    boxes: [] as Array<{ id: string; box: Box }>,
  }));
  for (const group of groups) {
    const column = columns.reduce((best, next) =>
      next.height < best.height ? next : best,
    );
    const { id, width, height } = group;
    column.boxes.push({ id, box: { x: 0, y: column.height, width, height } });
    column.width = Math.max(column.width, width);
    column.height += height + GAP;
  }
  const boxes: Record<string, Box> = {};
  let left = 0;
  for (const column of columns) {
    for (const { id, box } of column.boxes) boxes[id] = { ...box, x: left };
    left += column.width + GAP;
  }
  return boxes;
}

/**
 * Lays out each group by itself, left to right along its edges, and packs the groups. Edges between groups do not move
 * anything: that keeps the work linear in the number of groups and a namespace where it is when others change.
 */
export function layoutGraph(input: LayoutInput): LayoutResult {
  const groupOf = new Map(input.nodes.map(node => [node.id, node.group]));
  const nodes: Record<string, Box> = {};
  const sizes = input.groups.map(({ id }) => {
    const placed = placeGroup(
      input.nodes.filter(node => node.group === id),
      input.edges.filter(
        edge => groupOf.get(edge.from) === id && groupOf.get(edge.to) === id,
      ),
    );
    Object.assign(nodes, placed.boxes);
    return { id, width: placed.width, height: placed.height };
  });
  const groups = shift(pack(sizes, input.aspect), PADDING, TITLE);
  const ends = Object.values(groups);
  return {
    groups,
    nodes,
    width: Math.max(0, ...ends.map(box => box.x + box.width)) + PADDING,
    height: Math.max(0, ...ends.map(box => box.y + box.height)) + PADDING,
  };
}
