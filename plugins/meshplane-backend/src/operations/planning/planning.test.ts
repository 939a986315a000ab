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
  operationRequestSchema,
  type ObjectChange,
} from '@meshplane/plugin-meshplane-common';
import * as fc from 'fast-check';
import { FakeClusterAccess } from '../../__testUtils__/fakes';
import {
  fakeCatalog,
  type FakePlans,
  FakeWorld,
  makeStep,
  plannedOf,
  stepOf,
} from '../../__testUtils__/operations';
import { ADA, reachable } from '../__testUtils__/Replica';
import type { PlannedOperation } from '../model';
import { cleanText, secretIn } from '../secrets';
import { canonicalJson, digestOf } from './digest';
import { OperationPlanning } from './OperationPlanning';

function planningOf(plans: FakePlans) {
  let ids = 0;
  const blobs = new Map<string, string>();
  return new OperationPlanning({
    clusters: new FakeClusterAccess(
      Array.from({ length: 12 }, (_, index) => reachable(`c${index}`)),
    ),
    catalog: fakeCatalog({ plans, executors: [makeStep(new FakeWorld())] }),
    store: { get: async () => undefined, lockHolders: async () => [] },
    blobs: {
      put: async content => {
        const digest = digestOf(content);
        blobs.set(digest, content);
        return digest;
      },
      get: async digest => blobs.get(digest),
    },
    settings: { planExpiryMs: 1000 },
    now: () => new Date('2026-11-24T12:00:00Z'),
    newId: () => `id-${(ids += 1)}`,
  });
}

function plan(plans: FakePlans, further: object = {}) {
  return planningOf(plans).plan(
    operationRequestSchema.parse({
      kind: 'workload.restart',
      clusters: ['c0'],
      input: { namespace: 'shop' },
      ...further,
    }),
    ADA,
    new AbortController().signal,
  );
}

const hashOf = async (planned: Partial<PlannedOperation>, further?: object) => {
  const [{ planHash }] = await plan(
    { plan: () => plannedOf(planned) },
    further,
  );
  return planHash;
};

describe('the hash of a plan', () => {
  const change: ObjectChange = {
    step: 'a',
    action: 'update',
    object: { apiVersion: 'v1', kind: 'ConfigMap', name: 'web' },
    diff: '-1\n+2',
    conflicts: [],
  };
  const base = { steps: [stepOf('a', 'make')], changes: [change] };

  it('is the same for the same plan', async () => {
    expect(await hashOf(base)).toBe(await hashOf(base));
  });

  it('changes with everything that an approval is about', async () => {
    const hashes = await Promise.all([
      hashOf(base),
      hashOf({ ...base, changes: [{ ...change, diff: '-1\n+3' }] }),
      hashOf({ ...base, fingerprint: 'facts-2' }),
      hashOf({ ...base, summary: 'Something else' }),
      hashOf({ ...base, locks: ['mesh/istio'] }),
      hashOf({
        ...base,
        steps: [stepOf('a', 'make', { params: { name: 'other' } })],
      }),
      hashOf(base, { input: { namespace: 'orders' } }),
      hashOf(base, { clusters: ['c1'] }),
      hashOf(base, { clusters: ['c0', 'c1'] }),
      hashOf(base, {
        clusters: ['c0', 'c1'],
        rollout: { policy: 'all-at-once' },
      }),
    ]);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
    );
  });

  it('is over text that reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      }),
    );
  });
});

describe('planning', () => {
  it('plans many clusters a few at a time, in their order', async () => {
    let now = 0;
    let most = 0;
    const clusters = Array.from({ length: 12 }, (_, index) => `c${index}`);
    const operations = await plan(
      {
        plan: async () => {
          now += 1;
          most = Math.max(most, now);
          await new Promise(setImmediate);
          now -= 1;
          return plannedOf();
        },
      },
      { clusters: [...clusters, 'c3'] },
    );
    expect(most).toBe(4);
    expect(operations.slice(1).map(({ cluster }) => cluster)).toEqual(clusters);
  });

  it('puts the canary first', async () => {
    const [, ...children] = await plan(
      { plan: () => plannedOf() },
      {
        clusters: ['c0', 'c1', 'c2'],
        rollout: { policy: 'canary', canary: 'c2' },
      },
    );
    expect(children.map(({ cluster }) => cluster)).toEqual(['c2', 'c0', 'c1']);
  });

  it('refuses GitOps mode where there are no files, and plans whose steps could not be run', async () => {
    await expect(
      plan({ plan: () => plannedOf() }, { delivery: 'gitops' }),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('"workload.restart" cannot be written'),
    });
    const step = stepOf('a', 'make');
    await expect(
      plan({ plan: () => plannedOf({ steps: [step, step] }) }),
    ).rejects.toThrow('two steps with the id "a"');
    await expect(
      plan({ plan: () => plannedOf({ steps: [stepOf('a', 'nothing')] }) }),
    ).rejects.toThrow('No executor of "nothing"');
  });

  it('stores no plan with a private key in it', async () => {
    await expect(
      plan({
        plan: () =>
          plannedOf({
            steps: [
              stepOf('a', 'make', {
                params: {
                  name: 'a',
                  pem: '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----',
                },
              }),
            ],
          }),
      }),
    ).rejects.toThrow('a private key at "steps.0.params.pem"');
  });
});

describe('credentials', () => {
  it('are found in nested values, and certificates are none', () => {
    expect(secretIn({ a: [{ b: 'x eyJhbGciOiJSUzI1NiJ9' }] })).toBeUndefined();
    expect(
      secretIn({ ca: '-----BEGIN CERTIFICATE-----\nMIIB\n' }),
    ).toBeUndefined();
    expect(
      secretIn({ a: [{ b: '-----BEGIN RSA PRIVATE KEY-----' }] }, 'input'),
    ).toEqual({ path: 'input.a.0.b', what: 'a private key' });
  });

  it('are taken out of texts over several lines, which keep what is harmless', () => {
    const text = [
      'applied 3 objects',
      '-----BEGIN EC PRIVATE KEY-----',
      'MHcCAQEEIO',
      '-----END EC PRIVATE KEY-----',
      'authorization: Bearer abcdef123456',
      'https://user:pass@charts.example/index.yaml',
    ].join('\n');
    const clean = cleanText(text);
    expect(clean).toContain('applied 3 objects');
    expect(clean).toContain('charts.example/index.yaml');
    for (const secret of ['MHcCAQEEIO', 'abcdef123456', 'user:pass'])
      expect(clean).not.toContain(secret);
    expect(cleanText('x '.repeat(10_000)).length).toBeLessThan(4_100);
  });
});
