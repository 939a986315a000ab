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

import { containerQueries } from './containerQueries';
import { workloadQueries } from './meshQueries';
import { escapeLabelValue, rangeOf, selector } from './promql';

describe('selector', () => {
  it('lets no value end its quotes', () => {
    expect(selector('up', { pod: 'a"} or vector(1) #\\\n' })).toBe(
      'up{pod="a\\"} or vector(1) #\\\\\\n"}',
    );
    expect(escapeLabelValue('back\\slash')).toBe('back\\\\slash');
  });

  it('takes names of a list literally', () => {
    expect(selector('up', { pod: ['a.b', 'c|d'] })).toBe(
      'up{pod=~"a\\\\.b|c\\\\|d"}',
    );
    expect(selector('up', { pod: ['one.only'] })).toBe('up{pod="one.only"}');
  });
});

describe('queries', () => {
  it('cover the exact window', () => {
    expect(rangeOf(60)).toBe('[60s]');
    expect(rangeOf(61.2504)).toBe('[61250ms]');
    const { cpuMean } = containerQueries({ namespace: 'shop' }, 61.25, 45);
    expect(cpuMean).toBe(
      'sum by (namespace,pod,container) (max by (namespace,pod,container,id) (increase(container_cpu_usage_seconds_total{namespace="shop",container!~"|POD"}[61250ms]))) / 61.25',
    );
  });

  it('ask Istio and Linkerd about the workload by their own labels', () => {
    const [istio, waypoint, linkerd] = workloadQueries(
      [{ namespace: 'shop', workload: 'cart', kind: 'statefulset' }],
      { cluster: 'edge' },
      60,
    );
    expect(istio.requestRate).toBe(
      'sum(increase(istio_requests_total{cluster="edge",reporter="destination",destination_workload_namespace="shop",destination_workload="cart"}[60s])) / 60',
    );
    expect(waypoint.requestRate).toContain('reporter="waypoint"');
    expect(linkerd.errorRate).toContain(
      'direction="inbound",namespace="shop",statefulset="cart",classification="failure"',
    );
  });
});
