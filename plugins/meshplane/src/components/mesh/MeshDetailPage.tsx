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

import { Link, LinkButton } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import type { MeshDetail } from '@meshplane/plugin-meshplane-common';
import { useParams } from 'react-router-dom';
import { useMesh } from '../../data/queries';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { QueryView } from '../feedback/QueryView';
import { PageTitle } from '../layout/PageTitle';
import { Section } from '../layout/Section';
import { SnapshotNote } from '../layout/SnapshotNote';
import { ReasonList } from '../status/ReasonList';
import { StatusLabel } from '../status/StatusLabel';
import { healthWords, supportWords } from '../status/words';
import { ComponentsSection } from './ComponentsSection';
import { DataPlaneSection } from './DataPlaneSection';
import { EvidenceSection } from './EvidenceSection';
import { GatewaysSection } from './GatewaysSection';
import { NamespacesSection } from './NamespacesSection';
import { MeshActions } from './MeshActions';
import { SupportSection } from './SupportSection';
import { meshProblems } from './meshProblems';

const useStyles = makeStyles(theme => ({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(420px, 100%), 1fr))',
    gap: theme.spacing(0, 2),
    alignItems: 'start',
  },
}));

function MeshView(props: { detail: MeshDetail }) {
  const classes = useStyles();
  const paths = useMeshPaths();
  const { mesh, cluster, namespaces, compatibility, snapshot } = props.detail;
  const problems = meshProblems(mesh);
  const serious = problems.filter(item => item.severity !== 'info').length;
  const kinds = {
    mesh: 'Service mesh',
    gateway: 'Gateway',
    crds: 'CRD bundle',
  };
  return (
    <>
      <PageTitle
        title={`${mesh.displayName}${mesh.version ? ` ${mesh.version}` : ''}`}
        meta={
          <>
            <span>
              {kinds[mesh.kind]}
              {mesh.mode === 'none' ? '' : `, ${mesh.mode} mode`} in{' '}
              <Link to={paths.connection(cluster)}>{cluster}</Link>
              {mesh.namespace ? `, namespace ${mesh.namespace}` : ''}
              {mesh.revision ? `, revision ${mesh.revision}` : ''}
            </span>
            <StatusLabel state={healthWords[mesh.health]} />
            <StatusLabel state={supportWords[mesh.support.state]} />
            {mesh.management.readOnly && (
              <StatusLabel state={{ tone: 'locked', word: 'Read-only' }} />
            )}
            <SnapshotNote snapshot={snapshot} />
          </>
        }
        action={
          mesh.kind === 'mesh' ? (
            <LinkButton
              to={paths.view('coverage', cluster, { mesh: mesh.id })}
              variant="outlined"
              color="primary"
            >
              Show its workloads
            </LinkButton>
          ) : undefined
        }
      />
      {problems.length > 0 && (
        <Section title={serious > 0 ? `Problems (${serious})` : 'Notes'}>
          <ReasonList reasons={problems} label="Problems of this mesh" />
        </Section>
      )}
      <MeshActions cluster={cluster} mesh={mesh} />
      <ComponentsSection components={mesh.components} />
      <div className={classes.columns}>
        <SupportSection mesh={mesh} compatibility={compatibility} />
        <EvidenceSection mesh={mesh} />
      </div>
      {mesh.mode !== 'none' && <DataPlaneSection mesh={mesh} />}
      {mesh.kind !== 'crds' && mesh.gateways.length > 0 && (
        <GatewaysSection gateways={mesh.gateways} />
      )}
      {mesh.kind === 'mesh' && (
        <NamespacesSection
          cluster={cluster}
          mesh={mesh}
          namespaces={namespaces}
        />
      )}
    </>
  );
}

/** One mesh of one cluster, problems first. */
export function MeshDetailPage() {
  const { cluster = '', mesh = '' } = useParams();
  const detail = useMesh(cluster, mesh);
  return (
    <QueryView query={detail} what={`mesh ${mesh}`} cluster={cluster} rows={8}>
      {data => <MeshView detail={data} />}
    </QueryView>
  );
}
