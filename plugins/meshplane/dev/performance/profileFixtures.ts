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
  performanceProfileSchema,
  type PerformanceProfile,
  type ProfileInput,
} from '@meshplane/plugin-meshplane-common';

/** A profile as the backend keeps it. */
export function profileOf(
  id: string,
  input: ProfileInput,
  rest: Partial<PerformanceProfile> = {},
): PerformanceProfile {
  return performanceProfileSchema.parse({
    ...input,
    id,
    version: 1,
    createdAt: '2026-10-12T09:00:00.000Z',
    createdBy: 'user:default/jane',
    updatedAt: '2026-11-20T15:12:00.000Z',
    updatedBy: 'user:default/omar',
    archived: false,
    may: { edit: true, run: true },
    ...rest,
  });
}

/** The load of a shop's checkout. */
export const checkoutInput: ProfileInput = {
  name: 'Checkout, steady',
  description: 'What the shop sees on a normal afternoon, without campaigns.',
  entityRef: 'component:default/checkout',
  load: {
    name: 'Checkout, steady',
    endpoints: [
      { name: 'cart', url: 'http://checkout.shop.svc:8080/cart', weight: 3 },
      {
        name: 'pay',
        url: 'http://checkout.shop.svc:8080/pay',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: '${secret:shop-token}',
        },
        body: { text: '{"cart":"c-1"}' },
        expectStatus: [200, 201],
      },
    ],
    load: {
      model: 'open',
      stages: [
        { seconds: 20, from: 50, to: 400 },
        { seconds: 60, from: 400, to: 400 },
        { seconds: 10, from: 400, to: 100 },
      ],
      arrivals: 'poisson',
    },
    connections: 32,
    warmupSeconds: 10,
    gates: [
      { metric: 'latency', threshold: 'p(99)<250' },
      { metric: 'errors', threshold: 'rate<1%', abort: true },
    ],
  },
  runner: {
    type: 'job',
    cluster: 'prod-eu',
    namespace: 'load',
    shards: 3,
    sidecar: false,
    generator: 'meshplane',
  },
  measured: [{ cluster: 'prod-eu', namespace: 'shop', workload: 'checkout' }],
  tags: ['shop', 'nightly'],
};

/** Profiles of the invented portal; the first one has three versions. */
export function profileFixtures(): PerformanceProfile[][] {
  const first = profileOf('prof-checkout', checkoutInput, {
    updatedAt: '2026-10-12T09:00:00.000Z',
    updatedBy: 'user:default/jane',
  });
  const second = profileOf(
    'prof-checkout',
    {
      ...checkoutInput,
      load: { ...checkoutInput.load, connections: 64 },
    },
    { version: 2, updatedAt: '2026-11-02T11:30:00.000Z' },
  );
  const third = profileOf(
    'prof-checkout',
    {
      ...checkoutInput,
      load: {
        ...checkoutInput.load,
        connections: 64,
        gates: [
          { metric: 'latency', threshold: 'p(99)<200' },
          { metric: 'errors', threshold: 'rate<1%', abort: true },
        ],
      },
    },
    { version: 3 },
  );
  return [
    [third, second, first],
    [
      profileOf('prof-search', {
        name: 'Search, maximum throughput',
        description: 'How much one replica can take.',
        entityRef: 'component:default/search',
        load: {
          name: 'Search, maximum throughput',
          endpoints: [{ url: 'http://search.shop.svc:8080/?q=tea' }],
          load: { model: 'closed', seconds: 30 },
          connections: 128,
          threads: 4,
        },
        tags: ['shop'],
      }),
    ],
    [
      profileOf(
        'prof-inventory',
        {
          name: 'Inventory gRPC',
          load: {
            name: 'Inventory gRPC',
            endpoints: [
              { url: 'grpc://inventory.shop.svc:9000/shop.Inventory/Get' },
            ],
            load: {
              model: 'open',
              stages: [{ seconds: 60, from: 200, to: 200 }],
            },
            transport: 'grpc',
            connections: 4,
            streams: 50,
          },
          tags: ['grpc'],
        },
        { may: { edit: false, run: false } },
      ),
    ],
    [
      profileOf(
        'prof-old',
        {
          name: 'Legacy basket',
          load: {
            name: 'Legacy basket',
            endpoints: [{ url: 'http://basket.shop.svc:8080/' }],
            load: {
              model: 'open',
              stages: [{ seconds: 60, from: 50, to: 50 }],
            },
          },
        },
        { archived: true },
      ),
    ],
  ];
}
