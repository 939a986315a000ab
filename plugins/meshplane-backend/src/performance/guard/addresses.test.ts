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

import {
  EVERYTHING,
  guardOf,
  inputOf,
  messages,
} from './__testUtils__/guardOf';

describe('addresses', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://169.254.1.1/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0xa9.0xfe.0xa9.0xfe/',
    'http://0251.0376.0251.0376/',
    'http://0251.254.43518/',
    'http://169.254.43518/',
    'http://169.254.169.254./',
    'http://%31%36%39.254.169.254/',
    'http://①⑥⑨.254.169.254/',
    'grpc://2852039166:50051',
    'grpc://0xa9fea9fe',
    'grpcs://%31%36%39.254.169.254',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[0:0:0:0:0:ffff:a9fe:a9fe]/',
    'http://[::a9fe:a9fe]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[64:ff9b:1::a9fe:a9fe]/',
    'http://[2002:a9fe:a9fe::]/',
    'http://[::ffff:0:a9fe:a9fe]/',
    'http://[fe80::1]/',
    'http://[fe80::ffff:a9fe:a9fe]/',
    'http://[febf::1]/',
    'http://[fd00:ec2::254]/',
    'http://[fd00:0ec2:0:0:0:0:0:0254]/',
    'http://100.100.100.200/',
    'http://1684301000/',
    'http://[::ffff:100.100.100.200]/',
    'http://168.63.129.16/',
    'http://192.0.0.192/',
    'http://0.0.0.0/',
    'http://0/',
    'http://[::]/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://metadata.google.internal/computeMetadata/v1/',
    'http://rebound.example.com/',
  ])('%s is refused even where every target is allowed', async url => {
    const guard = guardOf({
      ...EVERYTHING,
      targets: [
        ...EVERYTHING.targets,
        // IPv6 addresses have no dots: one label.
      ],
    });
    expect(await messages(guard, inputOf(url))).toMatch(
      /no load is ever sent there|is not an address|cannot be read/,
    );
    await expect(guard.admit(inputOf(url))).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
  });

  it.each([
    ['http://10.1.2.3/', 'private'],
    ['http://172.16.0.1/', 'private'],
    ['http://192.168.1.1/', 'private'],
    ['http://100.64.0.1/', 'private'],
    ['http://[fd12:3456::1]/', 'private'],
    ['http://[::ffff:10.1.2.3]/', 'private'],
    ['http://127.0.0.1:8080/', 'loopback'],
    ['http://127.1/', 'loopback'],
    ['http://[::1]/', 'loopback'],
    ['http://localhost/', 'loopback'],
    ['grpc://2130706433', 'loopback'],
  ])('%s needs its own permission, being a %s address', async (url, kind) => {
    const targets = EVERYTHING.targets;
    const key = kind === 'private' ? 'allowPrivateAddresses' : 'allowLoopback';
    const other =
      kind === 'private' ? 'allowLoopback' : 'allowPrivateAddresses';
    expect(
      await messages(guardOf({ targets, [other]: targets }), inputOf(url)),
    ).toContain(`"meshplane.performance.${key}" allows it for a target`);
    expect(
      await guardOf({ targets, [key]: targets }).check(inputOf(url)),
    ).toEqual([]);
  });

  it('pins what it has checked, for every spelling in which the generator names the host', async () => {
    const guard = guardOf(EVERYTHING);
    const admitted = await guard.admit(
      inputOf('https://Shop.example.com./', {
        load: {
          endpoints: [
            { url: 'https://Shop.example.com./' },
            { url: 'grpc://2130706433:9000', name: 'b' },
            { url: 'http://[::1]:81/', name: 'c' },
          ],
        },
      }),
    );
    expect([...admitted.addresses]).toEqual([
      ['shop.example.com.', ['93.184.216.34']],
      ['2130706433', ['127.0.0.1']],
      ['::1', ['::1']],
    ]);
    expect(admitted.targets).toEqual([
      '127.0.0.1:9000',
      '[::1]:81',
      'shop.example.com:443',
    ]);
  });

  it('looks again at the start: a name that has moved to a forbidden address is refused', async () => {
    let addresses = ['93.184.216.34'];
    const guard = guardOf(
      { targets: ['shop.example.com'] },
      { resolve: async () => addresses },
    );
    const input = inputOf('https://shop.example.com/');
    expect(await guard.check(input)).toEqual([]);
    addresses = ['169.254.169.254'];
    await expect(guard.admit(input)).rejects.toThrow(
      '"shop.example.com" is at 169.254.169.254, a link-local address, where metadata services are; no load is ever sent there',
    );
  });

  it('asks for a name once, so that all endpoints get what was checked', async () => {
    const answers = [['93.184.216.34'], ['169.254.169.254']];
    const guard = guardOf(
      { targets: ['shop.example.com'] },
      { resolve: async () => answers.shift()! },
    );
    const { addresses } = await guard.admit(
      inputOf('', {
        load: {
          endpoints: [
            { url: 'https://shop.example.com/a' },
            { url: 'https://shop.example.com/b' },
          ],
        },
      }),
    );
    expect([...addresses.values()]).toEqual([['93.184.216.34']]);
  });

  it('says which name cannot be resolved', async () => {
    expect(
      await messages(guardOf(EVERYTHING), inputOf('http://nowhere.example/')),
    ).toBe(
      '"nowhere.example" cannot be resolved: getaddrinfo ENOTFOUND nowhere.example',
    );
  });

  it('asks the cluster for names of loads that are made in it', async () => {
    const asked: unknown[] = [];
    const guard = guardOf(EVERYTHING, {
      resolveInCluster: async place => {
        asked.push(place);
        return place.host === 'cart' ? ['10.96.0.7'] : undefined;
      },
    });
    const runner = { type: 'job', cluster: 'edge', namespace: 'load' };
    const { addresses } = await guard.admit(
      inputOf('http://cart/', { runner }),
    );
    expect([...addresses]).toEqual([['cart', ['10.96.0.7']]]);
    expect(asked).toEqual([
      { cluster: 'edge', namespace: 'load', host: 'cart' },
    ]);
    expect(await messages(guard, inputOf('http://cart/'))).toContain(
      '"cart" cannot be resolved',
    );
  });
});
