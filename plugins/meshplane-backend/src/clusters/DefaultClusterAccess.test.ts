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
import type {
  ClusterDescription,
  ClusterSource,
} from '@meshplane/plugin-meshplane-node';
import type { ClusterChange } from './ClusterAccess';
import { ClusterMetrics } from './ClusterMetrics';
import { DefaultClusterAccess, type StateChange } from './DefaultClusterAccess';
import { DEFAULT_MONITOR_SETTINGS } from './monitor/settings';
import { DEFAULT_POLL_SETTINGS } from './sources/SourcePoller';
import { FakeTiming } from './__testUtils__/FakeTiming';
import { FakeCluster } from './__testUtils__/fakeCluster';

class FakeSource implements ClusterSource {
  clusters: ClusterDescription[] = [];
  failure: Error | undefined;
  hangs = false;
  changed = () => {};

  constructor(readonly id: string) {}

  async list() {
    if (this.hangs) {
      return new Promise<ClusterDescription[]>(() => {});
    }
    if (this.failure) {
      throw this.failure;
    }
    return this.clusters;
  }

  onChange(listener: () => void) {
    this.changed = listener;
  }
}

function describeCluster(
  name: string,
  cluster = new FakeCluster(),
): ClusterDescription {
  return {
    name,
    state: 'ready',
    fingerprint: '1',
    connect: async () => cluster.connect(),
  };
}

function setUp(...sources: FakeSource[]) {
  const timing = new FakeTiming();
  const logger = mockServices.logger.mock();
  const records: StateChange[] = [];
  const changes: ClusterChange[] = [];
  const access = new DefaultClusterAccess({
    sources,
    timing,
    monitor: DEFAULT_MONITOR_SETTINGS,
    poll: DEFAULT_POLL_SETTINGS,
    checkPermissions: async () => [],
    unknownPermissions: [],
    logger,
    metrics: new ClusterMetrics(),
    record: change => records.push(change),
  });
  access.subscribe(change => changes.push(change));
  access.start();
  return { timing, logger, records, changes, access };
}

function states(access: DefaultClusterAccess) {
  return Object.fromEntries(
    access.list().map(({ name, health }) => [name, health.state]),
  );
}

describe('DefaultClusterAccess', () => {
  it('serves the fine clusters while others hang, refuse or are unauthorised', async () => {
    const source = new FakeSource('s');
    const [hanging, refusing, unauthorized] = [
      new FakeCluster(),
      new FakeCluster(),
      new FakeCluster(),
    ];
    hanging.behaviour = 'hangs';
    refusing.behaviour = 'refused';
    unauthorized.behaviour = 'unauthorized';
    source.clusters = [
      describeCluster('hanging', hanging),
      describeCluster('refusing', refusing),
      describeCluster('unauthorized', unauthorized),
      describeCluster('fine'),
    ];
    const { timing, access } = setUp(source);
    await timing.advance(0);
    expect(states(access)).toEqual({
      hanging: 'connecting',
      refusing: 'unreachable',
      unauthorized: 'unauthorized',
      fine: 'connected',
    });
  });

  it('is not held up by a source that hangs or fails, and says which one', async () => {
    const [hanging, failing, fine] = ['hanging', 'failing', 'fine'].map(
      id => new FakeSource(id),
    );
    hanging.hangs = true;
    failing.failure = new Error('no route');
    fine.clusters = [describeCluster('a')];
    const { timing, access } = setUp(hanging, failing, fine);
    await timing.advance(0);
    expect(states(access)).toEqual({ a: 'connected' });
    expect(access.problems()).toEqual([
      {
        code: 'cluster-source-loading',
        severity: 'info',
        text: "The clusters of source 'hanging' are being read.",
      },
      {
        code: 'cluster-source-failed',
        severity: 'error',
        text: "The cluster source 'failing' cannot be read: no route.",
      },
    ]);
    await timing.advance(10_000);
    expect(access.problems()[0].text).toContain(
      "The cluster source 'hanging' did not answer within 10 s",
    );
  });

  it('keeps the clusters of a source that fails later', async () => {
    const source = new FakeSource('s');
    source.clusters = [describeCluster('a')];
    const { timing, access } = setUp(source);
    await timing.advance(0);
    source.failure = new Error('gone');
    await timing.advance(30_000);
    expect(states(access)).toEqual({ a: 'connected' });
    expect(access.problems()[0].text).toContain(
      'Its last 1 clusters are still shown.',
    );
  });

  it('takes the first of two clusters with the same name and says so once in the log', async () => {
    const [first, second] = [new FakeSource('first'), new FakeSource('second')];
    first.clusters = [describeCluster('a')];
    second.clusters = [describeCluster('a'), describeCluster('not a name')];
    const { timing, access, logger } = setUp(first, second);
    await timing.advance(120_000);
    expect(access.list().map(({ source }) => source)).toEqual(['first']);
    expect(access.problems().map(({ code }) => code)).toEqual([
      'cluster-name-collision',
      'cluster-name-invalid',
    ]);
    expect(logger.warn).toHaveBeenCalledTimes(2);
  });

  it('tells when two names are the same cluster', async () => {
    const source = new FakeSource('s');
    source.clusters = [describeCluster('a'), describeCluster('b')];
    const { timing, access } = setUp(source);
    await timing.advance(0);
    expect(access.problems()).toEqual([
      {
        code: 'cluster-configured-twice',
        severity: 'warning',
        text: "The clusters 'a' and 'b' are one and the same (UID of kube-system 'uid-1'). Remove all but one from the configuration.",
      },
    ]);
  });

  it('adds and removes clusters as its sources do', async () => {
    const source = new FakeSource('s');
    source.clusters = [describeCluster('a')];
    const { timing, access, changes } = setUp(source);
    await timing.advance(0);
    source.clusters = [describeCluster('b')];
    source.changed();
    await timing.advance(0);
    expect(states(access)).toEqual({ b: 'connected' });
    expect(changes).toEqual([
      { type: 'added', cluster: 'a' },
      { type: 'updated', cluster: 'a' },
      { type: 'removed', cluster: 'a' },
      { type: 'added', cluster: 'b' },
      { type: 'updated', cluster: 'b' },
    ]);
    expect(() => access.get('a')).toThrow(
      "There is no cluster 'a'; there are 'b'",
    );
  });

  it('records settled states only and logs trouble as warnings', async () => {
    const source = new FakeSource('s');
    const cluster = new FakeCluster();
    source.clusters = [describeCluster('a', cluster)];
    const { timing, records, logger } = setUp(source);
    await timing.advance(0);
    cluster.behaviour = 'refused';
    await timing.advance(33_000);
    cluster.behaviour = 'fine';
    await timing.advance(30_000);
    expect(records.map(({ to }) => to)).toEqual([
      'connected',
      'unreachable',
      'connected',
    ]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining("Cluster 'a' is unreachable"),
      { cluster: 'a', source: 's', from: 'connected' },
    );
  });

  it('asks the source again before it reconnects', async () => {
    const source = new FakeSource('s');
    source.clusters = [
      {
        name: 'a',
        state: 'misconfigured',
        message: 'wrong path',
        fingerprint: 'x',
      },
    ];
    const { timing, access } = setUp(source);
    await timing.advance(0);
    expect(states(access)).toEqual({ a: 'misconfigured' });
    source.clusters = [describeCluster('a')];
    await expect(access.reconnect('a')).resolves.toMatchObject({
      health: { state: 'connected' },
    });
  });

  it('asks a source often while one of its clusters is starting', async () => {
    const source = new FakeSource('s');
    source.clusters = [
      { name: 'a', state: 'starting', progress: 1, fingerprint: '' },
    ];
    const { timing, access } = setUp(source);
    await timing.advance(0);
    source.clusters = [describeCluster('a')];
    await timing.advance(2_000);
    expect(states(access)).toEqual({ a: 'connected' });
  });
});
