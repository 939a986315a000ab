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
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { FleetCluster } from '@meshplane/plugin-meshplane-common';
import { clusterLabel } from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { SnapshotNote } from '../layout/SnapshotNote';
import { StatusLabel } from '../status/StatusLabel';
import { clusterWords } from '../status/words';

const useStyles = makeStyles(theme => ({
  progress: { marginTop: theme.spacing(0.5), maxWidth: 180 },
  name: { fontWeight: 600 },
}));

/** "Starting (42 %)" with a bar while the progress is known. */
export function ClusterStatus(props: { health: FleetCluster['health'] }) {
  const classes = useStyles();
  const { state, progress } = props.health;
  const percent =
    state === 'starting' && progress !== undefined
      ? Math.round(progress)
      : undefined;
  return (
    <>
      <StatusLabel
        state={clusterWords[state]}
        detail={percent === undefined ? undefined : `(${percent} %)`}
      />
      {percent !== undefined && (
        <LinearProgress
          className={classes.progress}
          variant="determinate"
          value={percent}
          aria-label="Progress of the cluster's start"
        />
      )}
    </>
  );
}

/** Name, connection and version of a cluster. */
export function ClusterCell(props: { cluster: FleetCluster }) {
  const classes = useStyles();
  const paths = useMeshPaths();
  const { cluster } = props;
  const label = clusterLabel(cluster.cluster, cluster.title);
  return (
    <>
      <Link
        to={paths.connection(cluster.cluster)}
        className={classes.name}
        title={`Connection of ${label}`}
      >
        {label}
      </Link>
      <Typography variant="body2" component="div">
        <ClusterStatus health={cluster.health} />
      </Typography>
      <Typography variant="caption" color="textSecondary" component="div">
        {[
          label !== cluster.cluster && cluster.cluster,
          cluster.health.kubernetesVersion &&
            `Kubernetes ${cluster.health.kubernetesVersion}`,
          cluster.note,
        ]
          .filter(Boolean)
          .join(' · ')}
      </Typography>
      {cluster.snapshot?.completeness !== 'complete' && (
        <SnapshotNote snapshot={cluster.snapshot} />
      )}
    </>
  );
}
