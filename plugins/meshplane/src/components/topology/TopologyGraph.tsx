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

import '@xyflow/react/dist/style.css';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import {
  Background,
  Controls,
  ReactFlow,
  type Edge,
  type Node,
  type ReactFlowInstance,
  type Viewport,
} from '@xyflow/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { LoadingRows } from '../feedback/LoadingRows';
import {
  compareNodes,
  describeNode,
  type Graph,
  type GraphNode,
} from './graphModel';
import type { LayoutInput, LayoutResult } from './layout';
import { ClusterCard, GroupCard, LeafCard } from './NodeCards';
import { useLayout } from './useLayout';

const LEAF_WIDTH = 176;
const LEAF_HEIGHT = 46;
const CANVAS_ASPECT = 1.9;
const MARGIN = 16;
/** Below this zoom the labels cannot be read. */
const READABLE_ZOOM = 0.65;

const CLUSTER_ID = 'cluster-frame';

const nodeTypes = {
  leaf: LeafCard,
  'group-box': GroupCard,
  'cluster-box': ClusterCard,
};

const useStyles = makeStyles(theme => ({
  canvas: {
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.default,
    '& .react-flow__node:focus-visible': {
      outline: `3px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
    },
    '& .react-flow__controls-button': {
      backgroundColor: theme.palette.background.paper,
      color: theme.palette.text.primary,
      borderBottomColor: theme.palette.divider,
    },
  },
}));

function layoutInputOf(graph: Graph): LayoutInput {
  return {
    groups: graph.nodes
      .filter(node => !node.box)
      .sort(compareNodes)
      .map(({ id }) => ({ id })),
    nodes: graph.nodes.flatMap(node =>
      node.box
        ? [
            {
              id: node.id,
              group: node.box,
              width: LEAF_WIDTH,
              height: LEAF_HEIGHT,
            },
          ]
        : [],
    ),
    edges: graph.edges.map(({ from, to }) => ({ from, to })),
    aspect: CANVAS_ASPECT,
  };
}

function flowNode(
  node: GraphNode,
  layout: LayoutResult,
  selected: string | undefined,
): Node[] {
  const isGroup = !node.box;
  const box = isGroup ? layout.groups[node.id] : layout.nodes[node.id];
  if (!box) return [];
  return [
    {
      id: node.id,
      type: isGroup ? 'group-box' : 'leaf',
      parentId: node.box ?? CLUSTER_ID,
      position: { x: box.x, y: box.y },
      width: box.width,
      height: box.height,
      data: { node },
      selected: node.id === selected,
      ariaLabel: describeNode(node),
      // The canvas gives focusable nodes the role "group"; these open their details.
      ariaRole: 'button',
    },
  ];
}

/**
 * Shows the whole graph if its text can be read then; else its beginning, where the problems are, at a readable size.
 */
function startViewport(
  layout: LayoutResult,
  canvas: { width: number; height: number },
): Viewport {
  const fit = Math.min(
    canvas.width / (layout.width + 2 * MARGIN),
    canvas.height / (layout.height + 2 * MARGIN),
  );
  if (fit < READABLE_ZOOM) {
    return { x: MARGIN, y: MARGIN, zoom: READABLE_ZOOM };
  }
  const zoom = Math.min(1, fit);
  return {
    x: (canvas.width - layout.width * zoom) / 2,
    y: MARGIN,
    zoom,
  };
}

/** The graph on a canvas: pan, zoom, tab through the nodes, Enter opens one. */
export function TopologyGraph(props: {
  graph: Graph;
  selected?: string;
  onSelect: (id: string | undefined) => void;
}) {
  const classes = useStyles();
  const theme = useTheme();
  const { graph, selected, onSelect } = props;
  const input = useMemo(() => layoutInputOf(graph), [graph]);
  const layout = useLayout(input);
  const nodes = useMemo(() => {
    if (!layout) return [];
    const sorted = [...graph.nodes].sort(compareNodes);
    // Boxes before what stands in them: the canvas asks for parents first.
    const boxes = sorted.filter(node => !node.box);
    const leaves = sorted.filter(node => node.box);
    const frame: Node = {
      id: CLUSTER_ID,
      type: 'cluster-box',
      position: { x: 0, y: 0 },
      width: layout.width,
      height: layout.height,
      data: { title: graph.cluster },
      focusable: false,
      selectable: false,
    };
    return [
      frame,
      ...[...boxes, ...leaves].flatMap(node =>
        flowNode(node, layout, selected),
      ),
    ];
  }, [graph, layout, selected]);
  const edges = useMemo<Edge[]>(
    () =>
      graph.edges.map(edge => ({
        id: edge.id,
        source: edge.from,
        target: edge.to,
        ariaLabel: edge.label,
        focusable: false,
        style:
          edge.from === selected || edge.to === selected
            ? { stroke: theme.palette.primary.main, strokeWidth: 2 }
            : { stroke: theme.palette.text.secondary },
      })),
    [graph, selected, theme],
  );
  const canvas = useRef<HTMLDivElement>(null);
  const [flow, setFlow] = useState<ReactFlowInstance<Node, Edge>>();
  useEffect(() => {
    if (flow && layout && canvas.current) {
      void flow.setViewport(
        startViewport(layout, {
          width: canvas.current.clientWidth,
          height: canvas.current.clientHeight,
        }),
      );
    }
  }, [flow, layout]);
  if (!layout) return <LoadingRows label="Laying out the graph" rows={8} />;
  return (
    <div
      ref={canvas}
      className={classes.canvas}
      // Inline: the canvas measures itself before the style sheet of this component is attached.
      style={{ height: 'max(480px, calc(100vh - 260px))' }}
      role="region"
      aria-label="Topology graph. Tab moves through the nodes, Enter opens one. The list shows the same."
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        colorMode={theme.palette.type}
        onNodeClick={(_, node) =>
          onSelect(node.id === CLUSTER_ID ? undefined : node.id)
        }
        onPaneClick={() => onSelect(undefined)}
        onNodesChange={changes => {
          // Enter and space select a focused node without a click.
          for (const change of changes) {
            if (change.type === 'select' && change.selected) {
              onSelect(change.id);
            }
          }
        }}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable
        edgesFocusable={false}
        onlyRenderVisibleElements={nodes.length > 150}
        onInit={setFlow}
        minZoom={0.1}
        maxZoom={1.5}
        zoomOnScroll={false}
        preventScrolling={false}
      >
        <Background />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}
