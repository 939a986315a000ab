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
import type { WorkloadCoverage } from '@meshplane/meshes';
import { objectLabel, plural } from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { Facts } from '../layout/Facts';
import { OnboardLinks } from '../lifecycle/OnboardLinks';
import { ReasonList } from '../status/ReasonList';
import { StatusLabel } from '../status/StatusLabel';
import { mtlsWords, skewWords } from '../status/words';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(2), whiteSpace: 'normal' },
}));

/** Proxies, encryption, services and reasons of one workload. */
export function WorkloadDetail(props: {
  cluster: string;
  workload: WorkloadCoverage;
}) {
  const classes = useStyles();
  const paths = useMeshPaths();
  const { cluster, workload } = props;
  const { namespace } = workload.workload;
  return (
    <div className={classes.root}>
      <Facts
        items={[
          {
            name: 'Meshes',
            value:
              workload.meshes.length > 0
                ? workload.meshes.map(mesh => (
                    <div key={mesh}>
                      <Link to={paths.mesh(cluster, mesh)}>{mesh}</Link>
                    </div>
                  ))
                : 'none',
          },
          { name: 'Mode', value: workload.mode },
          { name: 'Revision', value: workload.revision },
          {
            name: 'Proxies',
            value:
              workload.proxies.length > 0
                ? workload.proxies.map(proxy => (
                    <div key={proxy.version}>
                      {proxy.version} in {plural(proxy.pods, 'pod')}:{' '}
                      <StatusLabel state={skewWords[proxy.skew]} />
                    </div>
                  ))
                : 'none',
          },
          {
            name: 'mTLS',
            value: (
              <>
                <StatusLabel state={mtlsWords[workload.mtls.mode]} />
                <div>{workload.mtls.text}</div>
                {workload.mtls.source && (
                  <Typography variant="caption" color="textSecondary">
                    {objectLabel(workload.mtls.source)}
                  </Typography>
                )}
              </>
            ),
          },
          {
            name: 'Services',
            value:
              workload.services.length > 0
                ? workload.services.join(', ')
                : 'none selects its pods',
          },
          {
            name: 'Pods',
            value: `${workload.pods.onMesh} on the mesh, ${workload.pods.ready} ready, ${workload.pods.total} in all`,
          },
        ]}
      />
      <ReasonList
        reasons={workload.reasons}
        label={`Reasons for the state of ${workload.workload.name}`}
      />
      {namespace && (
        <OnboardLinks
          cluster={cluster}
          mesh={workload.meshes[0]}
          namespace={namespace}
          workload={`${workload.workload.kind}/${workload.workload.name}`}
          isOn={workload.pods.onMesh > 0}
          isComplete={workload.state === 'on-mesh'}
        />
      )}
      <Link
        to={paths.view('topology', cluster, {
          namespace,
          q: workload.workload.name,
        })}
      >
        Show {workload.workload.name} in the topology
      </Link>
    </div>
  );
}
