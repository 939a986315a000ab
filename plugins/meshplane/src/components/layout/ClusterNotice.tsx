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
import Typography from '@material-ui/core/Typography';
import { useClusters } from '../../data/queries';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { ClusterStatus } from '../overview/ClusterCell';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(1.5, 2),
    marginBottom: theme.spacing(2),
    overflowWrap: 'anywhere',
  },
}));

/**
 * Above the views of a cluster that is not connected: what they show is old or nothing, and this says why. A cluster
 * that is connected needs no word.
 */
export function ClusterNotice(props: { cluster: string }) {
  const classes = useStyles();
  const paths = useMeshPaths();
  const { data } = useClusters();
  const cluster = data?.items.find(item => item.name === props.cluster);
  if (!cluster || ['connected', 'degraded'].includes(cluster.health.state)) {
    return null;
  }
  return (
    <Paper variant="outlined" className={classes.root} role="status">
      <Typography variant="body2" component="div">
        <ClusterStatus health={cluster.health} />
      </Typography>
      <Typography variant="body2">
        {cluster.health.message}{' '}
        <Link to={paths.connection(cluster.name)}>
          {cluster.health.state === 'starting' ||
          cluster.health.state === 'connecting'
            ? 'Follow the connection'
            : 'Find out why and what to do'}
        </Link>
      </Typography>
    </Paper>
  );
}
