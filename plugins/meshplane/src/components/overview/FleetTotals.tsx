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

import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { FleetCluster } from '@meshplane/plugin-meshplane-common';
import type { ReactNode } from 'react';
import { sumCounts, totalOf } from '../../lib/coverage';
import { percent, plural } from '../../lib/format';
import { StatusLabel } from '../status/StatusLabel';
import { CoverageBar } from '../status/CoverageBar';
import { isTroubled } from './fleetRows';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))',
    gap: theme.spacing(2),
    marginBottom: theme.spacing(3),
  },
  tile: { padding: theme.spacing(2) },
  value: { lineHeight: 1.2 },
}));

function Tile(props: { name: string; value: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <Paper variant="outlined" className={classes.tile}>
      <Typography variant="body2" color="textSecondary">
        {props.name}
      </Typography>
      <Typography variant="h4" component="p" className={classes.value}>
        {props.value}
      </Typography>
      <Typography variant="body2" component="div">
        {props.children}
      </Typography>
    </Paper>
  );
}

/** The fleet in four numbers. */
export function FleetTotals(props: { clusters: readonly FleetCluster[] }) {
  const classes = useStyles();
  const { clusters } = props;
  const troubled = clusters.filter(isTroubled).length;
  const starting = clusters.filter(
    item =>
      item.health.state === 'starting' || item.health.state === 'connecting',
  ).length;
  const all = clusters.flatMap(item => item.meshes);
  const meshes = all.filter(item => item.kind === 'mesh');
  const gateways = all.filter(item => item.kind === 'gateway').length;
  const problems = all.reduce((sum, mesh) => sum + mesh.problems, 0);
  const ended = all.filter(mesh => mesh.support.state === 'ended').length;
  const ending = all.filter(mesh => mesh.support.state === 'ending').length;
  const counts = sumCounts(clusters.map(item => item.coverage));
  const workloads = totalOf(counts);
  return (
    <div className={classes.root} role="group" aria-label="Totals of the fleet">
      <Tile name="Clusters" value={String(clusters.length)}>
        {troubled > 0 && (
          <StatusLabel
            state={{
              tone: 'error',
              word: `${troubled} not connected properly`,
            }}
          />
        )}
        {troubled === 0 && starting > 0 && (
          <StatusLabel
            state={{ tone: 'progress', word: `${starting} starting` }}
          />
        )}
        {troubled === 0 && starting === 0 && (
          <StatusLabel state={{ tone: 'ok', word: 'All connected' }} />
        )}
      </Tile>
      <Tile name="Meshes" value={String(meshes.length)}>
        {gateways > 0 ? `and ${plural(gateways, 'gateway')}` : 'no gateways'}
      </Tile>
      <Tile
        name="Workloads on a mesh"
        value={`${percent(counts['on-mesh'] ?? 0, workloads)} %`}
      >
        <CoverageBar counts={counts} hideText />
        {counts['on-mesh'] ?? 0} of {plural(workloads, 'workload')}
      </Tile>
      <Tile name="Problems" value={String(problems)}>
        {ended > 0 && (
          <StatusLabel
            state={{ tone: 'error', word: `${ended} past end of life` }}
          />
        )}
        {ended === 0 && ending > 0 && (
          <StatusLabel
            state={{ tone: 'warning', word: `${ending} ending soon` }}
          />
        )}
        {ended === 0 && ending === 0 && (
          <StatusLabel state={{ tone: 'ok', word: 'All versions supported' }} />
        )}
      </Tile>
    </div>
  );
}
