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

import { systemTiming } from '../../clusters/timing';
import { finished } from '../stores/__testUtils__/rows';
import { boardLinks } from './boardLinks';

describe('links of a run', () => {
  const board = (title: string, tags: string[]) => ({
    uid: title,
    title,
    tags,
    url: `https://grafana.example.com/d/${title}`,
    panels: [],
  });
  const grafana = (name: string, clusters: string[] = []) =>
    ({ name, clusters } as never);

  it('go to the boards of its cluster that are meant for runs; a Grafana that is broken has none', async () => {
    const asked: unknown[] = [];
    const links = await boardLinks(finished('r', 1, { cluster: 'edge' }), {
      timing: systemTiming,
      connections: {
        grafana: () => [
          grafana('main'),
          grafana('elsewhere', ['vault']),
          grafana('broken', ['edge']),
        ],
      },
      dashboards: {
        list: async query => {
          asked.push(query);
          if (query.connection === 'broken') throw new Error('401');
          return {
            items: [board('Load', ['meshplane']), board('Sales', ['shop'])],
          };
        },
      },
    });
    expect(links).toEqual([
      { title: 'Load (main)', url: 'https://grafana.example.com/d/Load' },
    ]);
    expect(asked).toEqual([
      { connection: 'main', runId: 'r' },
      { connection: 'broken', runId: 'r' },
    ]);
  });

  it('are none before it begins', async () => {
    const links = await boardLinks(finished('r', 1, { startedAt: undefined }), {
      timing: systemTiming,
      connections: { grafana: () => [grafana('main')] },
      dashboards: { list: () => Promise.reject(new Error('not asked')) },
    });
    expect(links).toEqual([]);
  });
});
