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

import type { ExperimentDetail } from '@meshplane/plugin-meshplane-common';
import { type EnvoyProcess, startEnvoy } from './stage/EnvoyProcess';
import { loadOn, type Measurer } from './stage/Measurer';
import { allowing, PerformanceStage } from './stage/PerformanceStage';
import { SLOW_MS, type Target } from './stage/Target';

jest.setTimeout(10 * 60_000);

/**
 * What a filter in the proxy costs: as much as the target itself. Both are many times what a busy machine adds by itself,
 * so that the test tells of the experiment and not of the machine.
 */
const DELAY_MS = SLOW_MS;
/** Five are needed for a verdict; of six, one may have measured a busy machine and not the target. */
const ROUNDS = 6;

describe('an experiment with a real Envoy', () => {
  let stage: PerformanceStage;
  let target: Target;
  let envoy: EnvoyProcess;
  let measurer: Measurer;

  beforeAll(async () => {
    stage = new PerformanceStage();
    target = await stage.target();
    envoy = await startEnvoy(target.port, DELAY_MS);
    stage.atEnd(() => envoy.stop());
    measurer = await stage.backend(allowing('127.0.0.1'));
  });

  afterAll(() => stage?.close());

  async function experiment(): Promise<ExperimentDetail> {
    const { id } = await measurer.api.createExperiment({
      name: 'What does the proxy cost?',
      profile: loadOn(`${target.url}/slow`, {
        seconds: 1.5,
        rate: 40,
        warmupSeconds: 0.5,
        drainSeconds: 5,
        connections: 100,
      }),
      arms: [
        { name: 'direct' },
        { name: 'direct again' },
        {
          name: 'Envoy',
          baseUrl: `http://127.0.0.1:${envoy.port}`,
          features: ['proxy', 'fault filter'],
        },
      ],
      rounds: ROUNDS,
      coolDownSeconds: 0,
      // What a shared machine does to short runs is no change of the target.
      threshold: 0.3,
      margin: 0.3,
    });
    return measurer.experimentEnded(id);
  }

  /** On a machine with other work, too many runs may have measured that; then once more. */
  async function judgedExperiment(): Promise<ExperimentDetail> {
    const first = await experiment();
    const judged = first.overheads.every(
      ({ comparison }) => comparison?.status === 'judged',
    );
    return judged || first.state !== 'succeeded' ? first : experiment();
  }

  it('finds that the way through it is slower, and that the same way twice is not', async () => {
    const ended = await judgedExperiment();
    expect(ended).toMatchObject({
      state: 'succeeded',
      done: 3 * ROUNDS,
      total: 3 * ROUNDS,
      toRestore: [],
    });
    expect(ended.order.slice(0, 6)).toEqual([
      'direct',
      'direct again',
      'Envoy',
      'Envoy',
      'direct again',
      'direct',
    ]);
    expect(ended.runs.map(({ origin, state }) => [origin, state])).toEqual(
      Array.from({ length: 3 * ROUNDS }, () => ['experiment', 'succeeded']),
    );
    const [again, proxy] = ended.overheads;
    for (const { comparison, notes } of ended.overheads)
      if (comparison?.status !== 'judged')
        throw new Error(`Twice not judged: ${notes.join('; ')}`);

    expect(proxy.comparison).toMatchObject({
      status: 'judged',
      verdict: 'regression',
    });
    // A delay is never shorter than it was asked for; clocks of two programs may differ by a little.
    expect(proxy.addedP50Ms!.value).toBeGreaterThan(0.9 * DELAY_MS);
    expect(proxy.addedP50Ms!.interval![0]).toBeGreaterThan(0);
    expect(ended.sentences[1]).toMatch(
      /^"Envoy" beside "direct": regression; p50 \+\d/,
    );

    // How sure "no change" is depends on how quiet the machine is; a difference is never found where there is none.
    expect(again.comparison).toMatchObject({ status: 'judged' });
    expect(['no change', 'inconclusive']).toContain(again.comparison!.verdict);
    const p50 = again.comparison!.metrics.find(
      ({ metric }) => metric === 'p50',
    );
    expect(Math.abs(p50!.shift)).toBeLessThan(proxy.addedP50Ms!.value);

    const smp = await measurer.api.exportExperiment(ended.id);
    const documents = Buffer.from(smp.content, 'base64')
      .toString()
      .split('---\n');
    expect(documents).toHaveLength(3 * ROUNDS);
    expect(
      documents.filter(text => text.includes('meshplane.io/arm: Envoy')),
    ).toHaveLength(ROUNDS);
  });

  it('ends at once, with its run, when somebody cancels', async () => {
    const { api } = measurer;
    const { id } = await api.createExperiment({
      name: 'A long one',
      profile: loadOn(target.url, { seconds: 60 }),
      arms: [{ name: 'direct' }, { name: 'direct again' }],
      rounds: 1,
    });
    const running = await measurer.firstRunOf(id);
    await measurer.hasSeconds(running, 1);
    await api.cancelExperiment(id);
    const ended = await measurer.experimentEnded(id);
    expect(ended).toMatchObject({ state: 'cancelled', done: 0 });
    expect(ended.runs.map(({ state }) => state)).toEqual(['cancelled']);
  });
});
