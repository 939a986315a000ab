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
import {
  configure,
  act,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MockMeshplaneApi } from '../dev/MockMeshplaneApi';
import { runOf } from '../dev/performance/runFixtures';
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

/** The chart with a title; what it shows stands in it as a sentence. */
function chart(name: string) {
  return screen.findByRole('figure', { name });
}

describe('the list of runs', () => {
  it('shows every state in a word with its reason', async () => {
    open('/performance');
    const table = await screen.findByRole('table', { name: 'Runs' });
    for (const [word, reason] of [
      ['Queued (number 2)', 'Waits for run-live'],
      ['Refused', 'cloud metadata'],
      ['Failed', 'ImagePullBackOff'],
      ['Interrupted', 'what was measured until then is kept'],
      ['Not valid', 'The generator, not the service'],
    ]) {
      const row = within(table)
        .getAllByRole('row')
        .find(item => item.textContent?.includes(reason));
      expect(row).toHaveTextContent(word);
    }
  });

  it('keeps filters, order and page in the address', async () => {
    const api = new MockMeshplaneApi();
    const getRuns = jest.spyOn(api.performance, 'getRuns');
    open('/performance/runs?validity=invalid&sort=-p99&limit=25', api);
    const table = await screen.findByRole('table', { name: 'Runs' });
    expect(within(table).getAllByRole('row')).toHaveLength(2);
    expect(getRuns).toHaveBeenCalledWith(
      expect.objectContaining({
        validity: 'invalid',
        sort: 'p99',
        order: 'desc',
        limit: 25,
      }),
    );
    await userEvent.click(await button('p99'));
    await waitFor(() =>
      expect(getRuns).toHaveBeenCalledWith(
        expect.objectContaining({ sort: 'p99', order: 'asc' }),
      ),
    );
    await userEvent.click(await button('Clear filters'));
    expect(await screen.findByText('Refused')).toBeInTheDocument();
  });

  it('leads to the comparison of what was chosen, the older release first', async () => {
    open('/performance/runs?profileId=prof-checkout&limit=25');
    const boxes = await screen.findAllByRole('checkbox', {
      name: /^Choose Checkout, steady of 2026-11-24T0/,
    });
    const usable = boxes.filter(box => !box.hasAttribute('disabled'));
    await userEvent.click(usable[0]);
    expect(
      screen.getByText(/1 run chosen; choose another one/),
    ).toBeInTheDocument();
    await userEvent.click(usable[1]);
    expect(await button('Compare')).toHaveAttribute(
      'href',
      '/performance/compare?a=run-invalid&b=run-good',
    );
  });

  it('mounts only the rows in view of a long list', async () => {
    const api = new MockMeshplaneApi();
    jest.spyOn(api.performance, 'getRuns').mockResolvedValue({
      items: Array.from({ length: 500 }, (_, index) => runOf(`run-${index}`)),
      total: 10_000,
    });
    open('/performance/runs?limit=500', api);
    const table = await screen.findByRole('table', { name: 'Runs' });
    expect(table).toHaveAttribute('aria-rowcount', '501');
    expect(within(table).getAllByRole('row').length).toBeLessThan(80);
    expect(screen.getByText('1-500 of 10000')).toBeInTheDocument();
  });
});

describe('a result', () => {
  it('says that it is not valid, and why, before any number', async () => {
    open('/performance/runs/run-invalid');
    const banner = await screen.findByRole('region', { name: 'Validity' });
    expect(banner).toHaveTextContent('Not valid');
    expect(banner).toHaveTextContent('Do not use its numbers');
    expect(banner).toHaveTextContent('82 % of the intended rate was sent');
    const numbers = screen.getByRole('region', {
      name: 'Numbers that must not be used',
    });
    expect(banner.compareDocumentPosition(numbers)).toBe(
      Node.DOCUMENT_POSITION_FOLLOWING,
    );
    expect(banner.textContent).not.toContain('26.7');
  });

  it('says each number with what it rests on', async () => {
    open('/performance/runs/run-good');
    const numbers = await screen.findByRole('region', { name: 'Result' });
    expect(numbers).toHaveTextContent(
      '24,000 samples · 60 s measured · arrivals open, poisson · exact',
    );
    expect(numbers).toHaveTextContent('240 samples beyond');
    expect(numbers).toHaveTextContent('of 400/s wanted');
  });

  it('has every chart as a table, too', async () => {
    open('/performance/runs/run-good');
    const plot = await chart('Latency by percentile');
    expect(plot).toHaveTextContent(/Response: p50 9\.\d+ ms, p99 6\d\.\d ms/);
    await userEvent.click(
      within(plot).getByRole('button', {
        name: 'Show as table: Latency by percentile',
      }),
    );
    const table = within(plot).getByRole('table', {
      name: 'Latency by percentile',
    });
    expect(
      within(table).getByRole('row', { name: /^99\.9 / }),
    ).toHaveTextContent('24');
    // Fewer than ten samples lie beyond 99.99 of 24 000: there is no such row.
    expect(within(table).queryByRole('row', { name: /^99\.99 / })).toBeNull();
    for (const name of [
      'How many answers took how long',
      'CPU by role',
      'Memory by role',
    ]) {
      const one = await chart(name);
      await userEvent.click(
        within(one).getByRole('button', { name: `Show as table: ${name}` }),
      );
      expect(within(one).getByRole('table', { name })).toBeInTheDocument();
    }
  });

  it('lets the arrow keys read a chart value by value', async () => {
    open('/performance/runs/run-good');
    const plot = await chart('Latency by percentile');
    const drawing = within(plot).getByRole('application');
    drawing.focus();
    await userEvent.keyboard('{End}');
    expect(within(plot).getByRole('status')).toHaveTextContent(
      /^p99\.9\d* · Response \d+ ms · Service [\d.]+ ms/,
    );
    await userEvent.keyboard('{Home}');
    expect(within(plot).getByRole('status')).toHaveTextContent(/^p0 · /);
    await userEvent.keyboard('{Escape}');
    expect(within(plot).getByRole('status')).toHaveTextContent('');
  });

  it('shows errors, gates, resources, what is not known, and the mesh beside the generator', async () => {
    open('/performance/runs/run-errors');
    expect(
      await screen.findByRole('table', { name: 'Failures by kind' }),
    ).toHaveTextContent('Status 5xx1,1528.47 %');
    expect(screen.getByRole('table', { name: 'Gates' })).toHaveTextContent(
      /Failed \(stopped the run\)/,
    );
    expect(
      screen.getByText(/Throttling could not be read/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('row', { name: /^Rate 366\/s 399\/s/ }),
    ).toBeInTheDocument();
    expect(screen.getByText('WasmPlugin shop/header-edit')).toBeInTheDocument();
    expect(
      screen.getByText(/Kernel settings of node-3 are not readable/),
    ).toBeInTheDocument();
  });

  it('can be made a baseline with a note; labels that are none are named', async () => {
    const api = open('/performance/runs/run-good');
    const edit = jest.spyOn(api.performance, 'editRun');
    await userEvent.click(await button('Edit'));
    const dialog = await screen.findByRole('dialog');
    const labels = within(dialog).getByRole('textbox', { name: 'Labels' });
    await userEvent.type(labels, '{Enter}nonsense');
    expect(dialog).toHaveTextContent('Line 3: "nonsense" is not name=value.');
    expect(within(dialog).getByRole('button', { name: 'Save' })).toBeDisabled();
    await userEvent.clear(labels);
    await userEvent.click(labels);
    await userEvent.paste('env=prod');
    await userEvent.click(
      within(dialog).getByRole('checkbox', { name: 'Baseline of its profile' }),
    );
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(edit).toHaveBeenCalledWith(
      'run-good',
      expect.objectContaining({
        baseline: true,
        labels: { env: 'prod' },
        note: 'After the new connection pool.',
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByText('Baseline')).toBeInTheDocument();
    // What later runs are compared with cannot be deleted.
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
  });

  it('of a refused run is its reason', async () => {
    open('/performance/runs/run-refused');
    expect(
      await screen.findByRole('region', { name: 'Validity' }),
    ).toHaveTextContent(
      'RefusedThe target "169.254.169.254" is an address of cloud metadata',
    );
    expect(screen.queryByRole('region', { name: 'Result' })).toBeNull();
  });
});

describe('a run under way', () => {
  it('moves second by second, and becomes its result at the end', async () => {
    const api = open('/performance/runs/run-live');
    await waitFor(() =>
      expect(api.performance.isWatched('run-live')).toBe(true),
    );
    const progress = await screen.findByRole('progressbar', {
      name: 'Progress of the run: Measuring',
    });
    expect(progress).toHaveAttribute('aria-valuenow', '31');
    expect(screen.getByText('22 s of 70 s; 48 s to go')).toBeInTheDocument();
    expect(await chart('Seconds measured so far')).toHaveTextContent(
      '12 seconds: 400 requests per second',
    );
    act(() => api.performance.advance());
    expect(
      await screen.findByText('23 s of 70 s; 47 s to go'),
    ).toBeInTheDocument();
    expect(await chart('Seconds measured so far')).toHaveTextContent(
      '13 seconds',
    );
    act(() => {
      for (let second = 13; second < 60; second += 1) api.performance.advance();
    });
    expect(
      await screen.findByRole('region', { name: 'Validity' }),
    ).toHaveTextContent('Valid');
    expect(await chart('Latency by percentile')).toBeInTheDocument();
  });

  it('is stopped only when asked twice, and says what is kept', async () => {
    const api = open('/performance/runs/run-live');
    const cancel = jest.spyOn(api.performance, 'cancelRun');
    await userEvent.click(await button('Stop the run'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('What was measured until now is kept');
    expect(cancel).not.toHaveBeenCalled();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Stop the run' }),
    );
    expect(cancel).toHaveBeenCalledWith('run-live');
    expect(
      await screen.findByRole('region', { name: 'Validity' }),
    ).toHaveTextContent('Stopped by jane at second 12');
  });

  it('waits in the queue with its place and the reason', async () => {
    open('/performance/runs/run-waits');
    expect(
      await screen.findByText(
        'Number 2 in the queue. Waits for run-live, which has the same target.',
      ),
    ).toBeInTheDocument();
    expect(await button('Take out of the queue')).toBeEnabled();
  });
});
