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
  evaluateSafeUpgrades,
  isOneWay,
  safeUpgradesFormOf,
  type SafeUpgradesForm,
} from './safeUpgrades';

const GROUP = 'gateway.networking.k8s.io';
const crd = (bundleVersion?: string, channel = 'standard') => ({
  group: GROUP,
  bundleVersion,
  channel,
});

/** The version checks of upstream's three forms, as they stand in the policies. */
const ANNOTATION =
  "object.metadata.annotations['gateway.networking.k8s.io/bundle-version']";
const EXPRESSIONS: Record<Exclude<SafeUpgradesForm, 'unknown'>, string> = {
  '1.5': `!matches(${ANNOTATION}, 'v1.[0-4].\\\\d+') && !matches(${ANNOTATION}, 'v0')`,
  '1.6-standard': `matches(${ANNOTATION}, '-(rc)') || ( !matches(${ANNOTATION}, 'v1.[0-5].\\\\d+') && !matches(${ANNOTATION}, 'v0') )`,
  '1.6-experimental': `${ANNOTATION} == 'v0.0.0-dev' || (${ANNOTATION}.startsWith('v1.') && !matches(${ANNOTATION}, '^v1\\\\.[0-4](\\\\.|$)'))`,
};

describe('the form of the safe-upgrades policy', () => {
  it.each(Object.entries(EXPRESSIONS))(
    'is told from its expressions: %s',
    (form, expression) => {
      expect(safeUpgradesFormOf({ expressions: [expression] })).toBe(form);
    },
  );

  it('is not guessed from expressions that are not known', () => {
    expect(
      safeUpgradesFormOf({ bundleVersion: 'v1.6.1', expressions: ['true'] }),
    ).toBe('unknown');
  });

  it.each([
    ['v1.5.0-dev', undefined, '1.5'],
    ['v1.6.1', 'standard', '1.6-standard'],
    ['v1.6.1', 'experimental', '1.6-experimental'],
    ['v1.6.1', undefined, 'unknown'],
    ['v1.7.0', 'standard', 'unknown'],
    [undefined, undefined, 'unknown'],
  ])(
    'follows from the bundle where expressions are not known: %s %s',
    (bundleVersion, channel, form) => {
      expect(safeUpgradesFormOf({ bundleVersion }, { channel })).toBe(form);
    },
  );
});

describe('the verdict of the safe-upgrades policy', () => {
  const versions = [
    'v0.6.2',
    'v0.8.1',
    'v1.0.0',
    'v1.1.1',
    'v1.2.1',
    'v1.4.1',
    'v1.5.0',
    'v1.5.1',
    'v1.6.0',
    'v1.6.1',
    'v1.6.0-rc.1',
    'v1.5.0-rc.2',
    'v0.0.0-dev',
  ];
  it.each([
    [
      '1.5',
      [
        'v0.6.2',
        'v0.8.1',
        'v1.0.0',
        'v1.1.1',
        'v1.2.1',
        'v1.4.1',
        'v0.0.0-dev',
      ],
    ],
    [
      '1.6-standard',
      [
        'v0.6.2',
        'v0.8.1',
        'v1.0.0',
        'v1.1.1',
        'v1.2.1',
        'v1.4.1',
        // Although its message says "before v1.5.0".
        'v1.5.0',
        'v1.5.1',
        'v0.0.0-dev',
      ],
    ],
    [
      '1.6-experimental',
      ['v0.6.2', 'v0.8.1', 'v1.0.0', 'v1.1.1', 'v1.2.1', 'v1.4.1'],
    ],
  ] as [SafeUpgradesForm, string[]][])(
    'of form %s refuses exactly these versions',
    (form, denied) => {
      const refused = versions.filter(
        version =>
          evaluateSafeUpgrades(form, undefined, crd(version)).decision ===
          'denied',
      );
      expect(refused).toEqual(denied);
    },
  );

  it.each(['1.5', '1.6-standard', '1.6-experimental'] as const)(
    'of form %s refuses definitions without the annotation',
    form => {
      expect(
        evaluateSafeUpgrades(form, undefined, crd(undefined)).decision,
      ).toBe('denied');
    },
  );

  it.each([
    ['standard', 'experimental', 'denied'],
    ['experimental', 'experimental', 'allowed'],
    ['experimental', 'standard', 'allowed'],
    ['standard', 'standard', 'allowed'],
    // A new experimental definition replaces nothing.
    [undefined, 'experimental', 'allowed'],
  ])('on %s replaced by %s is: %s', (before, after, decision) => {
    expect(
      evaluateSafeUpgrades(
        '1.6-standard',
        before === undefined ? undefined : crd('v1.6.1', before),
        crd('v1.6.1', after),
      ).decision,
    ).toBe(decision);
  });

  it('concerns one group only, and leaves what it does not know open', () => {
    expect(
      evaluateSafeUpgrades('1.6-standard', undefined, {
        group: 'gateway.networking.x-k8s.io',
      }).decision,
    ).toBe('allowed');
    expect(
      evaluateSafeUpgrades('unknown', undefined, crd('v1.2.1')).decision,
    ).toBe('unknown');
  });
});

describe('the way back from a bundle', () => {
  it.each([
    ['v1.5.1', 'v1.6.1', 'standard', true],
    [undefined, 'v1.6.1', 'standard', true],
    ['v1.6.0', 'v1.6.1', 'standard', false],
    ['v1.5.1', 'v1.6.1', 'experimental', false],
    ['v1.4.1', 'v1.5.1', 'standard', false],
  ])('%s to %s (%s) is closed: %s', (from, to, channel, closed) => {
    expect(isOneWay(from, to, channel)).toBe(closed);
  });
});
