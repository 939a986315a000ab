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
import { MockMeshplaneApi } from '../dev/MockMeshplaneApi';
import {
  fill,
  findButton,
  openStudies,
  PAGE_TIMEOUT_MS,
} from './__testUtils__/openStudies';

jest.setTimeout(PAGE_TIMEOUT_MS);

describe('schedules', () => {
  it('shows a month that is walked by keys, with runs and times to come', async () => {
    openStudies('/performance/schedules?day=2026-11-23');
    const grid = await screen.findByRole('grid', {
      name: 'Schedules in November 2026',
    });
    const day = within(grid).getByRole('gridcell', { selected: true });
    expect(day).toHaveAccessibleName(/23 November 2026: 1 run/);
    day.focus();
    await userEvent.keyboard('{ArrowDown}');
    await waitFor(() =>
      expect(document.activeElement).toHaveAccessibleName(/30 November 2026/),
    );
    await userEvent.keyboard('{PageDown}');
    expect(
      await screen.findByRole('grid', { name: 'Schedules in December 2026' }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(document.activeElement).toHaveAccessibleName(
        /30 December 2026: 1 time to come/,
      ),
    );
  });

  it('says a cron expression in words and when it would run, before it is saved', async () => {
    const api = openStudies(
      '/performance/schedules?new=true&profileId=prof-checkout',
    );
    const dialog = await screen.findByRole('dialog');
    const cron = within(dialog).getByRole('textbox', {
      name: 'Cron expression',
    });
    fill(cron, '99 2 * * *');
    expect(within(dialog).getByRole('status')).toHaveTextContent(
      'The minute "99" is not between 0 and 59',
    );
    fill(cron, '15 4 * * 1-5');
    expect(within(dialog).getByRole('status')).toHaveTextContent(
      /Runs at 04:15 UTC from Monday to Friday\.Next: .*04:15/,
    );
    fill(within(dialog).getByRole('textbox', { name: 'Name' }), 'Early');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Save the schedule' }),
    );
    await waitFor(() =>
      expect(api.performance.schedules.get('sched-new-1')).toMatchObject({
        name: 'Early',
        cron: '15 4 * * 1-5',
      }),
    );
  });

  it('is switched off and deleted by those who may, only', async () => {
    const api = openStudies('/performance/schedules');
    const own = await screen.findByRole('checkbox', {
      name: 'Schedule Checkout every night is on',
    });
    await userEvent.click(own);
    await waitFor(() =>
      expect(api.performance.schedules.get('sched-nightly')?.enabled).toBe(
        false,
      ),
    );
    expect(
      screen.getByRole('checkbox', {
        name: 'Schedule Checkout before releases is on',
      }),
    ).toBeDisabled();
    await userEvent.click(await findButton('Delete Search on Sundays'));
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Delete the schedule',
      }),
    );
    await waitFor(() =>
      expect(api.performance.schedules.has('sched-weekly')).toBe(false),
    );
  });
});

describe('importing', () => {
  it('looks at a file first, names errors by line, and keeps it only when told to', async () => {
    const api = new MockMeshplaneApi();
    api.performance.imported = {
      format: 'fortio',
      runs: [],
      profiles: [{ id: 'p-new', name: 'Peak' }],
      errors: [
        { line: 12, path: 'Percentiles[3]', message: '"fast" is no number' },
      ],
      warnings: [],
    };
    openStudies('/performance/imports', api);
    await userEvent.upload(
      await screen.findByLabelText('Files to import'),
      new File(['{"a":1}'], 'fortio.json'),
    );
    const file = await screen.findByRole('region', { name: 'fortio.json' });
    expect(
      await within(file).findByText(/Format fortio\. Would take 1 profile/),
    ).toBeInTheDocument();
    expect(
      within(file).getByRole('list', { name: 'Errors' }),
    ).toHaveTextContent('Line 12, Percentiles[3]: "fast" is no number');
    expect(api.performance.importRequests).toEqual([
      { fileName: 'fortio.json', content: btoa('{"a":1}'), dryRun: true },
    ]);
    await userEvent.click(
      within(file).getByRole('button', { name: 'Import fortio.json' }),
    );
    expect(await within(file).findByRole('status')).toHaveTextContent(
      'Has taken 1 profile',
    );
    expect(api.performance.importRequests[1]).toMatchObject({
      fileName: 'fortio.json',
    });
    expect(api.performance.importRequests[1].dryRun).toBeUndefined();
  });

  it('takes pasted text, and cannot import what holds nothing', async () => {
    openStudies('/performance/imports');
    fill(
      await screen.findByRole('textbox', { name: 'Paste a result' }),
      'hello',
    );
    await userEvent.click(await findButton('Look at it'));
    expect(
      await screen.findByText(/Nothing in it can be taken/),
    ).toBeInTheDocument();
    expect(await findButton('Import pasted.txt')).toBeDisabled();
  });
});

describe('connections', () => {
  it('walks through a connection and says what to do where it fails', async () => {
    openStudies('/performance/connections');
    await userEvent.click(await screen.findByRole('button', { name: /edge/ }));
    const steps = await screen.findByRole('list', {
      name: 'Diagnosis of edge',
    });
    const [, permission] = within(steps).getAllByRole('listitem');
    expect(permission).toHaveAttribute('aria-current', 'step');
    expect(permission).toHaveTextContent('What to do: Let the service account');
  });

  it('draws a panel for the window of a run', async () => {
    openStudies('/performance/connections?run=run-good');
    await userEvent.click(
      await findButton('Draw vCPU per 1k rps of Istio performance'),
    );
    expect(
      await screen.findByRole('application', { name: /2 series from/ }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /Draw Logs/ }),
    ).not.toBeInTheDocument();
  });

  it('switches all load off only with a reason', async () => {
    openStudies('/performance/connections');
    await userEvent.click(await findButton('Switch all load off'));
    const dialog = await screen.findByRole('dialog');
    const confirm = within(dialog).getByRole('button', {
      name: 'Switch all load off',
    });
    expect(confirm).toBeDisabled();
    fill(within(dialog).getByRole('textbox', { name: 'Why' }), 'Incident 42');
    await userEvent.click(confirm);
    expect(
      await screen.findByText('All load is switched off'),
    ).toBeInTheDocument();
    expect(screen.getByText(/Incident 42/)).toBeInTheDocument();
  });
});
