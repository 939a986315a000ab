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

import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { useMemo } from 'react';
import { DataTable } from '../layout/DataTable';
import type { Column } from '../layout/sortRows';
import { StatusLabel } from '../status/StatusLabel';
import {
  compareNodes,
  problemText,
  type Graph,
  type GraphNode,
} from './graphModel';

/** The graph as a table: the same facts without seeing or pointing. */
export function TopologyList(props: {
  graph: Graph;
  onSelect: (id: string) => void;
}) {
  const { graph, onSelect } = props;
  const rows = useMemo(() => [...graph.nodes].sort(compareNodes), [graph]);
  const columns = useMemo<Array<Column<GraphNode>>>(() => {
    const names = new Map(graph.nodes.map(node => [node.id, node.label]));
    const linked = new Map<string, Set<string>>();
    const link = (from: string, to: string) => {
      if (!linked.has(from)) linked.set(from, new Set());
      linked.get(from)!.add(names.get(to) ?? to);
    };
    for (const edge of graph.edges) {
      link(edge.from, edge.to);
      link(edge.to, edge.from);
    }
    return [
      {
        id: 'name',
        header: 'Name',
        render: row => (
          <Button
            size="small"
            color="primary"
            style={{ textTransform: 'none', padding: 0, minWidth: 0 }}
            onClick={() => onSelect(row.id)}
          >
            {row.label}
          </Button>
        ),
      },
      { id: 'kind', header: 'Kind', render: row => row.detail || row.kind },
      {
        id: 'namespace',
        header: 'Namespace',
        render: row => row.namespace ?? '–',
      },
      {
        id: 'state',
        header: 'State',
        render: row => <StatusLabel state={row.state} />,
      },
      {
        id: 'problems',
        header: 'Problems',
        render: row => problemText(row) || '–',
      },
      {
        id: 'links',
        header: 'Connected with',
        width: '30%',
        render: row => [...(linked.get(row.id) ?? [])].join(', ') || '–',
      },
    ];
  }, [graph, onSelect]);
  return (
    <Paper variant="outlined">
      <DataTable
        caption="Topology as a list, problems first"
        columns={columns}
        rows={rows}
        rowKey={row => row.id}
        presorted
      />
    </Paper>
  );
}
