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

import { LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import Switch from '@material-ui/core/Switch';
import Typography from '@material-ui/core/Typography';
import type { Topology } from '@meshplane/meshes';
import type { TopologyQuery } from '@meshplane/plugin-meshplane-common';
import { useCallback, useMemo } from 'react';
import {
  useMeshes,
  useNamespaceCoverage,
  useTopology,
} from '../../data/queries';
import { clusterLabel, plural } from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { useUrlState } from '../../lib/useUrlState';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { FilterBar } from '../layout/FilterBar';
import { PageTitle } from '../layout/PageTitle';
import { PickField } from '../layout/PickField';
import { SearchField } from '../layout/SearchField';
import { StatusLabel } from '../status/StatusLabel';
import { onlyProblems } from './graphModel';
import { NodePanel } from './NodePanel';
import { cutText, toGraph } from './toGraph';
import { TopologyGraph } from './TopologyGraph';
import { TopologyList } from './TopologyList';

/** Most nodes that are asked for: what a person can read and a browser can draw without stutter. */
const NODE_LIMIT = 250;

const useStyles = makeStyles(theme => ({
  stage: { position: 'relative' },
  // Beside the graph and not below it, where it would be out of sight.
  overlay: {
    position: 'absolute',
    top: theme.spacing(1),
    right: theme.spacing(1),
    width: 320,
    maxWidth: '60%',
    maxHeight: '90%',
    overflow: 'auto',
    zIndex: 5,
  },
}));

function TopologyView(props: {
  cluster: string;
  topology: Topology;
  isList: boolean;
  problemsOnly: boolean;
  onClear?: () => void;
}) {
  const { cluster, topology, isList, problemsOnly } = props;
  const { params, patch } = useUrlState();
  const paths = useMeshPaths();
  const classes = useStyles();
  const graph = useMemo(() => {
    const drawn = toGraph(topology);
    const whole = { ...drawn, cluster: clusterLabel(cluster, drawn.cluster) };
    return problemsOnly ? onlyProblems(whole) : whole;
  }, [cluster, topology, problemsOnly]);
  const selected = params.get('node') ?? undefined;
  const select = useCallback(
    (id: string | undefined) => patch({ node: id }),
    [patch],
  );
  const opened = graph.nodes.find(node => node.id === selected);
  const cut = cutText(topology.cut);
  if (graph.nodes.length === 0) {
    return (
      <EmptyNotice
        title={
          problemsOnly
            ? 'No problems among what the filters leave'
            : 'Nothing to draw'
        }
        text="No workload fits the filters, or the cluster has none that can be read."
      >
        {props.onClear && (
          <>
            <Button variant="outlined" onClick={props.onClear}>
              Clear filters
            </Button>{' '}
          </>
        )}
        <LinkButton to={paths.connection(cluster)} variant="outlined">
          Check the connection
        </LinkButton>
      </EmptyNotice>
    );
  }
  return (
    <>
      <Typography variant="body2" component="div" role="status" gutterBottom>
        <span>{plural(graph.nodes.length, 'node')}, problems first. </span>
        {cut && (
          <StatusLabel
            state={{
              tone: 'warning',
              word: `Left out: ${cut}.`,
            }}
            detail="Choose a namespace or search to see them."
          />
        )}
      </Typography>
      {isList ? (
        <>
          {opened && (
            <NodePanel
              cluster={cluster}
              graph={graph}
              node={opened}
              onSelect={select}
            />
          )}
          <TopologyList graph={graph} onSelect={select} />
        </>
      ) : (
        <div className={classes.stage}>
          <TopologyGraph graph={graph} selected={selected} onSelect={select} />
          {opened && (
            <div className={classes.overlay}>
              <NodePanel
                cluster={cluster}
                graph={graph}
                node={opened}
                onSelect={select}
              />
            </div>
          )}
        </div>
      )}
    </>
  );
}

/** Cluster, namespaces, workloads and services as a graph or as a list. */
export function TopologyPage(props: { cluster: string }) {
  const { cluster } = props;
  const { params, patch } = useUrlState();
  const namespace = params.get('namespace') ?? '';
  const mesh = params.get('mesh') ?? '';
  const q = params.get('q') ?? '';
  const system = params.get('system') === 'true';
  const isList = params.get('view') === 'list';
  const problemsOnly = params.get('problems') === 'true';
  const query = useMemo<TopologyQuery>(
    () => ({
      namespace: namespace ? [namespace] : undefined,
      mesh: mesh || undefined,
      q: q || undefined,
      system: system ? 'true' : 'false',
      limit: NODE_LIMIT,
    }),
    [namespace, mesh, q, system],
  );
  const topology = useTopology(cluster, query);
  const namespaces = useNamespaceCoverage(cluster);
  const meshes = useMeshes(cluster);
  const isFiltered = Boolean(namespace || mesh || q || problemsOnly);
  const clear = () =>
    patch({
      namespace: undefined,
      mesh: undefined,
      q: undefined,
      problems: undefined,
      node: undefined,
    });
  return (
    <>
      <PageTitle
        title="Topology"
        meta={`Namespaces, workloads, services and gateways of ${cluster}`}
        action={
          <Button
            variant="outlined"
            onClick={() => patch({ view: isList ? undefined : 'list' })}
          >
            {isList ? 'Show as a graph' : 'Show as a list'}
          </Button>
        }
      />
      <FilterBar
        label="Filter the topology"
        onClear={isFiltered ? clear : undefined}
      >
        <SearchField
          label="Search workloads"
          value={q}
          onChange={value => patch({ q: value })}
        />
        <PickField
          label="Namespace"
          value={namespace}
          options={[
            { value: '', label: 'All namespaces' },
            ...(namespaces.data?.items ?? []).map(item => ({
              value: item.namespace,
              label: item.namespace,
            })),
          ]}
          onChange={value => patch({ namespace: value, node: undefined })}
        />
        <PickField
          label="Mesh"
          value={mesh}
          options={[
            { value: '', label: 'All meshes' },
            ...(meshes.data?.items ?? [])
              .filter(item => item.kind !== 'crds')
              .map(item => ({
                value: item.id,
                label: [item.displayName, item.revision]
                  .filter(Boolean)
                  .join(' · '),
              })),
          ]}
          onChange={value => patch({ mesh: value, node: undefined })}
        />
        <FormControlLabel
          control={
            <Switch
              color="primary"
              checked={problemsOnly}
              onChange={(_, checked) =>
                patch({ problems: checked ? 'true' : undefined })
              }
            />
          }
          label={<Typography variant="body2">Only problems</Typography>}
        />
        <FormControlLabel
          control={
            <Switch
              color="primary"
              checked={system}
              onChange={(_, checked) =>
                patch({ system: checked ? 'true' : undefined })
              }
            />
          }
          label={<Typography variant="body2">System namespaces</Typography>}
        />
      </FilterBar>
      <QueryView
        query={topology}
        what="the topology"
        cluster={cluster}
        rows={8}
      >
        {data => (
          <TopologyView
            cluster={cluster}
            topology={data}
            isList={isList}
            problemsOnly={problemsOnly}
            onClear={isFiltered ? clear : undefined}
          />
        )}
      </QueryView>
    </>
  );
}
