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

import { workloadOf } from '../__testUtils__/objects';
import {
  rolloutOf,
  strategyInWords,
  unavailableDuringRollout,
} from './rollout';

describe('rolloutOf', () => {
  it.each([
    ['complete', {}, 'all 2 pods are of the newest template and available'],
    [
      'progressing',
      { observedGeneration: 0 },
      'its controller has not seen the change yet',
    ],
    ['progressing', { updatedReplicas: 1 }, '1 of 2 pods are updated'],
    ['progressing', { replicas: 3 }, '1 old pods are still there'],
    ['progressing', { availableReplicas: 1 }, '1 of 2 pods are available'],
    [
      'failed',
      {
        conditions: [
          {
            type: 'Progressing',
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
            message: 'too slow',
          },
        ],
      },
      'too slow',
    ],
    [
      'failed',
      {
        conditions: [
          { type: 'ReplicaFailure', status: 'True', message: 'webhook down' },
        ],
      },
      'new pods are refused: webhook down',
    ],
  ])('calls a Deployment %s with %j', (state, status, detail) => {
    expect(rolloutOf(workloadOf('web', { status }))).toMatchObject({
      state,
      detail,
    });
  });

  it('waits for the pods of a StatefulSet above its partition only', () => {
    const set = (updatedReplicas: number) =>
      workloadOf('db', {
        kind: 'StatefulSet',
        spec: {
          replicas: 3,
          updateStrategy: { rollingUpdate: { partition: 2 } },
        },
        status: {
          updatedReplicas,
          readyReplicas: 3,
          currentRevision: 'a',
          updateRevision: 'b',
        },
      });
    expect(rolloutOf(set(0)).state).toBe('progressing');
    expect(rolloutOf(set(1)).state).toBe('complete');
  });

  it('waits for a DaemonSet on all its nodes', () => {
    const agent = (numberAvailable: number) =>
      workloadOf('agent', {
        kind: 'DaemonSet',
        status: {
          desiredNumberScheduled: 4,
          updatedNumberScheduled: 4,
          numberAvailable,
        },
      });
    expect(rolloutOf(agent(3)).detail).toBe('3 of 4 pods are available');
    expect(rolloutOf(agent(4)).state).toBe('complete');
  });
});

describe('unavailableDuringRollout', () => {
  it.each([
    ['a quarter of few pods is none', { replicas: 3 }, 0],
    ['a quarter of eight pods is two', { replicas: 8 }, 2],
    ['all of them at once', { strategy: { type: 'Recreate' } }, 2],
    [
      'one when neither number allows anything',
      { strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 0 } } },
      1,
    ],
    [
      'a number as it is',
      { strategy: { rollingUpdate: { maxUnavailable: 2, maxSurge: 0 } } },
      2,
    ],
  ])('%s', (_, spec, expected) => {
    expect(unavailableDuringRollout(workloadOf('web', { spec }))).toBe(
      expected,
    );
  });

  it('says how pods are replaced', () => {
    expect(strategyInWords(workloadOf('web'))).toBe(
      'new pods come first (surge)',
    );
    expect(
      strategyInWords(
        workloadOf('db', {
          kind: 'StatefulSet',
          spec: { updateStrategy: { type: 'OnDelete' } },
        }),
      ),
    ).toContain('OnDelete');
  });
});
