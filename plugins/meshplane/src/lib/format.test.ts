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
  asSentence,
  objectLabel,
  percent,
  plural,
  relativeTime,
} from './format';

const now = Date.parse('2026-11-24T12:00:00Z');

describe('relativeTime', () => {
  it.each([
    ['2026-11-24T11:59:58Z', 'just now'],
    ['2026-11-24T11:59:20Z', '40 s ago'],
    ['2026-11-24T11:15:00Z', '45 min ago'],
    ['2026-11-23T14:00:00Z', '22 h ago'],
    ['2026-11-20T12:00:00Z', '4 days ago'],
    ['2026-11-24T12:00:30Z', 'in 30 s'],
    ['never', 'never'],
  ])('reads %s as %s', (iso, text) => {
    expect(relativeTime(iso, now)).toBe(text);
  });
});

describe('percent', () => {
  it('claims neither nothing nor everything unless it is so', () => {
    expect(percent(1, 1000)).toBe(1);
    expect(percent(999, 1000)).toBe(99);
    expect(percent(1000, 1000)).toBe(100);
    expect(percent(0, 0)).toBe(0);
  });
});

it('starts sentences with a capital letter, but leaves names alone', () => {
  expect(asSentence('namespace label is set')).toBe('Namespace label is set');
  expect(asSentence('istio.io/rev=x asks for it')).toBe(
    'istio.io/rev=x asks for it',
  );
  expect(asSentence('')).toBe('');
});

it('counts in words', () => {
  expect(plural(1, 'pod')).toBe('1 pod');
  expect(plural(1200, 'pod')).toBe('1,200 pods');
});

it('names objects with and without a namespace', () => {
  const object = { apiVersion: 'v1', kind: 'Service', name: 'cart' };
  expect(objectLabel({ ...object, namespace: 'shop' })).toBe(
    'Service shop/cart',
  );
  expect(objectLabel(object)).toBe('Service cart');
});
