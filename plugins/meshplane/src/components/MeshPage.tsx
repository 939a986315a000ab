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

import { Content } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { lazy, Suspense, type ComponentType, type ReactNode } from 'react';
import { Navigate, Route, Routes, useParams } from 'react-router-dom';
import { MeshplaneDataProvider } from '../data/MeshplaneDataProvider';
import { useMeshPaths } from '../lib/useMeshPaths';
import { AccessRulesPage } from './connections/AccessRulesPage';
import { ConnectionPage } from './connections/ConnectionPage';
import { ConnectionsPage } from './connections/ConnectionsPage';
import { CoveragePage } from './coverage/CoveragePage';
import { LoadingRows } from './feedback/LoadingRows';
import { InventoryPage } from './inventory/InventoryPage';
import { ClusterNotice } from './layout/ClusterNotice';
import { AnyCluster } from './layout/AnyCluster';
import { ViewTabs } from './layout/ViewTabs';
import { MeshDetailPage } from './mesh/MeshDetailPage';
import { OverviewPage } from './overview/OverviewPage';

// The graph library is most of the page's code and few visits need it.
const TopologyPage = lazy(() =>
  import('./topology/TopologyPage').then(module => ({
    default: module.TopologyPage,
  })),
);

// Operating on meshes is for few visitors; looking at them is for all.
const PlanPage = lazy(() =>
  import('./plan/PlanPage').then(module => ({ default: module.PlanPage })),
);
const OperationPage = lazy(() =>
  import('./operations/OperationPage').then(module => ({
    default: module.OperationPage,
  })),
);
const OperationsPage = lazy(() =>
  import('./operations/OperationsPage').then(module => ({
    default: module.OperationsPage,
  })),
);
const LifecyclePage = lazy(() =>
  import('./lifecycle/LifecyclePage').then(module => ({
    default: module.LifecyclePage,
  })),
);
const ReleasesPage = lazy(() =>
  import('./lifecycle/ReleasesPage').then(module => ({
    default: module.ReleasesPage,
  })),
);
const MigrationsPage = lazy(() =>
  import('./lifecycle/MigrationsPage').then(module => ({
    default: module.MigrationsPage,
  })),
);
const SamplesPage = lazy(() =>
  import('./samples/SamplesPage').then(module => ({
    default: module.SamplesPage,
  })),
);
const SamplePage = lazy(() =>
  import('./samples/SamplePage').then(module => ({
    default: module.SamplePage,
  })),
);

/** Views of one cluster that stand under `/clusters/:cluster/…`. */
const CLUSTER_VIEWS: Array<{
  path: string;
  View: ComponentType<{ cluster: string }>;
}> = [
  { path: 'coverage', View: CoveragePage },
  { path: 'topology', View: TopologyPage },
  { path: 'inventory', View: InventoryPage },
  { path: 'lifecycle', View: LifecyclePage },
  { path: 'releases', View: ReleasesPage },
  { path: 'migrations', View: MigrationsPage },
  { path: 'samples', View: SamplesPage },
  { path: 'samples/:sample', View: SamplePage },
];

/** Views that find a cluster by themselves. */
const ANY_CLUSTER_VIEWS = [
  'coverage',
  'topology',
  'inventory',
  'lifecycle',
  'releases',
  'migrations',
  'samples',
] as const;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    minHeight: 0,
    gridArea: 'pageContent',
    // The new frontend system's own font differs from that of its Material UI theme.
    fontFamily: theme.typography.fontFamily,
    fontSize: theme.typography.body2.fontSize,
  },
}));

function WithCluster(props: { children: (cluster: string) => ReactNode }) {
  const { cluster = '' } = useParams();
  // The key starts every view afresh: pages and open rows of one cluster mean nothing in another.
  return <div key={cluster}>{props.children(cluster)}</div>;
}

function ClusterHome() {
  const { cluster } = useParams();
  const paths = useMeshPaths();
  return <Navigate to={paths.overview({ q: cluster })} replace />;
}

/** The Mesh page without the portal's page header: the same in both frontend systems. */
export function MeshPage() {
  const classes = useStyles();
  return (
    <MeshplaneDataProvider>
      <div className={classes.root}>
        <ViewTabs />
        <Content>
          <Suspense fallback={<LoadingRows label="Loading the view" />}>
            <Routes>
              <Route path="/" element={<OverviewPage />} />
              {ANY_CLUSTER_VIEWS.map(view => (
                <Route
                  key={view}
                  path={`/${view}`}
                  element={<AnyCluster view={view} />}
                />
              ))}
              <Route path="/clusters/:cluster" element={<ClusterHome />} />
              <Route
                path="/clusters/:cluster/meshes"
                element={<ClusterHome />}
              />
              <Route
                path="/clusters/:cluster/meshes/:mesh"
                element={<MeshDetailPage />}
              />
              {CLUSTER_VIEWS.map(({ path, View }) => (
                <Route
                  key={path}
                  path={`/clusters/:cluster/${path}`}
                  element={
                    <WithCluster>
                      {cluster => (
                        <>
                          <ClusterNotice cluster={cluster} />
                          <View cluster={cluster} />
                        </>
                      )}
                    </WithCluster>
                  }
                />
              ))}
              <Route path="/plan" element={<PlanPage />} />
              <Route path="/operations" element={<OperationsPage />} />
              <Route
                path="/operations/:operation"
                element={<OperationPage />}
              />
              <Route path="/connections" element={<ConnectionsPage />} />
              <Route
                path="/connections/:cluster"
                element={
                  <WithCluster>
                    {cluster => <ConnectionPage cluster={cluster} />}
                  </WithCluster>
                }
              />
              <Route path="/access-rules" element={<AccessRulesPage />} />
              <Route path="*" element={<UnknownView />} />
            </Routes>
          </Suspense>
        </Content>
      </div>
    </MeshplaneDataProvider>
  );
}

function UnknownView() {
  const paths = useMeshPaths();
  return <Navigate to={paths.overview()} replace />;
}
