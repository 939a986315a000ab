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

import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  fill,
  findButton,
  openStudies,
  PAGE_TIMEOUT_MS,
} from './__testUtils__/openStudies';

jest.setTimeout(PAGE_TIMEOUT_MS);

describe('experiments', () => {
  it('shows what each side costs, with intervals and the formula beside the index', async () => {
    openStudies('/performance/experiments/exp-mesh');
    const table = await screen.findByRole('table', {
      name: 'What each side adds to the baseline, with 95 % intervals',
    });
    const [, sidecar, ambient] = within(table).getAllByRole('row');
    expect(sidecar).toHaveTextContent('+1.9 ms+1.82 ms to +1.99 ms');
    expect(sidecar).toHaveTextContent(
      'features / (1 + Δp50 ms + Δp99 ms + ΔvCPU per 1 000 req/s)',
    );
    expect(sidecar).toHaveTextContent('features = 2');
    expect(ambient).toHaveTextContent('–');
    expect(screen.getByRole('list', { name: 'Verdicts' })).toHaveTextContent(
      /sidecar: .*regression/,
    );
  });

  it('tells the order, what runs now and what must still be taken back, and can be cancelled', async () => {
    const api = openStudies('/performance/experiments/exp-running');
    const order = await screen.findByRole('list', {
      name: 'Order of the runs',
    });
    const turns = within(order).getAllByRole('listitem');
    expect(turns).toHaveLength(12);
    expect(turns[3]).toHaveAttribute('aria-current', 'step');
    expect(turns[3]).toHaveTextContent('A, without filter, runs now');
    expect(screen.getByRole('alert')).toHaveTextContent(
      'with filter: namespace shop in prod-eu is to be taken off the mesh again',
    );
    await userEvent.click(await findButton('Cancel the experiment'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('is taken back');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Cancel the experiment' }),
    );
    await waitFor(() =>
      expect(api.performance.experiments.get('exp-running')?.state).toBe(
        'restoring',
      ),
    );
  });

  it('is not started while something is wrong, and says what', async () => {
    const api = openStudies(
      '/performance/experiments/new?profileId=prof-checkout',
    );
    fill(
      await screen.findByRole('textbox', { name: 'Name' }),
      'Cost of the mesh',
    );
    const rounds = screen.getByRole('spinbutton', {
      name: 'Rounds, runs per side',
    });
    fill(rounds, '3');
    expect(
      screen.getByText(/Fewer than 5 runs per side cannot be judged/),
    ).toBeInTheDocument();
    await userEvent.click(await findButton('Start the experiment'));
    expect(
      await screen.findByText(/Nothing tells this side from "without mesh"/),
    ).toBeInTheDocument();
    expect(api.performance.experimentRequests).toEqual([]);
    const [, address] = screen.getAllByRole('textbox', {
      name: 'Base address',
    });
    fill(address, 'http://checkout-mesh.shop:8080');
    await userEvent.click(await findButton('Start the experiment'));
    expect(
      await screen.findByRole('heading', { name: 'Cost of the mesh' }),
    ).toBeInTheDocument();
    expect(api.performance.experimentRequests[0]).toMatchObject({
      rounds: 3,
      arms: [
        { name: 'without mesh' },
        { name: 'with mesh', baseUrl: 'http://checkout-mesh.shop:8080' },
      ],
    });
  });
});
