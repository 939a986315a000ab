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
  findVerdict,
  openStudies,
  PAGE_TIMEOUT_MS,
} from './__testUtils__/openStudies';

jest.setTimeout(PAGE_TIMEOUT_MS);

const runs = (side: string, ids: string[]) =>
  ids.map(id => `${side}=${id}`).join('&');
const nightly = (from: number) =>
  Array.from({ length: 6 }, (_, index) => `run-nightly-${from + index}`);

describe('comparing', () => {
  it('says the verdict in words before any chart, with every metric and its interval', async () => {
    openStudies(
      `/performance/compare?${runs('a', nightly(12))}&${runs(
        'b',
        nightly(0),
      )}&titleA=2.3&titleB=2.5`,
    );
    expect(await findVerdict()).toHaveTextContent('Regression');
    expect(await findVerdict()).toHaveTextContent(
      /p50: regression, \+\d.* 6 against 6 runs/,
    );
    const table = await screen.findByRole('table', {
      name: 'Metrics of both sides',
    });
    const [, p50] = within(table).getAllByRole('row');
    expect(p50).toHaveTextContent(/Regression.*ms.*%.*% to .*%.*6 \/ 6/);
    expect(
      await screen.findByRole('button', { name: /Show as table: Shift/ }),
    ).toBeInTheDocument();
  });

  it('describes two single runs and never judges them', async () => {
    openStudies('/performance/compare?a=run-nightly-12&b=run-nightly-0');
    expect(await findVerdict()).toHaveTextContent('Described, not judged');
    expect(await findVerdict()).toHaveTextContent(
      'Difference seen, not confirmed',
    );
    expect(
      screen.queryByRole('table', { name: 'Metrics of both sides' }),
    ).not.toBeInTheDocument();
  });

  it('refuses runs that must not be compared, with reasons, and cannot save that', async () => {
    openStudies('/performance/compare?a=run-good&b=run-invalid');
    expect(await findVerdict()).toHaveTextContent('Not comparable');
    expect(
      screen.getByRole('list', { name: 'Why these runs are not compared' }),
    ).toHaveTextContent('The run "run-invalid" is not valid');
    expect(await findButton('Save the comparison')).toBeDisabled();
  });

  it('does not compare a run with itself', async () => {
    openStudies('/performance/compare?a=run-good&b=run-good');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The run "run-good" is on both sides.',
    );
  });

  it('shows the numbers of a chart as a table, reached and read by keyboard', async () => {
    openStudies('/performance/compare?a=run-nightly-12&b=run-nightly-0');
    const chart = await screen.findByRole('application', {
      name: /p50 .* ms, p99 .* ms; /,
    });
    chart.focus();
    await userEvent.keyboard('{End}');
    expect(await screen.findByText(/^p9\S+ · /)).toBeInTheDocument();
    const toggle = await findButton('Show as table: Percentiles of both sides');
    toggle.focus();
    await userEvent.keyboard('{Enter}');
    expect(
      await screen.findByRole('table', { name: 'Percentiles of both sides' }),
    ).toBeInTheDocument();
  });

  it('takes the baseline against the latest of a profile, and keeps it under a link', async () => {
    const api = openStudies('/performance/compare?profileId=prof-checkout');
    await userEvent.click(await findButton('Compare these'));
    expect(await findVerdict()).toHaveTextContent('Described');
    await userEvent.click(await findButton('Save the comparison'));
    expect(
      await screen.findByRole('heading', { name: /against Baseline/ }),
    ).toBeInTheDocument();
    expect([...api.performance.comparisons.keys()]).toEqual(['cmp-new-1']);
    expect(await findButton('Copy the link')).toBeInTheDocument();
  });

  it('adds runs to a side by search', async () => {
    openStudies('/performance/compare?b=run-good');
    await userEvent.click(await findButton('Search runs for Side A'));
    const picker = await screen.findByRole('group', {
      name: 'Runs for Side A',
    });
    fill(
      within(picker).getByRole('textbox', { name: 'Search runs' }),
      'fortio',
    );
    await waitFor(() =>
      expect(within(picker).getAllByRole('checkbox')).toHaveLength(1),
    );
    await userEvent.click(within(picker).getByRole('checkbox'));
    expect(await findVerdict()).toHaveTextContent('Described');
  });
});

describe('the history', () => {
  it('says what changed and since when, and leads to the runs', async () => {
    openStudies('/performance/history?profileId=prof-checkout&metric=p99');
    expect(await findVerdict()).toHaveTextContent(
      'Since 2.4.0, p99 is 28.7 ms instead of 24.1 ms (+18.8 %)',
    );
    await userEvent.click(
      await findButton('Show as table: Latency, p99 of Checkout, steady'),
    );
    const table = screen.getByRole('table', { name: /Latency, p99/ });
    expect(table).toHaveTextContent('2.3.2 (baseline)');
    expect(
      within(table).getByRole('link', { name: 'Run 1 of 2.4.0' }),
    ).toHaveAttribute('href', expect.stringContaining('/performance/runs/'));
    expect(
      screen.getByRole('link', { name: 'Compare with 2.4.4' }),
    ).toHaveAttribute(
      'href',
      expect.stringContaining('/performance/compare?a='),
    );
  });
});
