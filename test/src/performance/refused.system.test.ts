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

import dns from 'node:dns/promises';
import { loadOn, type Measurer } from './stage/Measurer';
import { PerformanceStage } from './stage/PerformanceStage';
import type { Target } from './stage/Target';

jest.setTimeout(2 * 60_000);

const METADATA = '169.254.169.254';

describe('load that may not be sent', () => {
  let stage: PerformanceStage;
  let target: Target;
  let other: Target;
  let measurer: Measurer;
  /** What the names of these tests mean now. */
  const names = new Map<string, string>();

  beforeAll(async () => {
    const { lookup } = dns;
    jest.spyOn(dns, 'lookup').mockImplementation(((
      host: string,
      options: object,
    ) => {
      const address = names.get(host);
      return address
        ? Promise.resolve([{ address, family: 4 }])
        : lookup(host, options);
    }) as typeof lookup);
    stage = new PerformanceStage();
    other = await stage.target();
    target = await stage.target(`${other.url}/latest/meta-data/`);
    const allowed = [target.address, `shop.test:${target.port}`];
    measurer = await stage.backend({
      targets: [...allowed, METADATA, 'metadata.test'],
      allowLoopback: allowed,
      // Names that are allowed are allowed wherever a private address is, and still not there.
      allowPrivateAddresses: [METADATA, 'metadata.test', `shop.test`],
    });
  });

  afterAll(async () => {
    await stage?.close();
    jest.restoreAllMocks();
  });

  /** Refused with this reason, and the attempt is on record as such. */
  async function expectRefusal(url: string, reason: RegExp) {
    const profile = loadOn(url, { name: `To ${new URL(url).host}` });
    await expect(measurer.api.createRun({ profile })).rejects.toMatchObject({
      statusCode: 403,
      body: { error: { message: expect.stringMatching(reason) } },
    });
    const { items } = await measurer.api.getRuns({
      q: profile.name,
      state: 'refused',
    });
    expect(items).toHaveLength(1);
    expect(items[0].message).toMatch(reason);
    const check = await measurer.api.checkProfile(profile);
    expect(check).toMatchObject({ allowed: false });
    expect(other.total).toBe(0);
  }

  // eslint-disable-next-line jest/expect-expect -- in the helper
  it('is refused where its target is not allowed', async () => {
    await expectRefusal(other.url, /is not an allowed target/);
  });

  // eslint-disable-next-line jest/expect-expect -- in the helper
  it('is refused where its target is a metadata address, even an allowed one', async () => {
    await expectRefusal(
      `http://${METADATA}/latest/meta-data/`,
      /no load is ever sent there/,
    );
    names.set('metadata.test', METADATA);
    await expectRefusal(
      'http://metadata.test/',
      /is at 169\.254\.169\.254.*no load is ever sent there/,
    );
  });

  it('follows no redirect to a target that is not allowed', async () => {
    const { id } = await measurer.api.createRun({
      profile: loadOn(`${target.url}/away`, { seconds: 1 }),
    });
    const run = await measurer.ended(id);
    expect(run.state).toBe('succeeded');
    expect(run.result?.counts.statuses).toEqual({ 302: 50 });
    expect(target.hits.get('/away')).toBe(50);
    expect(other.total).toBe(0);
  });

  it('is refused when the name of its target changes while it waits', async () => {
    const url = `http://shop.test:${target.port}`;
    names.set('shop.test', '127.0.0.1');
    const first = await measurer.api.createRun({
      profile: loadOn(`${url}/first`, { seconds: 60 }),
    });
    // No name server knows it: the process of the load has nothing but the address that was checked.
    await measurer.hasSeconds(first.id, 1);
    expect(target.hits.get('/first')).toBeGreaterThan(0);
    const second = await measurer.api.createRun({
      profile: loadOn(`${url}/second`, { seconds: 1 }),
    });
    names.set('shop.test', METADATA);
    await measurer.api.cancelRun(first.id);
    const run = await measurer.ended(second.id);
    expect(run).toMatchObject({
      state: 'refused',
      message: expect.stringContaining(METADATA),
    });
    expect(target.hits.get('/second')).toBeUndefined();
  });

  it('is refused while the switch is off, and what runs is ended', async () => {
    const running = await measurer.api.createRun({
      profile: loadOn(target.url, { seconds: 60 }),
    });
    await measurer.hasSeconds(running.id, 1);
    await measurer.api.switchPerformance({
      enabled: false,
      reason: 'An incident',
    });
    await expect(
      measurer.api.createRun({ profile: loadOn(target.url) }),
    ).rejects.toMatchObject({
      body: { error: { message: expect.stringContaining('An incident') } },
    });
    expect((await measurer.ended(running.id)).state).toBe('cancelled');
    await measurer.api.switchPerformance({ enabled: true });
    const { id } = await measurer.api.createRun({
      profile: loadOn(target.url, { seconds: 1 }),
    });
    expect((await measurer.ended(id)).state).toBe('succeeded');
  });
});
