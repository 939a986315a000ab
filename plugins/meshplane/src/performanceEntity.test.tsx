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
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { entityFixtures } from '../dev/fixtures/entities';
import { MockMeshplaneApi } from '../dev/MockMeshplaneApi';
import { fillStudies } from '../dev/performance/studyFixtures';
import { PAGE_TIMEOUT_MS } from './__testUtils__/openStudies';
import {
  EntityPerformanceContent,
  meshplaneApiRef,
  MeshplanePerformanceCard,
  performanceRouteRef,
  rootRouteRef,
} from './legacy';

jest.setTimeout(PAGE_TIMEOUT_MS);

const entityOf = (name: string) =>
  entityFixtures.find(entity => entity.metadata.name === name)!;

async function open(name: string, element: ReactElement) {
  const api = new MockMeshplaneApi();
  fillStudies(api.performance);
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [meshplaneApiRef, api],
        [permissionApiRef, mockApis.permission()],
      ]}
    >
      <EntityProvider entity={entityOf(name)}>
        <Routes>
          <Route path="/entity" element={element} />
        </Routes>
      </EntityProvider>
    </TestApiProvider>,
    {
      routeEntries: ['/entity'],
      mountedRoutes: {
        '/mesh': rootRouteRef,
        '/performance': performanceRouteRef,
      },
    },
  );
  return api;
}

describe('the tab of a component', () => {
  it('shows profiles with last result and gates, the trend in words, and runs a profile', async () => {
    const api = await open('checkout', <EntityPerformanceContent />);
    const table = await screen.findByRole('table', {
      name: 'Profiles of this component',
    });
    const [, row] = within(table).getAllByRole('row');
    expect(row).toHaveTextContent(/Checkout, steady.*ms.*req\/s.*Gates passed/);
    expect(
      await screen.findByText(/Since 2.4.0, p99 is 28.7 ms instead of 24.1 ms/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('img', { name: 'p99 over 14 points, latest 28.2 ms' }),
    ).toBeInTheDocument();
    await userEvent.click(
      within(row).getByRole('button', { name: 'Run Checkout, steady' }),
    );
    expect(api.performance.requests).toEqual([{ profileId: 'prof-checkout' }]);
  });

  it('leads to the first profile where nothing was measured', async () => {
    await open('website', <EntityPerformanceContent />);
    expect(
      await screen.findByRole('button', { name: 'Make the first profile' }),
    ).toHaveAttribute(
      'href',
      '/performance/profiles/new?entityRef=component%3Adefault%2Fwebsite',
    );
  });
});

describe('the card of a component', () => {
  it('says gates and trend', async () => {
    await open('checkout', <MeshplanePerformanceCard />);
    expect(await screen.findByText('Gates passed')).toBeInTheDocument();
    expect(await screen.findByText('Worse than before')).toBeInTheDocument();
  });

  it('stays away where nothing was measured and no target is named', async () => {
    const api = await open('website', <MeshplanePerformanceCard />);
    await expect(
      api.performance.getProfiles({ entityRef: 'component:default/website' }),
    ).resolves.toMatchObject({ total: 0 });
    expect(screen.queryByText('Performance')).not.toBeInTheDocument();
  });
});
