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

import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { entityFixtures } from '../dev/fixtures/entities';
import { MockMeshplaneApi } from '../dev/MockMeshplaneApi';
import {
  EntityMeshCard,
  EntityMeshContent,
  MeshPage,
  meshplaneApiRef,
  PerformancePage,
  rootRouteRef,
} from './legacy';

function open(
  element: ReactElement,
  path: string,
  isPage = false,
  mounted: Record<string, typeof rootRouteRef> = {},
) {
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [meshplaneApiRef, new MockMeshplaneApi()],
        [permissionApiRef, mockApis.permission()],
      ]}
    >
      {element}
    </TestApiProvider>,
    {
      routeEntries: [path],
      mountedRoutes: isPage ? mounted : { '/mesh': rootRouteRef },
    },
  );
}

describe('legacy frontend system', () => {
  it('shows the page under its own header, with deep links', async () => {
    await open(
      <Routes>
        <Route path="/mesh/*" element={<MeshPage />} />
      </Routes>,
      '/mesh/clusters/prod-eu/coverage?namespace=shop',
      true,
    );
    expect(
      await screen.findByText('Service meshes and gateways on every cluster'),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('table', {
        name: 'Workloads of cluster prod-eu',
      }),
    ).not.toHaveTextContent('payments');
    expect(screen.getByRole('tab', { name: 'Topology' })).toHaveAttribute(
      'href',
      '/mesh/clusters/prod-eu/topology',
    );
  });

  it('shows the Performance page under its own header', async () => {
    await open(
      <Routes>
        <Route path="/performance/*" element={<PerformancePage />} />
      </Routes>,
      '/performance/profiles',
      true,
      { '/mesh': rootRouteRef },
    );
    expect(
      await screen.findByRole('table', { name: 'Profiles' }),
    ).toHaveTextContent('Checkout, steady');
    expect(screen.getByRole('tab', { name: 'Runs' })).toHaveAttribute(
      'href',
      '/performance/runs',
    );
  });

  it('shows the card of a component', async () => {
    await open(
      <EntityProvider entity={entityFixtures[0]}>
        <EntityMeshCard />
      </EntityProvider>,
      '/',
    );
    expect(await screen.findByText('Partly on a mesh')).toBeInTheDocument();
    expect(screen.getByText('Istio (sidecar) 1.30.1')).toBeInTheDocument();
  });

  it('shows the tab of a component, cluster by cluster', async () => {
    await open(
      <EntityProvider entity={entityFixtures[0]}>
        <Routes>
          <Route path="/" element={<EntityMeshContent />} />
        </Routes>
      </EntityProvider>,
      '/',
    );
    expect(
      await screen.findByRole('table', { name: 'Workloads in prod-eu' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/The API server refuses the token/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', {
        name: 'Bring this component onto the mesh',
      }),
    ).toBeInTheDocument();
    const [first] = await screen.findAllByRole('button', {
      name: /^Bring cart in .* onto the mesh$/,
    });
    expect(first).toHaveAttribute(
      'href',
      expect.stringContaining('kind=workload.onboard&namespace=shop'),
    );
  });
});
