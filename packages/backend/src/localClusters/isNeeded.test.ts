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

import { mockServices } from '@backstage/backend-test-utils';
import { localClustersNeeded } from './isNeeded';

const needed = (data: Parameters<typeof mockServices.rootConfig>[0]) =>
  localClustersNeeded(mockServices.rootConfig(data));

const locators = (...clusterLocatorMethods: object[]) => ({
  data: { kubernetes: { clusterLocatorMethods } } as never,
});

describe('localClustersNeeded', () => {
  it('is so as long as no cluster is configured', () => {
    expect(needed({ data: {} })).toBe(true);
    expect(needed(locators())).toBe(true);
    expect(needed(locators({ type: 'config', clusters: [] }))).toBe(true);
    expect(needed({ data: { meshplane: { clusters: [] } } })).toBe(true);
  });

  it('is not so if somebody has configured one, wherever', () => {
    expect(
      needed({ data: { meshplane: { clusters: [{ name: 'edge' }] } } }),
    ).toBe(false);
    expect(
      needed(
        locators(
          { type: 'config', clusters: [] },
          { type: 'config', clusters: [{ name: 'edge' }] },
        ),
      ),
    ).toBe(false);
    // Those find their clusters by themselves.
    expect(needed(locators({ type: 'localKubectlProxy' }))).toBe(false);
  });

  it('can be switched off', () => {
    expect(needed({ data: { localClusters: { enabled: false } } })).toBe(false);
  });
});
