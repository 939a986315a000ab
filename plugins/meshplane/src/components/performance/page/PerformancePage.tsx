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
import { Suspense } from 'react';
import { Navigate, Route, Routes, useParams } from 'react-router-dom';
import { MeshplaneDataProvider } from '../../../data/MeshplaneDataProvider';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { LoadingRows } from '../../feedback/LoadingRows';
import { PerformanceTabs } from './PerformanceTabs';
import { performanceTabs, type PerformanceTab } from './views';

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

/** A view that starts afresh when another thing is opened: what was typed for one run means nothing for the next. */
function Keyed(props: { Page: PerformanceTab['routes'][number]['Page'] }) {
  const key = Object.values(useParams()).join('/');
  return <props.Page key={key} />;
}

function FirstView() {
  const paths = usePerformancePaths();
  return <Navigate to={paths.view(performanceTabs[0].view)} replace />;
}

/** The Performance page without the portal's page header: the same in both frontend systems. */
export function PerformancePage() {
  const classes = useStyles();
  return (
    <MeshplaneDataProvider>
      <div className={classes.root}>
        <PerformanceTabs />
        <Content>
          <Suspense fallback={<LoadingRows label="Loading the view" />}>
            <Routes>
              {performanceTabs.flatMap(tab =>
                tab.routes.map(({ path, Page }) => (
                  <Route
                    key={path}
                    path={path}
                    element={<Keyed Page={Page} />}
                  />
                )),
              )}
              <Route path="*" element={<FirstView />} />
            </Routes>
          </Suspense>
        </Content>
      </div>
    </MeshplaneDataProvider>
  );
}
