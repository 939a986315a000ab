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
  type ShardControl,
  type ShardMessage,
  shardLines,
} from '@meshplane/benchmark';
import { runResultSchema } from '@meshplane/benchmark/model';
import { FakeTiming } from '../../../clusters/__testUtils__/FakeTiming';
import type { NamespaceApi } from '../kube/NamespaceApi';
import { CONTROL_ANNOTATION } from '../kube/names';
import type { Pod } from '../kube/objects';
import { requestOf } from './__testUtils__/runner';
import { ShardedRun } from './ShardedRun';

type Say = (message: object) => void;
/** What the program in a pod does when it begins, and when it is told something. */
interface Program {
  begin(say: Say, shard: number): void;
  told(control: ShardControl, say: Say, shard: number): void;
}

const CLOCK = { offsetMs: 0, uncertaintyMs: 4 };
const choice = {
  type: 'job' as const,
  cluster: 'c',
  namespace: 'n',
  shards: 2,
  sidecar: false,
  generator: 'meshplane' as const,
};

function resultOf(sent: number, end = 'complete') {
  return runResultSchema.parse({
    id: 'r',
    name: 'x',
    generator: { name: 'meshplane', threads: 1, cpuSeconds: 1 },
    measuredSeconds: 4,
    end,
    precision: 'exact',
    validity: { status: 'valid', gates: [] },
    counts: { scheduled: sent, sent, ok: sent, errors: {} },
    achievedRate: sent / 4,
    latency: {},
  });
}

const result = (sent: number, end?: string) => ({
  type: 'result',
  result: resultOf(sent, end),
  measuredFrom: 1_000_000,
  use: { cpuMean: 0.25, samples: 3, throttled: sent / 1000 },
});

/** Does as the real program does. */
const good: Program = {
  begin: say => say({ type: 'ready', clock: CLOCK, now: 1_000_000 }),
  told(control, say) {
    if (control.prepare) say({ type: 'prepared' });
    if (control.startAt && !control.stop) {
      say({ type: 'armed', startAt: control.startAt });
      say(result(100));
    }
  },
};

/** Pods that run a program each, as an API server shows them. */
function cluster(programs: Program[]) {
  const ends = new Map<number, () => void>();
  const says = programs.map(
    (_, shard): { feed?: (text: string) => void; say: Say } => {
      let serial = 0;
      const one: { feed?: (text: string) => void; say: Say } = {
        say: message => {
          const lines = shardLines({
            ...message,
            shard,
            serial: serial++,
          } as ShardMessage);
          one.feed?.(lines.join(''));
        },
      };
      return one;
    },
  );
  const state = programs.map(
    (): NonNullable<Pod['status']['containerStatuses']>[number]['state'] => ({
      running: {},
    }),
  );
  const podOf = (shard: number): Pod => ({
    metadata: {
      name: `pod-${shard}`,
      annotations: { 'batch.kubernetes.io/job-completion-index': `${shard}` },
    },
    spec: { nodeName: 'node-1', containers: [{ name: 'generator' }] },
    status: {
      containerStatuses: [{ name: 'generator', state: state[shard] }],
    },
  });
  const indexOf = (pod: string) => Number(pod.split('-')[1]);
  const told: ShardControl[] = [];
  const api = {
    list: async (resource: string) =>
      resource === 'pods' ? programs.map((_, shard) => podOf(shard)) : [],
    get: async (_: string, name: string) => podOf(indexOf(name)),
    patch: async (_: string, name: string, change: object) => {
      const shard = indexOf(name);
      const control = JSON.parse(
        (change as { metadata: { annotations: Record<string, string> } })
          .metadata.annotations[CONTROL_ANNOTATION],
      );
      told.push(control);
      programs[shard].told(control, says[shard].say, shard);
    },
    followLog: async (
      pod: string,
      _: string,
      onText: (text: string) => void,
    ) => {
      const shard = indexOf(pod);
      says[shard].feed = onText;
      const ended = new Promise<void>(resolve => ends.set(shard, resolve));
      programs[shard].begin(says[shard].say, shard);
      await ended;
    },
  } as unknown as NamespaceApi;
  return {
    api,
    told,
    die(shard: number, exitCode: number, reason: string) {
      state[shard] = { terminated: { exitCode, reason } };
      ends.get(shard)!();
    },
    say: (shard: number, message: object) => says[shard].say(message),
  };
}

function start(
  programs: Program[],
  load: Partial<Parameters<typeof requestOf>[1]> = {},
) {
  const timing = new FakeTiming();
  const pods = cluster(programs);
  const asked = requestOf(
    'r',
    { endpoints: [{ url: 'http://10.0.0.1/' }], ...load },
    choice,
  );
  const running = new ShardedRun({
    api: pods.api,
    jobName: 'job',
    shards: programs.length,
    request: asked.request,
    startTimeoutMs: 60_000,
    plannedMs: 5000,
    timing,
  }).run();
  running.catch(() => {});
  return { timing, pods, running, ...asked };
}

describe('ShardedRun', () => {
  it('lets shards begin together and puts their results together', async () => {
    const { timing, running, told, pods } = start([good, good]);
    await timing.advance(3000);
    const outcome = await running;
    expect(outcome.result).toMatchObject({
      end: 'complete',
      counts: { sent: 200 },
      validity: { status: 'valid' },
    });
    expect(outcome.hosts).toEqual(['node-1']);
    expect(outcome.window).toEqual({ from: 1_000_000, to: 1_004_000 });
    expect(outcome.generatorUse).toMatchObject({
      cpuMean: 0.5,
      throttled: 0.1,
    });
    expect(told.messages[0]).toMatch(/^2 shards begin together at /);
    expect(pods.told).toContainEqual({ prepare: true });
  });

  it('refuses a clock that is not known well enough, and starts nobody', async () => {
    const { timing, running, pods } = start([
      good,
      {
        ...good,
        begin: say =>
          say({
            type: 'ready',
            clock: { offsetMs: 0, uncertaintyMs: 80 },
            now: 1,
          }),
      },
    ]);
    await timing.advance(60_000);
    await expect(running).rejects.toThrow(
      'The clock of shard 1 is known to ±80 ms only',
    );
    expect(pods.told.some(({ startAt }) => startAt !== undefined)).toBe(false);
  });

  it('says which shard did not hear of the start, and stops the others', async () => {
    const deaf: Program = {
      begin: good.begin,
      told: (control, say) => {
        if (control.prepare) say({ type: 'prepared' });
        if (control.stop) say(result(0, 'cancelled'));
      },
    };
    const waiting: Program = {
      begin: good.begin,
      told: (control, say) => {
        if (control.prepare) say({ type: 'prepared' });
        else if (control.stop) say(result(0, 'cancelled'));
        else if (control.startAt)
          say({ type: 'armed', startAt: control.startAt });
      },
    };
    const { timing, running, pods } = start([waiting, deaf]);
    await timing.advance(60_000);
    await expect(running).rejects.toThrow(
      '1 of 2 shards did not hear of the start in time: Shard 1 (pod "pod-1" on node "node-1")',
    );
    expect(pods.told.filter(({ stop }) => stop)).toHaveLength(2);
  });

  it('keeps what the others measured when a shard is killed, as a failed and invalid run', async () => {
    const slow: Program = {
      begin: good.begin,
      told: (control, say) => {
        if (control.prepare) say({ type: 'prepared' });
        if (control.stop) say(result(40, 'cancelled'));
        else if (control.startAt)
          say({ type: 'armed', startAt: control.startAt });
      },
    };
    const { timing, running, pods } = start([slow, slow]);
    await timing.advance(2000);
    pods.die(1, 137, 'OOMKilled');
    await timing.advance(5000);
    expect((await running).result).toMatchObject({
      end: 'failed',
      counts: { sent: 40 },
      validity: {
        status: 'invalid',
        notes: [
          'Shard 1 (pod "pod-1" on node "node-1") ended with code 137 (OOMKilled)',
        ],
      },
    });
  });

  it('says what a shard says that cannot begin', async () => {
    const { timing, running } = start([
      good,
      {
        ...good,
        begin: say => say({ type: 'error', message: 'no API server in sight' }),
      },
    ]);
    await timing.advance(60_000);
    await expect(running).rejects.toThrow('Shard 1: no API server in sight');
  });

  it('has the result of shards that could not connect', async () => {
    const refused: Program = {
      begin: say => say(result(0, 'failed')),
      told: () => {},
    };
    const { timing, running } = start([refused, refused]);
    await timing.advance(60_000);
    expect((await running).result.end).toBe('failed');
  });

  it('ends a run by a gate over all shards together', async () => {
    const live = (second: number) => ({
      type: 'live',
      phase: 'measured',
      elapsedSeconds: second + 1,
      slices: [
        {
          second,
          scheduled: 50,
          sent: 50,
          ok: 0,
          errors: { http_5xx: 50 },
          bytes: 0,
        },
      ],
    });
    const failing: Program = {
      begin: good.begin,
      told: (control, say) => {
        if (control.prepare) say({ type: 'prepared' });
        if (control.stop) say(result(600, 'cancelled'));
        else if (control.startAt) {
          say({ type: 'armed', startAt: control.startAt });
          for (let second = 0; second < 12; second++) say(live(second));
        }
      },
    };
    const { timing, running, told } = start([failing, failing], {
      gates: [
        { metric: 'errors', threshold: 'rate<0.5', abort: true },
        { metric: 'service', threshold: 'p(99)<5', abort: true },
      ],
    });
    await timing.advance(30_000);
    const { result: ended } = await running;
    expect(ended.end).toBe('aborted-by-gate');
    expect(ended.warnings.join()).toContain('Ended by a gate');
    expect(told.messages.join()).toContain(
      '"service p(99)<5" is judged at the end only',
    );
    // Seconds of both shards in one, each once.
    expect(told.seconds.map(({ second, sent }) => [second, sent])).toEqual(
      Array.from({ length: 12 }, (_, second) => [second, 100]),
    );
  });

  it('gives up when not all shards are ready in time', async () => {
    const { timing, running } = start([
      good,
      { begin: () => {}, told: () => {} },
    ]);
    await timing.advance(120_000);
    await expect(running).rejects.toThrow(
      '1 of 2 shards were not ready in time: Shard 1',
    );
  });
});
