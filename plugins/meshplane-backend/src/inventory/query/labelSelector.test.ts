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

import { matchesLabels, parseLabelSelector } from './labelSelector';

const select = (selector: string, labels: Record<string, string>) =>
  matchesLabels(labels, parseLabelSelector(selector));

describe('label selectors', () => {
  it.each([
    ['', {}, true],
    ['  ', { a: 'b' }, true],
    ['app=shop', { app: 'shop' }, true],
    ['app==shop', { app: 'shop' }, true],
    [' app = shop ', { app: 'shop' }, true],
    ['app=shop', { app: 'web' }, false],
    ['app=shop', {}, false],
    ['app=', { app: '' }, true],
    ['app=,tier=a', { app: '', tier: 'a' }, true],
    ['app!=shop', { app: 'web' }, true],
    ['app!=shop', {}, true],
    ['app!=shop', { app: 'shop' }, false],
    ['app', { app: '' }, true],
    ['app', {}, false],
    ['!app', {}, true],
    ['!app', { app: 'x' }, false],
    ['tier in (web, api)', { tier: 'api' }, true],
    ['tier in (web,api)', { tier: 'db' }, false],
    ['tier in (web,api)', {}, false],
    ['tier notin (web)', { tier: 'db' }, true],
    ['tier notin (web)', {}, true],
    ['tier notin (web)', { tier: 'web' }, false],
    [
      'app.kubernetes.io/name=x,!legacy,in',
      { 'app.kubernetes.io/name': 'x', in: '1' },
      true,
    ],
    ['app=a,app=b', { app: 'a' }, false],
    ['constructor', {}, false],
  ])('%j against %j: %s', (selector, labels, expected) => {
    expect(select(selector, labels as Record<string, string>)).toBe(expected);
  });

  it.each([
    ['app=shop,', 'expected a label key, found the end'],
    [',app', 'expected a label key, found ","'],
    ['=shop', 'expected a label key, found "="'],
    [
      'app shop',
      'expected "=", "!=", "in" or "notin" after "app", found "shop"',
    ],
    ['app=shop tier=web', 'expected a comma, found "tier"'],
    ['tier in web', 'expected an opening bracket, found "web"'],
    ['tier in (web', 'expected a closing bracket, found the end'],
    ['app=-bad', '"-bad" is not a label value'],
    ['Bad_Prefix/name=x', '"Bad_Prefix/name" is not a label key'],
    ['a/b/c', '"a/b/c" is not a label key'],
    [`${'k'.repeat(64)}=x`, `"${'k'.repeat(64)}" is not a label key`],
    ['app=shop;drop', '"shop;drop" is not a label value'],
  ])('refuses %j and names what is wrong', (selector, message) => {
    expect(() => parseLabelSelector(selector)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: `Label selector "${selector}": ${message}`,
      }),
    );
  });
});
