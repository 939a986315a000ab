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

import { QueryClient } from '@tanstack/react-query';
import { RefreshPump } from './RefreshPump';

describe('RefreshPump', () => {
  it('joins what is asked for during a fetch into one further batch', async () => {
    const client = new QueryClient();
    const refreshed: string[] = [];
    let finishFirst: () => void = () => {};
    const first = new Promise<void>(resolve => {
      finishFirst = resolve;
    });
    let finishLast: () => void = () => {};
    const last = new Promise<void>(resolve => {
      finishLast = resolve;
    });
    jest.spyOn(client, 'invalidateQueries').mockImplementation(async filter => {
      refreshed.push(String(filter?.queryKey?.[0]));
      if (refreshed.length === 1) await first;
      if (refreshed.length === 3) finishLast();
    });
    const pump = new RefreshPump(client, async () => {});
    pump.request([['fleet']]);
    pump.request([['fleet']]);
    pump.request([['cluster'], ['fleet']]);
    expect(refreshed).toEqual(['fleet']);
    finishFirst();
    await last;
    expect(refreshed).toEqual(['fleet', 'fleet', 'cluster']);
  });
});
