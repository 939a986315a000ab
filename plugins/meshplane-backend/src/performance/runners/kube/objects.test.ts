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

import { endOf, type Pod, troubleOf } from './objects';

function podWith(status: Pod['status']): Pod {
  return { metadata: { name: 'p' }, spec: { containers: [] }, status };
}

const waiting = (reason: string, message?: string) =>
  podWith({
    containerStatuses: [
      { name: 'generator', state: { waiting: { reason, message } } },
    ],
  });

describe('troubleOf', () => {
  it.each([
    ['ErrImageNeverPull', true],
    ['InvalidImageName', true],
    ['ImagePullBackOff', false],
    ['ErrImagePull', false],
  ])('tells of %s, and whether waiting helps', (reason, hopeless) => {
    expect(troubleOf(waiting(reason, 'no such image'))).toEqual({
      hopeless,
      message: `container "generator" of pod "p": ${reason}: no such image`,
    });
  });

  it('tells why a pod has no node', () => {
    expect(
      troubleOf(
        podWith({
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              message: '0/3 nodes are available: 3 Insufficient cpu.',
            },
          ],
        }),
      ),
    ).toEqual({
      hopeless: false,
      message:
        'pod "p" cannot be scheduled: 0/3 nodes are available: 3 Insufficient cpu.',
    });
  });

  it('has nothing to say of a pod on its way', () => {
    expect(troubleOf(waiting('ContainerCreating'))).toBeUndefined();
    expect(troubleOf(podWith({ phase: 'Pending' }))).toBeUndefined();
  });
});

describe('endOf', () => {
  it('says how a container ended', () => {
    const ended = (exitCode: number, reason: string) =>
      podWith({
        containerStatuses: [
          { name: 'generator', state: { terminated: { exitCode, reason } } },
        ],
      });
    expect(endOf(ended(137, 'OOMKilled'), 'generator')).toBe(
      'ended with code 137 (OOMKilled)',
    );
    expect(endOf(ended(1, 'Error'), 'generator')).toBe('ended with code 1');
    expect(
      endOf(podWith({ phase: 'Failed', reason: 'Evicted' }), 'generator'),
    ).toBe('is Failed (Evicted)');
  });
});
