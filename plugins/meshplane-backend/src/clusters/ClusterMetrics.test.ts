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

import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import type { Cluster } from './ClusterAccess';
import { ClusterMetrics } from './ClusterMetrics';

function cluster(state: Cluster['health']['state']): Cluster {
  return {
    name: state,
    title: state,
    source: 's',
    permissions: [],
    health: {
      state,
      message: '',
      circuit: { state: 'closed', consecutiveFailures: 0 },
    },
  };
}

describe('ClusterMetrics', () => {
  it('reports clusters by state, latency in seconds and failures by kind', () => {
    const gauge = { addCallback: jest.fn(), removeCallback: jest.fn() };
    const histogram = { record: jest.fn() };
    const counter = { add: jest.fn() };
    const service = metricsServiceMock.mock({
      createObservableGauge: () => gauge,
      createHistogram: () => histogram,
      createCounter: () => counter,
    });
    const metrics = new ClusterMetrics(service);
    metrics.observeClusters(() => [
      cluster('connected'),
      cluster('connected'),
      cluster('unreachable'),
    ]);
    metrics.recordLatency('a', 250);
    metrics.countFailure('a', 'dns');

    const observe = jest.fn();
    gauge.addCallback.mock.calls[0][0]({ observe });
    expect(observe.mock.calls).toEqual([
      [2, { state: 'connected' }],
      [1, { state: 'unreachable' }],
    ]);
    expect(histogram.record).toHaveBeenCalledWith(0.25, { cluster: 'a' });
    expect(counter.add).toHaveBeenCalledWith(1, { cluster: 'a', kind: 'dns' });
  });
});
