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
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MockMeshplaneApi } from '../dev/MockMeshplaneApi';
import { meshplaneApiRef } from './api/meshplaneApiRef';
import type { YamlEditorProps } from './components/plan/values/YamlEditor';
import { meshplanePlugin } from './plugin';

// CodeMirror needs a layout; what surrounds it needs a text that can be changed.
jest.mock('./components/plan/values/YamlEditor', () => ({
  __esModule: true,
  default: (props: YamlEditorProps) => (
    <textarea
      aria-label={props.label}
      value={props.text}
      onChange={event => props.onChange(event.target.value)}
    />
  ),
}));

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

const VALUES =
  '/mesh/plan?kind=mesh.install&cluster=prod-eu&definition=istio&version=1.30.3&step=values';

function yamlBox() {
  return screen.findByRole('textbox', { name: 'Values as YAML' });
}

async function setYaml(text: string) {
  fireEvent.change(await yamlBox(), { target: { value: text } });
}

function tab(name: string) {
  return userEvent.click(screen.getByRole('tab', { name }));
}

beforeEach(() => window.sessionStorage.clear());

describe('wizard', () => {
  it('goes from target over version and values to a plan, by keyboard', async () => {
    const api = open('/mesh/plan?kind=mesh.install');
    const next = await screen.findByRole('button', { name: 'Next' });
    expect(next).toBeDisabled();
    const cluster = await screen.findByRole('checkbox', {
      name: /^prod-eu/,
    });
    cluster.focus();
    await userEvent.keyboard(' ');
    const istio = await screen.findByRole('radio', { name: /^Istio/ });
    istio.focus();
    await userEvent.keyboard(' ');
    expect(screen.getByRole('radio', { name: /^Cilium/ })).toBeDisabled();
    await waitFor(() => expect(next).toBeEnabled());
    next.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() =>
      expect(
        screen.getByRole('group', { name: 'Step: Version' }),
      ).toHaveFocus(),
    );
    expect(
      await screen.findByRole('radio', {
        name: /^1\.30\.3 Supported Recommended/,
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('radio', { name: /^1\.28\.9 End of life/ }),
    ).toHaveAccessibleDescription(/this cluster is 1\.36\.3/);
    await userEvent.click(screen.getByRole('radio', { name: /^1\.30\.3/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    await userEvent.click(
      await screen.findByRole('radio', { name: /^High availability/ }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Make the plan' }),
    );
    expect(
      await screen.findByRole('heading', {
        name: 'mesh.install in prod-eu',
      }),
    ).toBeInTheDocument();
    expect(api.requests[0]).toMatchObject({
      kind: 'mesh.install',
      clusters: ['prod-eu'],
      delivery: 'direct',
      input: { definition: 'istio', version: '1.30.3', preset: 'ha' },
    });
    expect(
      screen.getByRole('button', { name: 'Approve and run' }),
    ).toBeEnabled();
  });

  it('opens where a link points to, and asks for files in GitOps mode', async () => {
    const api = open(
      '/mesh/plan?kind=mesh.install&cluster=prod-eu&cluster=data&definition=istio&version=1.30.3&rollout=canary&canary=data&step=review',
    );
    await userEvent.click(
      await screen.findByRole('radio', { name: /^As files for GitOps/ }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Make the plan' }),
    );
    await waitFor(() => expect(api.requests).toHaveLength(1));
    expect(api.requests[0]).toMatchObject({
      clusters: ['prod-eu', 'data'],
      rollout: { policy: 'canary', canary: 'data' },
      delivery: 'gitops',
    });
    expect(
      await screen.findByRole('table', { name: 'Operations by cluster' }),
    ).toBeInTheDocument();
  });

  it('says what is missing instead of asking the server', async () => {
    open('/mesh/plan?kind=mesh.uninstall&step=review');
    const missing = await screen.findByRole('list', {
      name: 'What is missing',
    });
    expect(missing).toHaveTextContent('Cluster is missing');
    expect(missing).toHaveTextContent('Mesh is missing');
    expect(
      screen.getByRole('button', { name: 'Make the plan' }),
    ).toBeDisabled();
  });

  it('says why the server refuses a plan', async () => {
    const api = new MockMeshplaneApi();
    jest
      .spyOn(api, 'createOperation')
      .mockRejectedValue(
        new Error('Version "1.30.3" is not in the repository'),
      );
    open(
      '/mesh/plan?kind=mesh.install&cluster=prod-eu&definition=istio&version=1.30.3&step=review',
      api,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Make the plan' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Version "1.30.3" is not in the repository',
    );
  });

  it('refuses without the permission, and says which', async () => {
    // Decisions are cached by permission and cluster for the whole page: no other test may ask about this one.
    open(
      '/mesh/plan?kind=mesh.install&cluster=archive&definition=istio&step=review',
      undefined,
      AuthorizeResult.DENY,
    );
    const plan = await screen.findByRole('button', { name: 'Make the plan' });
    await waitFor(() =>
      expect(plan).toHaveAccessibleDescription(
        'Needs the permission "meshplane.operation.create" for cluster archive.',
      ),
    );
    expect(plan).toBeDisabled();
  });
});

describe('values', () => {
  it('are one document: form and YAML take over each other’s changes', async () => {
    const api = open(`${VALUES}&view=yaml`);
    await setYaml('# two zones\npilot:\n  replicaCount: 2 # for now\n');
    await tab('Form');
    const replicas = await screen.findByRole('spinbutton', {
      name: 'replicaCount',
    });
    expect(replicas).toHaveValue(2);
    fireEvent.change(replicas, { target: { value: '5' } });
    await tab('YAML');
    expect(await yamlBox()).toHaveValue(
      '# two zones\npilot:\n  replicaCount: 5 # for now\n',
    );
    await setYaml('# two zones\npilot:\n  replicaCount: 5\nmeshName: own\n');
    await tab('Form');
    expect(
      await screen.findByRole('textbox', { name: 'meshName' }),
    ).toHaveValue('own');
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Make the plan' }),
    );
    await waitFor(() =>
      expect(api.requests[0]?.input).toMatchObject({
        values: '# two zones\npilot:\n  replicaCount: 5\nmeshName: own\n',
      }),
    );
  });

  it('name line and column of a mistake; the form waits and nothing is lost', async () => {
    open(`${VALUES}&view=yaml`);
    const broken = 'pilot:\n  replicaCount: [1\nmeshName: own\n';
    await setYaml(broken);
    const problems = await screen.findByRole('list', {
      name: 'Problems of the values',
    });
    expect(problems).toHaveTextContent(/Line 3, column 1: /);
    await tab('Form');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Nothing is lost',
    );
    await tab('YAML');
    expect(await yamlBox()).toHaveValue(broken);
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    expect(
      await screen.findByRole('list', { name: 'What is missing' }),
    ).toHaveTextContent(/Values: line 3, column 1/);
  });

  it('that break the schema of the chart are named by their path and place', async () => {
    open(`${VALUES}&view=yaml`);
    await setYaml('pilot:\n  replicaCount: two\n');
    expect(
      await screen.findByRole('button', {
        name: 'Line 2, column 3: pilot.replicaCount must be integer',
      }),
    ).toBeInTheDocument();
  });

  it('of a large schema are found by words instead of drawn all at once', async () => {
    open(VALUES);
    expect(
      await screen.findByRole('button', { name: 'global' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('textbox', { name: 'option7' })).toBeNull();
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Search settings' }),
      'option7',
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'global.proxy.option7' }),
    );
    expect(
      await screen.findByRole('textbox', { name: 'option7' }),
    ).toBeInTheDocument();
    expect(
      within(
        screen.getByRole('navigation', { name: 'Group of settings' }),
      ).getByRole('button', { name: 'proxy' }),
    ).toBeInTheDocument();
  });

  it('survive a reload', async () => {
    window.sessionStorage.setItem(
      'meshplane.values.mesh.install/istio/',
      'meshName: kept\n',
    );
    open(`${VALUES}&view=yaml`);
    expect(await yamlBox()).toHaveValue('meshName: kept\n');
  });
});

describe('ways into the wizard', () => {
  it('offers upgrades, and says why not where somebody else owns the mesh', async () => {
    open('/mesh/clusters/prod-eu/lifecycle');
    const installed = await screen.findByRole('list', {
      name: 'Installed products',
    });
    const [istio, linkerd] = within(installed).getAllByRole('listitem');
    expect(istio).toHaveTextContent('Upgrade available: 1.30.3');
    await waitFor(() =>
      expect(
        within(istio).getByRole('button', { name: 'Upgrade to 1.30.3' }),
      ).toHaveAttribute('href', expect.stringContaining('version=1.30.3')),
    );
    const upgrade = within(linkerd).getByRole('button', { name: 'Upgrade' });
    expect(upgrade).toBeDisabled();
    expect(upgrade).toHaveAccessibleDescription(/Owned by Argo CD/);
  });

  it('says that Helm is missing and what to do', async () => {
    const api = new MockMeshplaneApi();
    api.lifecycle.helm = {
      ready: false,
      message: 'No helm binary was found. Set meshplane.helm.binary.',
    };
    open('/mesh/clusters/prod-eu/lifecycle', api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Set meshplane.helm.binary',
    );
    expect(
      screen.getAllByRole('button', { name: 'Install' })[0],
    ).toBeDisabled();
  });

  it('lists stuck releases first, with ways out', async () => {
    open('/mesh/clusters/prod-eu/releases');
    const table = await screen.findByRole('table', {
      name: 'Helm releases of cluster prod-eu',
    });
    const [, first] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent('pending-upgrade');
    expect(first).toHaveTextContent('the process behind it is gone');
    await waitFor(() =>
      expect(
        within(first).getByRole('button', { name: 'Roll back' }),
      ).toHaveAttribute(
        'href',
        expect.stringContaining('kind=release.recover'),
      ),
    );
  });

  it('brings a workload of the coverage table onto the mesh', async () => {
    const api = open(
      '/mesh/plan?kind=workload.onboard&cluster=prod-eu&namespace=shop&workload=Deployment/frontend&mesh=istio~istio-system~1-30',
    );
    expect(
      await screen.findByRole('list', {
        name: 'Workloads that may need a restart',
      }),
    ).toHaveTextContent('Deployment frontend');
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Make the plan' }),
    );
    await waitFor(() =>
      expect(api.requests[0]).toMatchObject({
        kind: 'workload.onboard',
        input: {
          namespace: 'shop',
          workload: { kind: 'Deployment', name: 'frontend' },
          restart: true,
          pace: { parallel: 1, timeoutSeconds: 300, stopOnFailure: true },
        },
      }),
    );
  });

  it('shows how far a migration is, the next step and the way back', async () => {
    open('/mesh/clusters/prod-eu/migrations');
    const table = await screen.findByRole('table', {
      name: /Namespaces of Istio: from sidecars to ambient/,
    });
    const row = within(table).getByRole('row', { name: /^accounts/ });
    await waitFor(() =>
      expect(
        within(row).getByRole('button', { name: 'Move back' }),
      ).toHaveAttribute(
        'href',
        expect.stringContaining('to=istio%7Eistio-system%7E1-30'),
      ),
    );
    expect(screen.getByText('Way back:')).toBeInTheDocument();
    expect(screen.getByRole('status', { name: '' })).toBeInTheDocument();
  });

  it('teaches with a sample', async () => {
    open('/mesh/clusters/prod-eu/samples/letters');
    expect(
      await screen.findByRole('heading', { name: 'Letters', level: 2 }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Install' })).toHaveAttribute(
        'href',
        expect.stringContaining('sample=letters'),
      ),
    );
  });
});
