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
import type { EntityCoverage } from '@meshplane/plugin-meshplane-common';
import { MeshplaneDataProvider } from '../../data/MeshplaneDataProvider';
import { useEntityCoverage } from '../../data/queries';
import { objectKey } from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { coverageColumns } from '../coverage/coverageColumns';
import { WorkloadDetail } from '../coverage/WorkloadDetail';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { DataTable } from '../layout/DataTable';
import { PageTitle } from '../layout/PageTitle';
import { Section } from '../layout/Section';
import { SnapshotNote } from '../layout/SnapshotNote';
import { ClusterStatus } from '../overview/ClusterCell';
import { CoverageBar } from '../status/CoverageBar';
import { LiveIndicator } from '../status/LiveIndicator';
import { ReasonList } from '../status/ReasonList';
import { StatusLabel } from '../status/StatusLabel';
import { healthWords, supportWords } from '../status/words';
import { OnboardComponent } from './OnboardComponent';
import { summarize } from './summarize';
import { useEntityRef } from './useEntityRef';

// The tab shows few rows in the order of the answer; sorting belongs to the coverage view.
const columns = coverageColumns.map(column => ({ ...column, sortable: false }));

const useStyles = makeStyles(theme => ({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 2),
  },
}));

type EntityCluster = EntityCoverage['clusters'][number];

function ClusterSection(props: { item: EntityCluster }) {
  const classes = useStyles();
  const paths = useMeshPaths();
  const { item } = props;
  const isSilent =
    item.health.state !== 'connected' && item.health.state !== 'degraded';
  return (
    <Section
      title={item.cluster}
      flush={!isSilent && item.workloads.length > 0}
      action={
        <Typography variant="body2" component="div" className={classes.line}>
          <ClusterStatus health={item.health} />
          <SnapshotNote snapshot={item.snapshot} />
        </Typography>
      }
    >
      {isSilent && (
        <Typography variant="body2" paragraph>
          {item.health.message}{' '}
          <Link to={paths.connection(item.cluster)}>
            Find out why and what to do
          </Link>
        </Typography>
      )}
      {item.workloads.length > 0 ? (
        <DataTable
          caption={`Workloads in ${item.cluster}`}
          columns={columns}
          rows={item.workloads}
          rowKey={row => objectKey(row.workload)}
          presorted
          detail={{
            name: row => `${row.workload.kind} ${row.workload.name}`,
            render: row => (
              <WorkloadDetail cluster={item.cluster} workload={row} />
            ),
          }}
        />
      ) : (
        !isSilent && (
          <Typography variant="body2" color="textSecondary">
            None of its workloads runs in this cluster.
          </Typography>
        )
      )}
    </Section>
  );
}

function EntityMesh(props: { coverage: EntityCoverage }) {
  const classes = useStyles();
  const paths = useMeshPaths();
  const { coverage } = props;
  const summary = summarize(coverage);
  const meshes = coverage.clusters.flatMap(item =>
    item.meshes.map(mesh => ({ cluster: item.cluster, mesh })),
  );
  return (
    <>
      <PageTitle
        title="Service mesh"
        meta={
          <>
            <StatusLabel state={summary.verdict} />
            <span>{coverage.selection}</span>
          </>
        }
        action={<LiveIndicator />}
      />
      {summary.problems.length > 0 && (
        <Section title={`What is wrong (${summary.problems.length})`}>
          <ReasonList
            reasons={summary.problems.map(problem => ({
              ...problem,
              text: `${problem.cluster}, ${problem.workload}: ${problem.text}`,
            }))}
            label="What is wrong"
          />
        </Section>
      )}
      {summary.workloads > 0 && (
        <Section title="Coverage">
          <CoverageBar counts={summary.counts} />
          {meshes.map(({ cluster, mesh }) => (
            <Typography
              variant="body2"
              component="div"
              className={classes.line}
              key={`${cluster}/${mesh.id}`}
            >
              <span>
                <Link to={paths.mesh(cluster, mesh.id)}>
                  {mesh.displayName} {mesh.version}
                </Link>{' '}
                in {cluster}
              </span>
              <StatusLabel state={healthWords[mesh.health]} />
              <StatusLabel state={supportWords[mesh.support.state]} />
            </Typography>
          ))}
        </Section>
      )}
      {summary.workloads === 0 && summary.silent.length === 0 && (
        <EmptyNotice
          title="No workload of this component was found"
          text={`${coverage.selection} Check that the annotation and the labels of the pod template agree.`}
        />
      )}
      <OnboardComponent coverage={coverage} />
      {coverage.clusters.map(item => (
        <ClusterSection key={item.cluster} item={item} />
      ))}
    </>
  );
}

function TabContent() {
  const coverage = useEntityCoverage(useEntityRef());
  return (
    <QueryView query={coverage} what="the mesh state" rows={6}>
      {data => <EntityMesh coverage={data} />}
    </QueryView>
  );
}

/**
 * The Mesh tab of a component: its workloads in all clusters, on which mesh they are, and why.
 *
 * @public
 */
export function EntityMeshContent() {
  return (
    <MeshplaneDataProvider>
      <TabContent />
    </MeshplaneDataProvider>
  );
}
