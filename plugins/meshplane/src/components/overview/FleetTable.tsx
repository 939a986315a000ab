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
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type {
  FleetCluster,
  MeshSummary,
} from '@meshplane/plugin-meshplane-common';
import { plural } from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { CoverageBar } from '../status/CoverageBar';
import { StatusLabel } from '../status/StatusLabel';
import { healthWords, supportWords } from '../status/words';
import { ClusterCell } from './ClusterCell';

const useStyles = makeStyles(theme => ({
  head: {
    fontWeight: 600,
    whiteSpace: 'nowrap',
    padding: theme.spacing(1, 1.25),
    '&:first-child': { paddingLeft: theme.spacing(2) },
  },
  cell: {
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
    padding: theme.spacing(1, 1.25),
    lineHeight: 1.43,
  },
  cluster: {
    verticalAlign: 'top',
    width: '22%',
    padding: theme.spacing(1, 2),
    lineHeight: 1.43,
    borderBottom: `2px solid ${theme.palette.divider}`,
    borderRight: `1px solid ${theme.palette.divider}`,
  },
  coverage: {
    verticalAlign: 'top',
    width: 190,
    padding: theme.spacing(1, 2),
    borderBottom: `2px solid ${theme.palette.divider}`,
    borderLeft: `1px solid ${theme.palette.divider}`,
  },
  // The theme's stripes would split cells that span rows.
  row: { '&&': { backgroundColor: theme.palette.background.paper } },
  lastOfCluster: {
    '& > td': { borderBottom: `2px solid ${theme.palette.divider}` },
  },
}));

function MeshCells(props: { cluster: string; mesh: MeshSummary }) {
  const classes = useStyles();
  const paths = useMeshPaths();
  const { cluster, mesh } = props;
  const place = [
    mesh.namespace,
    mesh.revision && `revision ${mesh.revision}`,
    mesh.readOnly && 'read-only',
  ].filter(Boolean);
  return (
    <>
      <TableCell className={classes.cell}>
        <Link to={paths.mesh(cluster, mesh.id)}>{mesh.displayName}</Link>
        <Typography variant="caption" color="textSecondary" component="div">
          {place.join(' · ')}
        </Typography>
      </TableCell>
      <TableCell className={classes.cell}>
        {mesh.version ?? 'unknown'}
        {mesh.channel && (
          <Typography variant="caption" color="textSecondary" component="div">
            {mesh.channel}
          </Typography>
        )}
      </TableCell>
      <TableCell className={classes.cell}>
        <StatusLabel state={healthWords[mesh.health]} />
        {mesh.problems > 0 && (
          <Typography variant="caption" color="textSecondary" component="div">
            {plural(mesh.problems, 'problem')}
          </Typography>
        )}
      </TableCell>
      <TableCell className={classes.cell}>
        <StatusLabel state={supportWords[mesh.support.state]} />
        {mesh.support.endOfLife && mesh.support.state !== 'supported' && (
          <Typography variant="caption" color="textSecondary" component="div">
            {mesh.support.endOfLife}
          </Typography>
        )}
      </TableCell>
      <TableCell className={classes.cell}>
        {mesh.mode === 'none' ? (
          '–'
        ) : (
          <>
            {plural(mesh.pods, 'pod')}
            <Typography variant="caption" color="textSecondary" component="div">
              {mesh.skewedPods > 0 ? (
                <StatusLabel
                  state={{
                    tone: 'warning',
                    word: `${mesh.skewedPods} out of step`,
                  }}
                />
              ) : (
                plural(mesh.workloads, 'workload')
              )}
            </Typography>
          </>
        )}
      </TableCell>
    </>
  );
}

function WithoutMesh(props: { cluster: FleetCluster; isFiltered: boolean }) {
  const paths = useMeshPaths();
  const { cluster, isFiltered } = props;
  const { state, message } = cluster.health;
  if (state === 'connected' || state === 'degraded') {
    return (
      <Typography variant="body2">
        {isFiltered
          ? 'No mesh of this cluster matches the filter.'
          : 'No service mesh or gateway was found here. '}
        {!isFiltered && (
          <>
            <Link to={paths.view('lifecycle', cluster.cluster)}>
              Install one
            </Link>{' '}
            or{' '}
            <Link to={paths.view('coverage', cluster.cluster)}>
              see what runs in this cluster
            </Link>
          </>
        )}
      </Typography>
    );
  }
  return (
    <Typography variant="body2" component="div">
      {message}{' '}
      <Link to={paths.connection(cluster.cluster)}>
        {state === 'starting' || state === 'connecting'
          ? 'Follow the connection'
          : 'Find out why and what to do'}
      </Link>
    </Typography>
  );
}

/** Clusters × meshes: one row per mesh, grouped by cluster. */
export function FleetTable(props: {
  clusters: readonly FleetCluster[];
  isFiltered: boolean;
}) {
  const classes = useStyles();
  const paths = useMeshPaths();
  return (
    <TableContainer component={Paper} variant="outlined">
      <Table size="small" aria-label="Clusters and their meshes">
        <TableHead>
          <TableRow>
            {[
              'Cluster',
              'Mesh or gateway',
              'Version',
              'Health',
              'Support',
              'Data plane',
              'Coverage',
            ].map(name => (
              <TableCell key={name} className={classes.head} scope="col">
                {name}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {props.clusters.flatMap(cluster => {
            const span = Math.max(1, cluster.meshes.length);
            const hasCoverage = cluster.snapshot !== undefined;
            return Array.from({ length: span }, (_, index) => {
              const mesh = cluster.meshes[index];
              return (
                <TableRow
                  key={`${cluster.cluster}/${mesh?.id ?? ''}`}
                  className={
                    index === span - 1
                      ? `${classes.row} ${classes.lastOfCluster}`
                      : classes.row
                  }
                >
                  {index === 0 && (
                    <TableCell
                      component="th"
                      // Material UI would call it a plain cell.
                      role="rowheader"
                      scope="rowgroup"
                      rowSpan={span}
                      className={classes.cluster}
                    >
                      <ClusterCell cluster={cluster} />
                    </TableCell>
                  )}
                  {mesh ? (
                    <MeshCells cluster={cluster.cluster} mesh={mesh} />
                  ) : (
                    <TableCell colSpan={5} className={classes.cell}>
                      <WithoutMesh
                        cluster={cluster}
                        isFiltered={props.isFiltered}
                      />
                    </TableCell>
                  )}
                  {index === 0 && (
                    <TableCell rowSpan={span} className={classes.coverage}>
                      {hasCoverage ? (
                        <Link
                          to={paths.view('coverage', cluster.cluster)}
                          aria-label={`Coverage of ${cluster.cluster}`}
                          underline="none"
                        >
                          <CoverageBar counts={cluster.coverage} />
                        </Link>
                      ) : (
                        '–'
                      )}
                    </TableCell>
                  )}
                </TableRow>
              );
            });
          })}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
