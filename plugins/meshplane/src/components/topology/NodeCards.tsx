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

import { makeStyles } from '@material-ui/core/styles';
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { ToneIcon } from '../status/StatusLabel';
import { problemText, type GraphNode } from './graphModel';
import type { Tone } from '../status/words';

/** A workload, service or gateway on the canvas. */
export type LeafNode = Node<{ node: GraphNode }, 'leaf'>;
/** A namespace on the canvas, with what stands in it. */
export type GroupNode = Node<{ node: GraphNode }, 'group-box'>;
/** The frame of the cluster. */
export type ClusterNode = Node<{ title: string }, 'cluster-box'>;

/** Problems outweigh the state: they are what the reader looks for. */
function toneOf(node: GraphNode): Tone {
  if (node.errors > 0) return 'error';
  return node.warnings > 0 ? 'warning' : node.state.tone;
}

const useStyles = makeStyles(theme => ({
  leaf: {
    height: '100%',
    boxSizing: 'border-box',
    padding: theme.spacing(0.75, 1),
    borderRadius: theme.shape.borderRadius,
    border: `1px solid ${theme.palette.divider}`,
    backgroundColor: theme.palette.background.paper,
    color: theme.palette.text.primary,
    fontSize: 12,
    lineHeight: 1.3,
    '.selected > &': { outline: `2px solid ${theme.palette.primary.main}` },
  },
  cluster: {
    height: '100%',
    boxSizing: 'border-box',
    border: `2px solid ${theme.palette.divider}`,
    borderRadius: 2 * theme.shape.borderRadius,
    padding: theme.spacing(1, 2),
    color: theme.palette.text.primary,
    fontSize: 15,
    fontWeight: 600,
  },
  service: { borderRadius: 18, borderStyle: 'dashed' },
  gateway: { borderWidth: 2 },
  group: {
    height: '100%',
    boxSizing: 'border-box',
    border: `1px solid ${theme.palette.text.secondary}`,
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.action.hover,
    color: theme.palette.text.primary,
    padding: theme.spacing(1, 2),
    fontSize: 13,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  name: {
    display: 'flex',
    gap: 4,
    alignItems: 'center',
    fontWeight: 600,
    minWidth: 0,
    '& > span': { overflow: 'hidden', textOverflow: 'ellipsis' },
    whiteSpace: 'nowrap',
  },
  detail: {
    color: theme.palette.text.secondary,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  // Lines need an anchor, people do not: nothing can be connected here.
  handle: { opacity: 0, pointerEvents: 'none' },
}));

/** Name, state and the two ends at which edges arrive and leave. */
function CardBody({ node }: { node: GraphNode }) {
  const classes = useStyles();
  return (
    <>
      <Handle
        type="target"
        position={Position.Left}
        className={classes.handle}
        isConnectable={false}
      />
      <div className={classes.name}>
        <ToneIcon tone={toneOf(node)} />
        <span>{node.label}</span>
      </div>
      <div className={classes.detail}>
        {[problemText(node), node.detail].filter(Boolean).join(' · ')}
      </div>
      <Handle
        type="source"
        position={Position.Right}
        className={classes.handle}
        isConnectable={false}
      />
    </>
  );
}

/** Draws a leaf; its accessible name is set on the wrapper by the canvas. */
export function LeafCard(props: NodeProps<LeafNode>) {
  const classes = useStyles();
  const { node } = props.data;
  const shape =
    node.kind === 'service' || node.kind === 'gateway'
      ? classes[node.kind]
      : '';
  return (
    <div
      className={`${classes.leaf} ${shape}`}
      title={`${node.label}: ${node.state.word}`}
    >
      <CardBody node={node} />
    </div>
  );
}

/** Draws the box of a namespace. */
export function GroupCard(props: NodeProps<GroupNode>) {
  const classes = useStyles();
  const { node } = props.data;
  return (
    <div className={classes.group}>
      <CardBody node={node} />
    </div>
  );
}

/** Draws the frame of the cluster. */
export function ClusterCard(props: NodeProps<ClusterNode>) {
  const classes = useStyles();
  return <div className={classes.cluster}>Cluster {props.data.title}</div>;
}
