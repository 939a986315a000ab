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

import { NotFoundError } from '@backstage/errors';
import {
  dashboardListSchema,
  panelDataSchema,
} from '@meshplane/plugin-meshplane-common';
import { clusterOf, FakeClusterAccess } from '../../__testUtils__/fakes';
import { FakeGrafana } from '../__testUtils__/fakeGrafana';
import { FakePrometheus } from '../__testUtils__/fakePrometheus';
import { readMetricsConfig } from '../connections/config';
import { createMetricsConnections } from '../connections/createMetricsConnections';
import { createDashboardService } from './createDashboardService';

const PANELS = [
  {
    id: 1,
    title: 'CPU of proxies',
    type: 'timeseries',
    datasource: { type: 'prometheus', uid: '${datasource}' },
    fieldConfig: { defaults: { unit: 'short' } },
    targets: [
      {
        refId: 'A',
        expr: 'sum by (pod) (rate(container_cpu_usage_seconds_total{namespace=~"$namespace",container="$container"}[$__rate_interval]))',
        legendFormat: 'Pod {{pod}}',
      },
      { refId: 'B', expr: 'up{cluster="$nobody_knows"}' },
      { refId: 'C', expr: 'hidden', hide: true },
    ],
    transformations: [{ id: 'merge' }],
  },
  {
    type: 'row',
    collapsed: true,
    panels: [
      {
        id: 2,
        title: 'Logs',
        type: 'logs',
        datasource: { type: 'loki', uid: 'l' },
        targets: [{ refId: 'A', expr: '{}' }],
      },
      {
        id: 3,
        title: 'Table',
        type: 'table',
        targets: [{ refId: 'A', expr: 'up' }],
      },
    ],
  },
];

describe('DashboardService', () => {
  const grafana = new FakeGrafana({
    token: 't',
    path: '/grafana',
    boards: {
      mesh: {
        title: 'Istio Performance',
        tags: ['istio'],
        panels: PANELS,
        templating: {
          list: [
            {
              name: 'datasource',
              type: 'datasource',
              current: { value: 'prom-uid' },
            },
            {
              name: 'namespace',
              type: 'query',
              multi: true,
              current: { value: ['shop', 'a.b'] },
            },
            {
              name: 'container',
              type: 'custom',
              query: 'istio-proxy,linkerd-proxy',
            },
          ],
        },
      },
      other: { title: 'Node', panels: [] },
    },
    datasources: [
      {
        uid: 'prom-uid',
        name: 'Prometheus',
        type: 'prometheus',
        url: 'http://prometheus.invalid:9090/',
        isDefault: true,
      },
    ],
  });
  const prometheus = new FakePrometheus();
  let url: string;

  beforeAll(async () => {
    url = await grafana.start();
  });

  afterAll(() => grafana.stop());

  function service() {
    const connections = createMetricsConnections({
      config: readMetricsConfig({
        prometheus: [
          { name: 'central', url: 'http://prometheus.invalid:9090' },
        ],
        grafana: [{ name: 'boards', url, token: 't' }],
      }),
      clusters: new FakeClusterAccess([clusterOf('edge')]),
    });
    return createDashboardService({
      connections: {
        grafanaNamed: name => connections.grafanaNamed(name),
        prometheus: () =>
          connections.prometheus().map(one => ({ ...one, client: prometheus })),
      },
      windowOf: async () => ({ from: 1000, to: 61_000 }),
    });
  }

  it('links boards and panels at the window of a run', async () => {
    const list = await service().list({
      connection: 'boards',
      q: 'istio',
      runId: 'r1',
    });
    expect(dashboardListSchema.parse(list)).toEqual(list);
    expect(list.items).toHaveLength(1);
    const [board] = list.items;
    expect(board).toMatchObject({
      uid: 'mesh',
      title: 'Istio Performance',
      folder: 'Meshes',
    });
    expect(board.url).toBe(`${url}/d/mesh/board?from=1000&to=61000`);
    expect(board.panels[0].url).toBe(
      `${url}/d/mesh/board?from=1000&to=61000&viewPanel=1`,
    );
  });

  it('says which panels can be drawn', async () => {
    const { items } = await service().list({
      connection: 'boards',
      q: 'istio',
    });
    expect(items[0].panels.map(one => [one.title, one.drawable])).toEqual([
      ['CPU of proxies', true],
      ['Logs', false],
      ['Table', false],
    ]);
  });

  it('draws a panel with its variables, and says what it left out', async () => {
    prometheus.intervals.set('kubelet', 30);
    prometheus.answers = [
      [
        /^sum by \(pod\)/,
        [
          {
            labels: { pod: 'cart' },
            points: [
              [1, 0.5],
              [2, NaN],
            ],
          },
        ],
      ],
    ];
    const data = await service().panel({
      connection: 'boards',
      dashboard: 'mesh',
      panel: 1,
      from: '2026-11-24T10:00:00Z',
      to: '2026-11-24T10:10:00Z',
    });
    expect(panelDataSchema.parse(data)).toEqual(data);
    expect(prometheus.asked.at(-1)).toBe(
      'sum by (pod) (rate(container_cpu_usage_seconds_total{namespace=~"(shop|a\\\\.b)",container="istio-proxy"}[120s]))',
    );
    expect(data).toMatchObject({
      title: 'CPU of proxies',
      unit: 'short',
      series: [{ name: 'Pod cart', points: [[1, 0.5]] }],
    });
    expect(data.notes).toEqual(
      expect.arrayContaining([
        'Query B was left out: "$nobody_knows" cannot be replaced.',
        'Transformations of the panel are not applied.',
        '"$namespace" is "shop", "a.b".',
      ]),
    );
  });

  it.each([
    [
      { connection: 'nobody', dashboard: 'mesh', panel: 1 },
      'There is no connection "nobody"',
    ],
    [
      { connection: 'boards', dashboard: 'gone', panel: 1 },
      'has no board "gone"',
    ],
    [{ connection: 'boards', dashboard: 'mesh', panel: 9 }, 'has no panel 9'],
  ])('refuses %j', async (query, message) => {
    const window = { from: '2026-11-24T10:00:00Z', to: '2026-11-24T10:10:00Z' };
    const drawing = service().panel({ ...query, ...window });
    await expect(drawing).rejects.toThrow(message);
    await expect(drawing).rejects.toBeInstanceOf(NotFoundError);
  });
});
