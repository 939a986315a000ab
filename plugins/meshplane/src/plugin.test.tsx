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

import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MockMeshplaneApi } from '../dev/MockMeshplaneApi';
import { meshplaneApiRef } from './api/meshplaneApiRef';
import { meshplanePlugin } from './plugin';

function open(
  path: string,
  api: MockMeshplaneApi = new MockMeshplaneApi(),
  permission:
    | AuthorizeResult.ALLOW
    | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
) {
  renderTestApp({
    features: [meshplanePlugin],
    apis: [
      [meshplaneApiRef, api],
      mockApis.permission({ authorize: permission }),
    ],
    initialRouteEntries: [path],
  });
  return api;
}

/** The rows of a cluster in the overview. */
async function clusterCell(name: string) {
  return screen.findByRole('rowheader', { name: new RegExp(`^${name}`) });
}

describe('overview', () => {
  it('shows every cluster in words, whatever its state, with its meshes', async () => {
    open('/mesh');
    expect(await clusterCell('prod-eu')).toHaveTextContent('Connected');
    for (const [name, word] of [
      ['data', 'Degraded'],
      ['staging', 'Unreachable'],
      ['partner', 'Unauthorized'],
      ['archive', 'Misconfigured'],
      ['edge', 'Starting (42 %)'],
    ]) {
      expect(await clusterCell(name)).toHaveTextContent(word);
    }
    expect(
      screen.getByRole('link', { name: 'Istio (sidecar)' }),
    ).toHaveAttribute(
      'href',
      '/mesh/clusters/prod-eu/meshes/istio~istio-system~1-30',
    );
    expect(
      screen.getByRole('progressbar', {
        name: "Progress of the cluster's start",
      }),
    ).toHaveAttribute('aria-valuenow', '42');
    expect(
      screen.getByText(/The API server refuses the token \(401\)/),
    ).toBeInTheDocument();
  });

  it('keeps the filter in the address', async () => {
    open('/mesh?q=linkerd');
    expect(await clusterCell('prod-eu')).toBeInTheDocument();
    expect(
      screen.getByRole('textbox', { name: 'Search clusters and meshes' }),
    ).toHaveValue('linkerd');
    expect(screen.getAllByRole('link', { name: 'Linkerd' })).toHaveLength(2);
    expect(screen.queryByRole('link', { name: 'Istio (sidecar)' })).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(
      await screen.findByRole('link', { name: 'Istio (sidecar)' }),
    ).toBeInTheDocument();
  });

  it('leads to the access rules when no cluster is configured', async () => {
    open('/mesh', new MockMeshplaneApi({ clusters: [] }));
    expect(
      await screen.findByText('No cluster is configured yet'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show the access rules' }),
    );
    expect(
      await screen.findByLabelText('Access rules as YAML'),
    ).toHaveTextContent('kind: ClusterRole');
  });

  it('says what failed and recovers on a second try', async () => {
    const api = new MockMeshplaneApi();
    jest
      .spyOn(api, 'getFleet')
      .mockRejectedValueOnce(new Error('database is locked'));
    open('/mesh', api);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Could not load the fleet');
    expect(alert).toHaveTextContent('database is locked');
    await userEvent.click(
      within(alert).getByRole('button', { name: 'Try again' }),
    );
    expect(await clusterCell('prod-eu')).toBeInTheDocument();
  });

  it('shows a change as soon as its event comes, without a reload', async () => {
    const api = open('/mesh');
    expect(await clusterCell('edge')).toHaveTextContent('Starting');
    expect(
      await screen.findByRole('status', { name: 'Updates: Live' }),
    ).toBeInTheDocument();
    const edge = api.state.clusters.find(item => item.name === 'edge')!;
    edge.health = {
      ...edge.health,
      state: 'connected',
      message: 'Connected.',
      progress: undefined,
    };
    api.broadcast({
      type: 'cluster',
      cluster: 'edge',
      state: 'connected',
      message: 'Connected.',
      at: new Date().toISOString(),
    });
    await waitFor(async () =>
      expect(await clusterCell('edge')).toHaveTextContent('Connected'),
    );
  });
});

describe('mesh detail', () => {
  it('puts problems first and says why the mesh was detected', async () => {
    open('/mesh/clusters/prod-eu/meshes/istio~istio-system~1-30');
    expect(
      await screen.findByRole('heading', { name: 'Istio (sidecar) 1.30.1' }),
    ).toBeInTheDocument();
    const headings = screen
      .getAllByRole('heading', { level: 3 })
      .map(heading => heading.textContent);
    expect(headings[0]).toBe('Problems (2)');
    expect(headings).toEqual(
      expect.arrayContaining([
        'Components',
        'Data plane',
        'Gateways',
        'Evidence',
        'Version, support and management',
      ]),
    );
    const proxies = screen.getByRole('table', { name: 'Proxy versions' });
    expect(
      within(proxies).getByRole('row', { name: /1\.26\.4.*Too old/ }),
    ).toBeInTheDocument();
    expect(screen.getByText('Confidence 100 %')).toBeInTheDocument();
  });

  it('names the mesh that is not there', async () => {
    open('/mesh/clusters/prod-eu/meshes/kuma');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Cluster "prod-eu" has no mesh "kuma"',
    );
  });
});

describe('coverage', () => {
  it('reads the filters from the address and asks the server for them', async () => {
    const api = new MockMeshplaneApi();
    const getCoverage = jest.spyOn(api, 'getCoverage');
    open(
      '/mesh/clusters/prod-eu/coverage?namespace=shop&state=partial&sort=name&limit=25',
      api,
    );
    expect(
      await screen.findByRole('button', {
        name: 'Details of Deployment frontend',
      }),
    ).toBeInTheDocument();
    expect(getCoverage).toHaveBeenCalledWith(
      'prod-eu',
      expect.objectContaining({
        namespace: 'shop',
        state: ['partial'],
        sort: 'name',
        limit: 25,
      }),
    );
    expect(screen.getByRole('button', { name: 'Partly: 1' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Partly: 1' }));
    expect(
      await screen.findByRole('button', { name: 'Details of Deployment cart' }),
    ).toBeInTheDocument();
  });

  it('explains a workload in its expanded row', async () => {
    open('/mesh/clusters/prod-eu/coverage?state=partial&namespace=shop');
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Details of Deployment frontend',
      }),
    );
    const reasons = screen.getByRole('list', {
      name: 'Reasons for the state of frontend',
    });
    expect(within(reasons).getAllByRole('listitem')[0]).toHaveTextContent(
      'Error: Namespace label istio-injection=enabled is set',
    );
    expect(screen.getByText(/1\.28\.3 in 2 pods/)).toBeInTheDocument();
  });

  it('goes to a readable cluster when none is named, with the filters', async () => {
    open('/mesh/coverage?namespace=payments');
    expect(
      await screen.findByText(
        'Which workloads of prod-eu are on a mesh, and why',
      ),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('table', {
        name: 'Workloads of cluster prod-eu',
      }),
    ).not.toHaveTextContent('shop');
  });

  it('names the cluster and the way out when the cluster is unknown', async () => {
    open('/mesh/clusters/nowhere/coverage');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Could not load the coverage');
    expect(alert).toHaveTextContent('cluster nowhere');
    expect(alert).toHaveTextContent('No cluster is named "nowhere"');
  });
});

describe('views of a cluster that is not connected', () => {
  it('say why there is nothing, or nothing new, to see', async () => {
    open('/mesh/clusters/partner/inventory');
    expect(
      await screen.findByText(/The API server refuses the token \(401\)/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Find out why and what to do' }),
    ).toHaveAttribute('href', '/mesh/connections/partner');
    expect(
      await screen.findByText('Nothing has been read from this cluster yet'),
    ).toBeInTheDocument();
  });
});

describe('topology', () => {
  it('has a list that says the same as the graph, problems first', async () => {
    open('/mesh/clusters/prod-eu/topology?view=list&namespace=shop');
    const table = await screen.findByRole('table', {
      name: 'Topology as a list, problems first',
    });
    const rows = within(table).getAllByRole('row');
    expect(rows[1]).toHaveTextContent('1 error');
    await userEvent.click(
      within(table).getAllByRole('button', { name: 'frontend' })[0],
    );
    expect(
      await screen.findByRole('region', { name: 'Details of frontend' }),
    ).toHaveTextContent('Connected with');
  });

  it('says what was left out', async () => {
    open('/mesh/clusters/prod-eu/topology?view=list');
    expect(
      await screen.findByText(/Left out: 24 workloads/),
    ).toBeInTheDocument();
  });
});

describe('inventory', () => {
  it('mounts only the rows in view of a long page', async () => {
    open('/mesh/clusters/prod-eu/inventory?kind=Pod&limit=500');
    const table = await screen.findByRole('table', {
      name: 'Objects of kind Pod',
    });
    expect(table).toHaveAttribute('aria-rowcount', '391');
    expect(within(table).getAllByRole('row').length).toBeLessThan(120);
  });

  it('filters by the label that is clicked', async () => {
    open('/mesh/clusters/prod-eu/inventory?namespace=shop');
    await userEvent.click(
      (
        await screen.findAllByRole('button', { name: 'app=cart' })
      )[0],
    );
    await waitFor(() =>
      expect(
        screen.getByRole('textbox', { name: 'Label selector' }),
      ).toHaveValue('app=cart'),
    );
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: 'app=orders' })).toBeNull(),
    );
  });
});

describe('connections', () => {
  it('lists every cluster with its state and circuit', async () => {
    open('/mesh/connections');
    const table = await screen.findByRole('table', { name: 'Connections' });
    expect(
      within(table).getByRole('row', { name: /staging.*Unreachable.*Open/ }),
    ).toHaveTextContent('7 failures in a row');
  });

  it('walks through the connection and says what to do', async () => {
    open('/mesh/connections/partner');
    const steps = await screen.findByRole('list', {
      name: 'Steps of the diagnosis',
    });
    const failed = within(steps)
      .getAllByRole('listitem')
      .find(item => item.getAttribute('aria-current') === 'step');
    expect(failed).toHaveTextContent('Credentials');
    expect(failed).toHaveTextContent('What to do: Create a new token');
  });

  it('says which feature misses which verb', async () => {
    open('/mesh/connections/data');
    const table = await screen.findByRole('table', {
      name: 'Permissions by feature',
    });
    expect(
      within(table).getByText(
        'list, watch on mutatingwebhookconfigurations.admissionregistration.k8s.io',
      ),
    ).toBeInTheDocument();
  });

  it('reconnects', async () => {
    const api = new MockMeshplaneApi();
    const reconnect = jest.spyOn(api, 'reconnectCluster');
    open('/mesh/connections/partner', api);
    const button = await screen.findByRole('button', { name: 'Reconnect' });
    await waitFor(() => expect(button).toBeEnabled());
    await userEvent.click(button);
    await waitFor(() => expect(reconnect).toHaveBeenCalledWith('partner'));
    expect(await screen.findByText('Trying')).toBeInTheDocument();
  });

  it('refuses to reconnect without the permission, and says which', async () => {
    const api = new MockMeshplaneApi();
    const diagnose = jest.spyOn(api, 'diagnoseCluster');
    // Decisions are cached by permission and cluster for the whole page: no other test may ask about this one.
    open('/mesh/connections/archive', api, AuthorizeResult.DENY);
    await waitFor(() =>
      expect(
        screen.getByRole('button', { name: 'Reconnect' }),
      ).toHaveAccessibleDescription(
        'Needs the permission "meshplane.connection.manage" for this cluster.',
      ),
    );
    expect(screen.getByRole('button', { name: 'Reconnect' })).toBeDisabled();
    expect(diagnose).not.toHaveBeenCalled();
  });
});
