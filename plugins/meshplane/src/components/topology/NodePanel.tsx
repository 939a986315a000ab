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

import { Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import CloseIcon from '@material-ui/icons/Close';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { StatusLabel } from '../status/StatusLabel';
import { problemText, type Graph, type GraphNode } from './graphModel';

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(2), marginBottom: theme.spacing(1) },
  head: { display: 'flex', justifyContent: 'space-between' },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    alignItems: 'center',
    marginTop: theme.spacing(1),
  },
  neighbour: { textTransform: 'none' },
}));

/** Details of the node that was opened, its neighbours, and where to read on. */
export function NodePanel(props: {
  cluster: string;
  graph: Graph;
  node: GraphNode;
  onSelect: (id: string | undefined) => void;
}) {
  const classes = useStyles();
  const paths = useMeshPaths();
  const { cluster, graph, node, onSelect } = props;
  const byId = new Map(graph.nodes.map(item => [item.id, item]));
  const neighbours = graph.edges.flatMap(edge => {
    if (edge.from !== node.id && edge.to !== node.id) return [];
    const other = byId.get(edge.from === node.id ? edge.to : edge.from);
    return other ? [{ edge, other }] : [];
  });
  const problems = problemText(node);
  return (
    <Paper
      variant="outlined"
      component="section"
      className={classes.root}
      aria-label={`Details of ${node.label}`}
      aria-live="polite"
    >
      <div className={classes.head}>
        <Typography variant="h6" component="h3">
          {node.label}
        </Typography>
        <IconButton
          size="small"
          aria-label="Close the details"
          onClick={() => onSelect(undefined)}
        >
          <CloseIcon fontSize="small" />
        </IconButton>
      </div>
      <Typography variant="body2" component="div" className={classes.row}>
        <span>{node.detail}</span>
        {node.namespace && <span>Namespace {node.namespace}</span>}
        <StatusLabel state={node.state} />
        {problems && (
          <StatusLabel
            state={{
              tone: node.errors > 0 ? 'error' : 'warning',
              word: problems,
            }}
          />
        )}
      </Typography>
      {neighbours.length > 0 && (
        <div className={classes.row}>
          <Typography variant="body2">Connected with</Typography>
          {neighbours.map(({ edge, other }) => (
            <Button
              key={edge.id}
              size="small"
              variant="outlined"
              className={classes.neighbour}
              title={edge.label}
              onClick={() => onSelect(other.id)}
            >
              {other.kind} {other.label}
            </Button>
          ))}
        </div>
      )}
      <Typography variant="body2" component="div" className={classes.row}>
        {(node.kind === 'workload' || node.kind === 'namespace') && (
          <Link
            to={paths.view('coverage', cluster, {
              namespace: node.namespace,
              q: node.kind === 'workload' ? node.label : undefined,
            })}
          >
            Why it is in this state
          </Link>
        )}
        {node.kind === 'namespace' && (
          <Link
            to={paths.view('topology', cluster, { namespace: node.namespace })}
          >
            Show only this namespace
          </Link>
        )}
        {node.kind === 'group' && node.namespace && (
          <Link
            to={paths.view('topology', cluster, { namespace: node.namespace })}
          >
            Show all of this namespace
          </Link>
        )}
        {node.mesh && <Link to={paths.mesh(cluster, node.mesh)}>Its mesh</Link>}
      </Typography>
    </Paper>
  );
}
