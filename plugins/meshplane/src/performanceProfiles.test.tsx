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
import { ForwardedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MockMeshplaneApi } from '../dev/MockMeshplaneApi';
import { checkoutInput } from '../dev/performance/profileFixtures';
import { meshplaneApiRef } from './api/meshplaneApiRef';
import { meshplanePlugin } from './plugin';

function open(path: string, api = new MockMeshplaneApi()) {
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

// Whether each of hundreds of elements is hidden by a style is costly to find out, and none of these tests asks for it.
beforeAll(() => configure({ defaultHidden: true }));
afterEach(() => jest.restoreAllMocks());

function button(name: string | RegExp) {
  return screen.findByRole('button', { name });
}

function field(name: string | RegExp, index = 0) {
  return screen.findAllByLabelText(name).then(found => found[index]);
}

async function fill(name: string | RegExp, text: string, index = 0) {
  const input = await field(name, index);
  await userEvent.clear(input);
  await userEvent.click(input);
  await userEvent.paste(text);
}

describe('the list of profiles', () => {
  it('says what load goes where, and filters by tag', async () => {
    open('/performance/profiles');
    const table = await screen.findByRole('table', { name: 'Profiles' });
    expect(table).toHaveTextContent(
      'Up to 400 requests per second for 90 s over 64 connections',
    );
    expect(table).not.toHaveTextContent('Legacy basket');
    await userEvent.click(
      within(table).getByRole('button', {
        name: 'Only profiles with the tag grpc',
      }),
    );
    await waitFor(() =>
      expect(screen.queryByText('Checkout, steady')).toBeNull(),
    );
    expect(screen.getByText('Inventory gRPC')).toBeInTheDocument();
    expect(await button('Run Inventory gRPC')).toBeDisabled();
  });

  it('starts a run with release, labels and note, and follows it', async () => {
    const api = open('/performance/profiles');
    await userEvent.click(await button('Run Checkout, steady'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(
      'to http://checkout.shop.svc:8080/cart, http://checkout.shop.svc:8080/pay',
    );
    await fill('Release', '2.6.0');
    await fill('Labels', 'env=prod');
    await fill('Note', 'before the sale');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Run' }));
    expect(
      await screen.findByText(/^Number 1 in the queue/),
    ).toBeInTheDocument();
    expect(api.performance.requests).toEqual([
      {
        profileId: 'prof-checkout',
        profileVersion: 3,
        release: '2.6.0',
        labels: { env: 'prod' },
        note: 'before the sale',
      },
    ]);
  });
});

describe('a profile', () => {
  it('shows its load and what every version has changed', async () => {
    open('/performance/profiles/prof-checkout');
    expect(
      await screen.findByRole('heading', { name: 'Checkout, steady' }),
    ).toBeInTheDocument();
    await userEvent.click(await button('Details of version 3'));
    expect(
      await screen.findByRole('table', {
        name: 'Changes from version 2 to version 3',
      }),
    ).toHaveTextContent('load.gates.0.thresholdp(99)<250p(99)<200');
  });
});

describe('the form of a profile', () => {
  it('names every field that is wrong, and keeps what was typed', async () => {
    const api = open('/performance/profiles/new');
    const check = jest.spyOn(api.performance, 'checkProfile');
    await fill(/^Address/, 'nowhere');
    await fill('Connections', '');
    await userEvent.click(await button('Check and save'));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('3 fields to correct');
    expect(alert).toHaveTextContent(
      'Endpoint 1, address: An address is needed',
    );
    expect(await field(/^Address/)).toHaveValue('nowhere');
    expect(await field(/^Address/)).toHaveAccessibleDescription(
      /An address is needed/,
    );
    expect(await field('Connections')).toBeInvalid();
    expect(check).not.toHaveBeenCalled();
  });

  it('asks the server before it saves, shows what it says, and saves all the same when told to', async () => {
    const api = new MockMeshplaneApi();
    api.performance.problems = [
      {
        path: 'load.endpoints.0.url',
        message: '"http://elsewhere.example" is not among the allowed targets.',
      },
    ];
    open('/performance/profiles/new?url=http://elsewhere.example/', api);
    const create = jest.spyOn(api.performance, 'createProfile');
    await fill(/^Name/, 'Elsewhere');
    await userEvent.click(await button('Check and save'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'It could not run as it is',
    );
    expect(await field(/^Address/)).toHaveAccessibleDescription(
      /not among the allowed targets/,
    );
    expect(create).not.toHaveBeenCalled();
    await userEvent.click(await button('Save all the same'));
    expect(
      await screen.findByRole('heading', { name: 'Elsewhere' }),
    ).toBeInTheDocument();
    expect(create).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'Elsewhere' }),
    );
  });

  it('loses nothing when saving fails', async () => {
    const api = new MockMeshplaneApi();
    jest
      .spyOn(api.performance, 'createProfile')
      .mockRejectedValue(
        new ForwardedError('The database is full', new Error('disk')),
      );
    open('/performance/profiles/new?clone=prof-checkout', api);
    expect(await field(/^Name/)).toHaveValue('Checkout, steady (copy)');
    await fill('Connections', '77');
    await userEvent.click(await button('Check and save'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'everything that you typed is still here',
    );
    expect(await field('Connections')).toHaveValue(77);
  });

  it('explains that somebody else has saved meanwhile, shows their changes, and saves on top of them', async () => {
    const api = open('/performance/profiles/prof-checkout/edit');
    await fill('Connections', '96');
    const update = jest.spyOn(api.performance, 'updateProfile');
    await api.performance.updateProfile('prof-checkout', {
      input: {
        ...checkoutInput,
        load: { ...checkoutInput.load, connections: 48 },
      },
      baseVersion: 3,
    });
    await userEvent.click(await button('Check and save'));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'Somebody else has saved this profile meanwhile',
    );
    expect(
      await within(alert).findByRole('table', {
        name: 'Changes from version 3 to version 4',
      }),
    ).toHaveTextContent('load.connections6448');
    expect(await field('Connections')).toHaveValue(96);
    await userEvent.click(await button('Save mine as version 5'));
    await waitFor(() =>
      expect(update).toHaveBeenLastCalledWith(
        'prof-checkout',
        expect.objectContaining({ baseVersion: 4 }),
      ),
    );
    expect(
      await screen.findByRole('heading', { name: 'Load, version 5' }),
    ).toHaveTextContent('Load, version 5');
  });

  it('says of the chosen runner whether it can be used now', async () => {
    open('/performance/profiles/prof-checkout/edit');
    expect(await screen.findByText('Can be used now')).toBeInTheDocument();
    const generator = await field('Generator');
    await userEvent.click(
      within(generator.closest('form')!).getByRole('button', {
        name: /^Where/,
      }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'k6-operator' }),
    );
    expect(
      await screen.findByText(/The k6-operator is not installed in cluster/),
    ).toBeInTheDocument();
  });
});
