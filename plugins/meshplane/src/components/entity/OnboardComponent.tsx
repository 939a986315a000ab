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
import type { EntityCoverage } from '@meshplane/plugin-meshplane-common';
import { objectKey, plural } from '../../lib/format';
import { Section } from '../layout/Section';
import { PlanLink } from '../plan/PlanLink';

const ONBOARDABLE = ['Deployment', 'StatefulSet', 'DaemonSet'];

const useStyles = makeStyles(theme => ({
  root: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1.5) },
}));

/** Workloads of a component that no mesh carries, or not wholly, and that can be brought onto one. */
export function workloadsOffMesh(coverage: EntityCoverage) {
  return coverage.clusters
    .filter(item => ['connected', 'degraded'].includes(item.health.state))
    .flatMap(item =>
      item.workloads
        .filter(
          row =>
            ['off-mesh', 'partial', 'opted-out'].includes(row.state) &&
            ONBOARDABLE.includes(row.workload.kind) &&
            row.workload.namespace,
        )
        .map(row => ({ cluster: item.cluster, row })),
    );
}

/** "Bring this component onto the mesh": one plan per workload, shown when something is off the mesh. */
export function OnboardComponent(props: { coverage: EntityCoverage }) {
  const classes = useStyles();
  const items = workloadsOffMesh(props.coverage);
  if (items.length === 0) return null;
  return (
    <Section
      title="Bring this component onto the mesh"
      subtitle={`${plural(
        items.length,
        'workload',
      )} not, or not wholly, on a mesh. You see the plan, with what restarts, before anything changes.`}
    >
      <div className={classes.root}>
        {items.map(({ cluster, row }) => (
          <PlanLink
            key={`${cluster}/${objectKey(row.workload)}`}
            label={`Bring ${row.workload.name} in ${cluster} onto the mesh`}
            cluster={cluster}
            size="small"
            params={{
              kind: 'workload.onboard',
              namespace: row.workload.namespace,
              workload: `${row.workload.kind}/${row.workload.name}`,
              mesh: row.meshes[0],
            }}
          />
        ))}
      </div>
    </Section>
  );
}
