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
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { useWhyNotPlan } from '../plan/useMayPlan';

/** Kinds that can be brought onto a mesh one by one; others follow their owner or their namespace. */
const MARKABLE = ['Deployment', 'StatefulSet', 'DaemonSet'];

const useStyles = makeStyles(theme => ({
  root: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 2) },
}));

/** Ways onto a mesh, off it, and to a restart, for a namespace or one workload; with the reason where not. */
export function OnboardLinks(props: {
  cluster: string;
  /** Absent: the wizard asks. */
  mesh?: string;
  namespace: string;
  /** `Kind/name`; absent: the whole namespace. */
  workload?: string;
  /** Some of its pods are on a mesh. */
  isOn: boolean;
  /** All of them are. */
  isComplete: boolean;
}) {
  const { cluster, mesh, namespace, workload } = props;
  const classes = useStyles();
  const paths = useMeshPaths();
  const forbidden = useWhyNotPlan(cluster);
  const what = workload ?? `namespace ${namespace}`;
  if (workload && !MARKABLE.includes(workload.split('/')[0])) {
    return (
      <Typography variant="caption" color="textSecondary">
        It follows its namespace: bring the namespace onto the mesh.
      </Typography>
    );
  }
  if (forbidden) {
    return (
      <Typography variant="caption" color="textSecondary">
        {forbidden}
      </Typography>
    );
  }
  const to = (kind: string) =>
    paths.plan({
      kind,
      cluster: [cluster],
      mesh: kind === 'workload.restart' ? undefined : mesh,
      namespace,
      workload,
    });
  return (
    <div className={classes.root}>
      {!props.isComplete && (
        <Link
          to={to('workload.onboard')}
          aria-label={`Bring ${what} onto the mesh`}
        >
          Bring onto the mesh
        </Link>
      )}
      {props.isOn && (
        <>
          <Link
            to={to('workload.offboard')}
            aria-label={`Take ${what} off the mesh`}
          >
            Take off the mesh
          </Link>
          <Link to={to('workload.restart')} aria-label={`Restart ${what}`}>
            Restart
          </Link>
        </>
      )}
    </div>
  );
}
