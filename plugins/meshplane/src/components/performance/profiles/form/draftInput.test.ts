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
  checkoutInput,
  profileOf,
} from '../../../../../dev/performance/profileFixtures';
import { fieldName } from '../fieldName';
import { inputOf } from './draftInput';
import { draftOf, emptyDraft, newEndpoint } from './profileDraft';

function problemsOf(draft: Parameters<typeof inputOf>[0]) {
  const read = inputOf(draft);
  return 'problems' in read ? read.problems : {};
}

it('names fields as the screen does', () => {
  expect(
    [
      'load.endpoints.0.url',
      'load.load.stages.2.from',
      'load.connections',
      'runner.cluster',
      'tags.3',
    ].map(fieldName),
  ).toEqual([
    'Endpoint 1, address',
    'Stage 3, from',
    'Connections',
    'Cluster',
    'Tags',
  ]);
});

describe('the form of a profile', () => {
  it('gives back a stored profile as it was', () => {
    const profile = profileOf('p', {
      ...checkoutInput,
      stopAtErrorRate: 0.07,
      load: {
        ...checkoutInput.load,
        tls: { verify: false, serverName: 'checkout' },
        preserved: { smp: { a: 1 } },
      },
    });
    const read = inputOf(draftOf(profile), {
      preserved: profile.load.preserved,
    });
    expect(read).toEqual({
      input: expect.objectContaining({
        load: profile.load,
        runner: profile.runner,
        measured: profile.measured,
        tags: profile.tags,
        stopAtErrorRate: 0.07,
      }),
    });
  });

  it('names every field that is wrong', () => {
    const draft = emptyDraft();
    expect(
      problemsOf({
        ...draft,
        connections: 'many',
        endpoints: [{ ...newEndpoint('not an address'), headers: 'Accept' }],
        stages: [{ key: 'a', seconds: '0', from: '', to: '10' }],
        stopAtErrorRate: '120',
      }),
    ).toEqual({
      name: 'This is needed.',
      'load.connections': 'A number is needed.',
      'load.endpoints.0.url': expect.stringContaining('An address is needed'),
      'load.endpoints.0.headers': 'Line 1: "Accept" is not Name: value.',
      'load.load.stages.0.seconds': 'More than 0.',
      'load.load.stages.0.from': 'A number is needed.',
      stopAtErrorRate: 'A number from 0 to 100 is needed.',
    });
  });

  it('sends streams only where the transport has them', () => {
    const draft = {
      ...emptyDraft({ url: 'http://a.example:80/', name: 'a' }),
      streams: '20',
    };
    expect(inputOf(draft)).toHaveProperty('input.load.streams', undefined);
    expect(inputOf({ ...draft, transport: 'http2' })).toHaveProperty(
      'input.load.streams',
      20,
    );
  });
});
