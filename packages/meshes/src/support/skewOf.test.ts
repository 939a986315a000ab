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

import fc from 'fast-check';
import { getMeshDefinition } from '../definitions';
import type { Skew } from '../model/results';
import { skewOf } from './skewOf';

describe('skewOf', () => {
  it.each([
    ['istio', '1.30.3', '1.30.3', 'in-step'],
    ['istio', '1.30.3', '1.30.3-distroless', 'in-step'],
    ['istio', '1.30.3', '1.30.1', 'behind'],
    ['istio', '1.30.3', '1.29.6', 'behind'],
    ['istio', '1.30.3', '1.28.9', 'too-old'],
    ['istio', '1.30.3', '1.31.0', 'ahead'],
    ['istio', '1.30.3', '1.30.4', 'ahead'],
    ['istio', '1.31.0', '1.31.0-rc.0', 'behind'],
    ['istio', '2.0.0', '1.31.0', 'too-old'],
    ['istio', '1.30.3', 'latest', 'unknown'],
    ['istio', undefined, '1.30.3', 'unknown'],
    ['istio', '1.30.3', undefined, 'unknown'],
    // No rule is known for Kuma, so even a large distance is no reason for an alarm.
    ['kuma', '2.14.3', '2.9.0', 'behind'],
    ['consul', '2.0.3', '1.9.11', 'behind'],
    ['linkerd', 'edge-26.8.3', 'edge-26.8.3', 'in-step'],
    ['linkerd', 'edge-26.8.3', 'edge-26.6.3', 'behind'],
    ['linkerd', 'edge-26.8.3', 'edge-25.4.4', 'behind'],
    ['linkerd', 'edge-26.8.3', 'edge-24.11.8', 'too-old'],
    ['linkerd', 'edge-26.6.3', 'edge-26.8.3', 'ahead'],
    ['linkerd', 'edge-26.8.3', 'edge-20.1.1', 'behind'],
    // Vendors' numbered releases beside edge releases.
    ['linkerd', 'edge-26.8.3', 'enterprise-2.20.0', 'unknown'],
    ['linkerd', 'edge-26.8.3', 'enterprise-2.19.0', 'behind'],
    ['linkerd', 'edge-26.8.3', 'stable-2.14.10', 'too-old'],
    ['linkerd', 'enterprise-2.17.0', 'edge-26.8.3', 'ahead'],
    ['linkerd', 'edge-25.12.1', 'enterprise-2.19.0', 'unknown'],
  ])('%s %s with a proxy %s is %s', (id, controlPlane, proxy, skew) => {
    expect(skewOf(getMeshDefinition(id), controlPlane, proxy)).toBe(skew);
  });

  it('mirrors itself when control plane and proxy change places', () => {
    const side: Record<Skew, number | undefined> = {
      'in-step': 0,
      behind: -1,
      'too-old': -1,
      ahead: 1,
      unknown: undefined,
    };
    const version = fc.oneof(
      fc
        .tuple(fc.integer({ min: 12, max: 22 }), fc.integer({ min: 0, max: 3 }))
        .map(([minor, patch]) => `2.${minor}.${patch}`),
      fc
        .tuple(
          fc.integer({ min: 23, max: 27 }),
          fc.integer({ min: 1, max: 12 }),
        )
        .map(([year, month]) => `edge-${year}.${month}.1`),
    );
    const linkerd = getMeshDefinition('linkerd');
    fc.assert(
      fc.property(version, version, (a, b) => {
        const there = side[skewOf(linkerd, a, b)];
        const back = side[skewOf(linkerd, b, a)];
        expect(there).toBe(back === undefined ? undefined : 0 - back);
      }),
    );
  });

  it('never calls a newer proxy better than an older one', () => {
    const order = ['too-old', 'behind', 'in-step', 'ahead'];
    const minor = fc.integer({ min: 20, max: 40 });
    const istio = getMeshDefinition('istio');
    fc.assert(
      fc.property(minor, minor, minor, (controlPlane, a, b) => {
        const [older, newer] = [Math.min(a, b), Math.max(a, b)].map(m =>
          order.indexOf(skewOf(istio, `1.${controlPlane}.0`, `1.${m}.0`)),
        );
        expect(older).toBeLessThanOrEqual(newer);
      }),
    );
  });
});
