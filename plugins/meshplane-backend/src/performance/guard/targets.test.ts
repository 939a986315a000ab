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

import { guardOf, inputOf, messages } from './__testUtils__/guardOf';

describe('targets', () => {
  it.each([
    ['shop.example.com', 'https://shop.example.com/cart', true],
    ['shop.example.com', 'http://shop.example.com:8080/', true],
    ['shop.example.com', 'https://SHOP.example.com./', true],
    ['shop.example.com:443', 'https://shop.example.com/', true],
    ['shop.example.com:443', 'https://shop.example.com:8443/', false],
    ['https://shop.example.com', 'https://shop.example.com/', true],
    ['https://shop.example.com', 'http://shop.example.com/', false],
    ['https://shop.example.com', 'https://shop.example.com:8443/', false],
    ['*.example.com', 'https://shop.example.com/', true],
    ['*.com', 'https://shop.example.com/', false],
    ['sh*.example.com', 'https://shop.example.com/', true],
    ['example.com', 'https://shop.example.com/', false],
    ['shop.example.com', 'https://shop.example.com.evil.test/', false],
    ['shop.example.com', 'https://shop.example.com@evil.test/', false],
    ['grpc://shop.example.com:9000', 'grpc://shop.example.com:9000', true],
  ])(
    'with the pattern "%s", %s is allowed: %s',
    async (pattern, url, allowed) => {
      const text = await messages(
        guardOf({ targets: [pattern] }),
        inputOf(url),
      );
      expect(text.includes('is not an allowed target')).toBe(!allowed);
    },
  );

  it('allows nothing without a pattern or a catalog entity, and says how to allow it', async () => {
    expect(
      await guardOf({}).check(inputOf('https://shop.example.com/')),
    ).toEqual([
      {
        path: 'load.endpoints.0.url',
        message:
          '"shop.example.com:443" is not an allowed target: no pattern of "meshplane.performance.targets" means it, and the profile names no catalog entity',
      },
    ]);
  });

  it.each([
    ['https://shop.example.com/any/path', true],
    ['http://shop.example.com:443/', true],
    ['https://shop.example.com:8443/', false],
    ['https://localhost/', false],
  ])(
    'allows the host and port that the catalog entity names: %s is %s',
    async (url, allowed) => {
      const guard = guardOf(
        {},
        {
          annotations: {
            'component:default/shop': 'https://shop.example.com/health',
          },
        },
      );
      const problems = await guard.check(
        inputOf(url, { entityRef: 'component:default/shop' }),
      );
      expect(problems.length === 0).toBe(allowed);
    },
  );

  it('lets the catalog allow nothing where the configuration says so', async () => {
    const guard = guardOf(
      { catalogTargets: false },
      { annotations: { 'component:default/shop': 'https://shop.example.com' } },
    );
    expect(
      await messages(
        guard,
        inputOf('https://shop.example.com/', {
          entityRef: 'component:default/shop',
        }),
      ),
    ).toContain('"meshplane.performance.catalogTargets" is false');
  });

  it('does not let the catalog alone allow private addresses', async () => {
    const annotations = {
      'component:default/shop': 'http://shop.shop.svc.cluster.local:8080',
    };
    const input = inputOf('http://shop.shop.svc.cluster.local:8080/', {
      entityRef: 'component:default/shop',
    });
    expect(await messages(guardOf({}, { annotations }), input)).toBe(
      '"shop.shop.svc.cluster.local" is at 10.96.14.3, a private address; "meshplane.performance.allowPrivateAddresses" allows it for a target',
    );
    const allowed = guardOf(
      { allowPrivateAddresses: ['*.*.svc.cluster.local'] },
      { annotations },
    );
    expect(await allowed.check(input)).toEqual([]);
  });

  it('says what is wrong with the annotation, and when the catalog cannot be asked', async () => {
    const input = inputOf('https://shop.example.com/', {
      entityRef: 'component:default/shop',
    });
    expect(await messages(guardOf({}), input)).toContain(
      'The catalog has no entity "component:default/shop"',
    );
    expect(
      await messages(
        guardOf({}, { annotations: { 'component:default/shop': 'the shop' } }),
        input,
      ),
    ).toContain('is "the shop", which is not an address');
    const broken = guardOf(
      {},
      {
        catalog: {
          getEntityByRef: () => Promise.reject(new Error('503')),
        },
      },
    );
    expect(await messages(broken, input)).toContain(
      'the catalog could not be asked: 503',
    );
  });
});
