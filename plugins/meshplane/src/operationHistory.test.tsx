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
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { operationFixture } from '../dev/fixtures/operations';
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

describe('history of operations', () => {
  it('takes its filters from the address and puts them there', async () => {
    const api = new MockMeshplaneApi();
    const list = jest.spyOn(api, 'getOperations');
    open('/mesh/operations?state=succeeded&kind=workload.onboard', api);
    expect(
      await screen.findByRole('link', {
        name: 'Bring namespace search onto Istio',
      }),
    ).toHaveAttribute('href', '/mesh/operations/op-done');
    expect(list).toHaveBeenCalledWith(
      expect.objectContaining({
        state: 'succeeded',
        kind: 'workload.onboard',
      }),
    );
    expect(screen.queryByText(/Upgrade Istio/)).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await screen.findByText(/Upgrade Istio/)).toBeInTheDocument();
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Namespace' }),
      'search',
    );
    await waitFor(() =>
      expect(list).toHaveBeenLastCalledWith(
        expect.objectContaining({ namespace: 'search', state: undefined }),
      ),
    );
  });

  it('leads to the first operation when there is none', async () => {
    const api = new MockMeshplaneApi();
    api.operations.clear();
    open('/mesh/operations', api);
    expect(
      await screen.findByText('Nothing has been planned yet'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'See what can be installed' }),
    ).toHaveAttribute('href', '/mesh/lifecycle');
  });

  it('shows who, when and the result of one that ended', async () => {
    open('/mesh/operations/op-done');
    expect(
      await screen.findByRole('table', { name: 'Result of the operation' }),
    ).toHaveTextContent('13 of 13 workloads on the mesh');
    expect(screen.getByText(/by omar/)).toBeInTheDocument();
    expect(screen.getByText('took 3 min')).toBeInTheDocument();
  });

  it('says which operation is not there', async () => {
    open('/mesh/operations/nothing');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'There is no operation "nothing"',
    );
  });
});

describe('GitOps mode', () => {
  it('shows the files with copy and download', async () => {
    const api = new MockMeshplaneApi();
    api.put(operationFixture('op-git', { delivery: 'gitops' }));
    open('/mesh/operations/op-git?tab=files', api);
    expect(
      await screen.findByRole('figure', {
        name: 'Content of meshes/istio/helmrelease.yaml',
      }),
    ).toHaveTextContent('kind: HelmRelease');
    expect(screen.getByText(/For Flux\./)).toBeInTheDocument();
    expect(await button('Download')).toBeEnabled();
    expect(await button('Copy')).toBeEnabled();
  });
});
