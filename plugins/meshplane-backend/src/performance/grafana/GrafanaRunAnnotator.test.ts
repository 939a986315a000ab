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

import { createMetricsConnections } from '../connections/createMetricsConnections';
import { readMetricsConfig } from '../connections/config';
import { clusterOf, FakeClusterAccess } from '../../__testUtils__/fakes';
import { FakeGrafana } from '../__testUtils__/fakeGrafana';
import { GrafanaRunAnnotator } from './GrafanaRunAnnotator';

const TOKEN = 'glsa_right';

describe('GrafanaRunAnnotator', () => {
  const grafana = new FakeGrafana({ token: TOKEN });
  let url: string;
  const warn = jest.fn();

  beforeAll(async () => {
    url = await grafana.start();
  });

  afterAll(() => grafana.stop());

  beforeEach(() => {
    grafana.annotations.length = 0;
    warn.mockClear();
  });

  const annotator = (
    over: { token?: string; clusters?: string[]; annotate?: boolean } = {},
  ) =>
    new GrafanaRunAnnotator({
      connections: createMetricsConnections({
        config: readMetricsConfig({
          grafana: [{ name: 'boards', url, token: TOKEN, ...over }],
        }),
        clusters: new FakeClusterAccess([clusterOf('edge')]),
      }),
      logger: { warn },
    });

  const run = { id: 'r1', name: 'Cart <b>', cluster: 'edge', at: 1000 };

  it('marks a run from its begin to its end', async () => {
    const marks = annotator();
    await marks.begin(run);
    expect(grafana.annotations).toEqual([
      {
        id: 1,
        time: 1000,
        tags: ['meshplane', 'run:r1'],
        text: 'Load test "Cart &lt;b>" began',
      },
    ]);
    await marks.end({ id: 'r1', at: 9000, text: 'p99 12 ms' });
    expect(grafana.annotations).toMatchObject([
      { time: 1000, timeEnd: 9000, text: 'p99 12 ms' },
    ]);
  });

  it('finds the mark of a run that another backend began', async () => {
    await annotator().begin(run);
    await annotator().end({ id: 'r1', at: 5000, text: 'Interrupted' });
    expect(grafana.annotations).toMatchObject([{ timeEnd: 5000 }]);
  });

  it('leaves a Grafana of other clusters alone, and one that must not be marked', async () => {
    await annotator({ clusters: ['other'] }).begin(run);
    await annotator({ annotate: false }).begin(run);
    expect(grafana.annotations).toEqual([]);
  });

  it('logs a failure once and never throws', async () => {
    const marks = annotator({ token: 'glsa_wrong' });
    await marks.begin(run);
    await marks.begin({ ...run, id: 'r2' });
    await marks.end({ id: 'r1', at: 9000, text: 'x' });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0][0]).toContain(
      'answers with 401: Invalid API key',
    );
    expect(warn.mock.calls[0][0]).not.toContain('glsa_wrong');
  });
});
