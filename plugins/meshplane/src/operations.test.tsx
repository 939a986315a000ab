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
import {
  changeFixtures,
  findingFixtures,
  operationFixture,
} from '../dev/fixtures/operations';
import { MockMeshplaneApi } from '../dev/MockMeshplaneApi';
import { meshplaneApiRef } from './api/meshplaneApiRef';
import { meshplanePlugin } from './plugin';

function open(path: string, api: MockMeshplaneApi = new MockMeshplaneApi()) {
  renderTestApp({
    features: [meshplanePlugin],
    apis: [
      [meshplaneApiRef, api],
      mockApis.permission({ authorize: AuthorizeResult.ALLOW }),
    ],
    initialRouteEntries: [path],
  });
  return api;
}

afterEach(() => jest.restoreAllMocks());

function button(name: string | RegExp) {
  return screen.findByRole('button', { name });
}

/** An operation whose plan has a blocking finding. */
function blocked(cluster = 'prod-eu') {
  const operation = operationFixture('op-blocked', {
    cluster,
    clusters: [cluster],
  });
  return {
    ...operation,
    plan: { ...operation.plan!, findings: findingFixtures(true) },
  };
}

describe('an operation that waits for approval', () => {
  it('shows plan, charts with digest, restarts and time, and runs when it is approved', async () => {
    const api = open('/mesh/operations/op-waits');
    expect(
      await screen.findByRole('heading', { name: /Upgrade Istio/ }),
    ).toBeInTheDocument();
    expect(screen.getByText(/Istio 1.30.1 becomes 1.30.3/)).toBeInTheDocument();
    expect(screen.getByText(/sha256:ab12/)).toBeInTheDocument();
    expect(screen.getByText('Deployment shop/cart')).toBeInTheDocument();
    expect(screen.getByText('about 3 min')).toBeInTheDocument();
    const approve = jest.spyOn(api, 'approveOperation');
    await userEvent.click(await button('Approve and run'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(
      '1 object created, 1 changed, 1 deleted; 2 workloads restarted.',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Approve and run' }),
    );
    await waitFor(() =>
      expect(approve).toHaveBeenCalledWith(
        'op-waits',
        expect.objectContaining({ planHash: 'sha256:5f2a9c' }),
      ),
    );
    expect(await button('Cancel')).toBeEnabled();
    expect(
      await screen.findByRole('list', { name: 'Steps' }),
    ).toHaveTextContent('Upgrade the release istiod-1-30');
  });

  it('cannot be approved while a check blocks it, and says what to do', async () => {
    const api = new MockMeshplaneApi();
    api.put(blocked());
    open('/mesh/operations/op-blocked', api);
    expect(await button('Approve and run')).toBeDisabled();
    expect(await button('Approve and run')).toHaveAccessibleDescription(
      '1 check blocks this plan: see the checks for what to do.',
    );
    const findings = screen.getByRole('list', {
      name: 'Findings of the checks',
    });
    const [first] = within(findings).getAllByRole('listitem');
    expect(first).toHaveTextContent(
      'Blocking: The namespace istio-system is being deleted',
    );
    expect(first).toHaveTextContent('phase Terminating since 2 h');
    expect(first).toHaveTextContent('What to do: Remove the finalizer');
  });

  it('lets who may pass over a blocking check by name, with a reason', async () => {
    const api = new MockMeshplaneApi();
    api.isBlocked = true;
    api.put(blocked());
    open('/mesh/operations/op-blocked', api);
    const again = await button('Plan again, passing these over');
    expect(again).toBeDisabled();
    await userEvent.click(
      await screen.findByRole('checkbox', {
        name: 'The namespace istio-system is being deleted',
      }),
    );
    const reason = screen.getByRole('textbox', {
      name: 'Why it is safe to go on',
    });
    await userEvent.type(reason, 'too short');
    expect(again).toBeDisabled();
    await userEvent.type(reason, ', but the namespace is gone by now');
    await userEvent.click(again);
    await waitFor(() =>
      expect(api.requests[0]?.override).toEqual({
        findings: ['namespace-terminating'],
        reason: 'too short, but the namespace is gone by now',
      }),
    );
    expect(await screen.findByText(/jane passed over/)).toBeInTheDocument();
    expect(await button('Approve and run')).toBeEnabled();
  });

  it('says why when the cluster has moved away under the plan, and leads to a new one', async () => {
    const api = open('/mesh/operations/op-waits');
    const waits = await button('Approve and run');
    api.operations.set('op-waits', {
      ...operationFixture('op-waits'),
      planHash: 'sha256:other',
    });
    await userEvent.click(waits);
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Approve and run',
      }),
    );
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('"Approve and run" was refused');
    expect(alert).toHaveTextContent(
      'The plan "sha256:5f2a9c" is not the one that stands here',
    );
    expect(
      within(alert).getByRole('button', { name: 'Plan again' }),
    ).toHaveAttribute(
      'href',
      expect.stringContaining('/mesh/plan?kind=mesh.upgrade'),
    );
  });

  it('says who has to approve where the one who planned may not', async () => {
    const api = new MockMeshplaneApi();
    const reason =
      'Somebody else than user:default/jane, who planned it, has to approve it.';
    api.put(
      operationFixture('op-four-eyes', {
        actions: [
          { action: 'approve', allowed: false, reason },
          { action: 'reject', allowed: true },
        ],
      }),
    );
    open('/mesh/operations/op-four-eyes', api);
    const approve = await button('Approve and run');
    expect(approve).toBeDisabled();
    expect(approve).toHaveAccessibleDescription(reason);
    expect(await button('Reject')).toBeEnabled();
  });

  it('shows the changes object by object, by keyboard, with filters in the address', async () => {
    open('/mesh/operations/op-waits?tab=changes');
    const list = await screen.findByRole('listbox', {
      name: 'Objects of the plan',
    });
    expect(within(list).getAllByRole('option')).toHaveLength(3);
    expect(
      screen.getByText('Owned by somebody else: kubectl-scale'),
    ).toBeInTheDocument();
    const diff = screen.getByRole('figure', {
      name: 'Diff of Deployment istio-system/istiod-1-30: 2 lines added, 2 removed',
    });
    expect(diff).toHaveTextContent('− replicas: 1');
    expect(diff).toHaveTextContent('+ replicas: 2');
    list.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(
      await screen.findByText(/there is no dry run of hooks/),
    ).toBeInTheDocument();
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Search objects' }),
      'deployment',
    );
    await waitFor(() =>
      expect(within(list).getAllByRole('option')).toHaveLength(1),
    );
  });

  it('mounts only the objects in view of a long plan', async () => {
    // Without a layout nothing has a height, and nothing would be in view.
    jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(560);
    jest
      .spyOn(HTMLElement.prototype, 'offsetHeight', 'get')
      .mockReturnValue(48);
    const api = new MockMeshplaneApi();
    api.changes = changeFixtures(900);
    open('/mesh/operations/op-waits?tab=changes', api);
    expect(await screen.findByText('903 of 904 objects')).toBeInTheDocument();
    const mounted = (await screen.findAllByRole('option')).length;
    expect(mounted).toBeGreaterThan(0);
    expect(mounted).toBeLessThan(60);
  });
});

describe('a running operation', () => {
  function running() {
    const api = new MockMeshplaneApi();
    api.put(
      operationFixture('op-runs', {
        state: 'running',
        startedAt: new Date().toISOString(),
        actions: [{ action: 'cancel', allowed: true }],
      }),
    );
    api.log('op-runs', 'helm upgrade istiod-1-30');
    return api;
  }

  it('shows log and steps as they come, and filters by level', async () => {
    const api = open('/mesh/operations/op-runs', running());
    const log = await screen.findByRole('log');
    expect(
      await within(log).findByText(/helm upgrade istiod-1-30/),
    ).toBeInTheDocument();
    await waitFor(() => expect(api.isWatched('op-runs')).toBe(true));
    expect(
      await screen.findByRole('status', { name: 'Log: Live' }),
    ).toBeInTheDocument();
    api.log('op-runs', 'webhook is slow', 'warn');
    expect(await within(log).findByText(/webhook is slow/)).toBeInTheDocument();
    const operation = api.operations.get('op-runs')!;
    api.put({
      ...operation,
      steps: operation.steps.map((step, index) =>
        index === 0 ? { ...step, state: 'running', progress: 40 } : step,
      ),
    });
    expect(
      await screen.findByRole('progressbar', {
        name: /Progress of "Upgrade the release/,
      }),
    ).toHaveAttribute('aria-valuenow', '40');
  });

  it('shows only warnings when the address says so', async () => {
    const api = running();
    api.log('op-runs', 'webhook is slow', 'warn');
    open('/mesh/operations/op-runs?level=warn', api);
    const log = await screen.findByRole('log');
    expect(await within(log).findByText(/webhook is slow/)).toBeInTheDocument();
    expect(within(log).queryByText(/helm upgrade/)).toBeNull();
    expect(screen.getByText('1 of 2 lines')).toBeInTheDocument();
  });

  it('is cancelled with a reason, and can be resumed then', async () => {
    const api = open('/mesh/operations/op-runs', running());
    const cancel = jest.spyOn(api, 'cancelOperation');
    await userEvent.click(await button('Cancel'));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), 'wrong cluster');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Cancel' }),
    );
    await waitFor(() =>
      expect(cancel).toHaveBeenCalledWith('op-runs', {
        reason: 'wrong cluster',
      }),
    );
    expect(await button('Resume')).toBeEnabled();
    expect(await button('Roll back')).toBeEnabled();
    expect(screen.getByText('wrong cluster')).toBeInTheDocument();
  });

  it('on several clusters shows each, and waits for "continue" after the canary', async () => {
    const api = new MockMeshplaneApi();
    const child = (cluster: string, state: 'succeeded' | 'planned') => {
      const {
        input,
        plan,
        planHash,
        steps,
        children,
        actions,
        decisions,
        ...summary
      } = operationFixture(`op-parent-${cluster}`, {
        cluster,
        clusters: [cluster],
        state,
        parent: 'op-parent',
        stepsDone: state === 'succeeded' ? 2 : 0,
      });
      return summary;
    };
    api.put(
      operationFixture('op-parent', {
        state: 'running',
        waiting: true,
        cluster: undefined,
        clusters: ['prod-eu', 'data'],
        rollout: { policy: 'canary', canary: 'prod-eu' },
        plan: undefined,
        steps: [],
        children: [child('prod-eu', 'succeeded'), child('data', 'planned')],
        actions: [
          { action: 'continue', allowed: true },
          { action: 'cancel', allowed: true },
        ],
      }),
    );
    open('/mesh/operations/op-parent', api);
    const table = await screen.findByRole('table', {
      name: 'Operations by cluster',
    });
    expect(
      within(table).getByRole('row', { name: /prod-eu Canary.*Succeeded/ }),
    ).toHaveTextContent('2 of 2 steps');
    expect(screen.getByText('Waits for "continue"')).toBeInTheDocument();
    expect(await button('Continue with the other clusters')).toBeEnabled();
  });
});
