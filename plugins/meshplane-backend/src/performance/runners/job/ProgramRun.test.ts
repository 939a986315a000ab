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

import { requestOf } from './__testUtils__/runner';
import { OTHER_GENERATORS } from './ProgramRun';

const choice = {
  type: 'job' as const,
  cluster: 'c',
  namespace: 'n',
  shards: 1,
  sidecar: false,
  generator: 'fortio' as const,
};
const endpoints = [
  {
    url: 'http://10.0.0.7:8080/cart',
    method: 'POST',
    headers: { authorization: 'Bearer hidden' },
    body: { text: 'two items' },
  },
];
const prepare = (
  load: Partial<Parameters<typeof requestOf>[1]> = {},
  change: Partial<typeof choice> = {},
) => {
  const { request } = requestOf('r', { endpoints, ...load }, choice);
  return OTHER_GENERATORS.fortio.prepare(
    request,
    { ...choice, ...change },
    'example.test/fortio:1',
  );
};

describe('another generator as a Job', () => {
  it('has everything of its load in the Secret', async () => {
    const { container, files } = await prepare();
    expect(JSON.stringify(container)).not.toMatch(/hidden|10\.0\.0\.7|POST/);
    const args = container.args!.map(arg =>
      String(files[arg.replace(/^\$\((.*)\)$/, '$1')]),
    );
    expect(args).toEqual(
      expect.arrayContaining([
        'load',
        'authorization: Bearer hidden',
        '-payload-file',
        '/meshplane/files/body',
        'http://10.0.0.7:8080/cart',
      ]),
    );
    // The result goes to the log.
    expect(args[args.indexOf('-json') + 1]).toBe('-');
    expect(String(files.body)).toBe('two items');
  });

  it('warms up before, where that is possible', async () => {
    const load = { warmupSeconds: 3 };
    const { container, notes } = await prepare(load);
    expect(container.warmup!.args.length).toBe(container.args!.length);
    expect(notes.join()).toContain('The warm-up of 3 s was a run of its own');
    const beside = await prepare(load, { sidecar: true });
    expect(beside.container.warmup).toBeUndefined();
    expect(beside.notes.join()).toContain('There was no warm-up');
  });

  it('refuses what it could not put together, do or keep to', async () => {
    await expect(prepare({}, { shards: 2 })).rejects.toThrow(
      'cannot be put together exactly',
    );
    await expect(prepare({ threads: 2 })).rejects.toThrow('"threads"');
    await expect(
      prepare({ endpoints: [{ url: 'https://shop.example.com/' }] }),
    ).rejects.toThrow('shop.example.com');
  });
});
