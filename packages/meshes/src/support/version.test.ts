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

import fc from 'fast-check';
import { compareMeshVersions, parseMeshVersion } from './version';

describe('parseMeshVersion', () => {
  it.each([
    ['1.30.3', '1.30.3'],
    ['v1.9.0', '1.9.0'],
    ['V2.0.1', '2.0.1'],
    [' 1.2.3 ', '1.2.3'],
    ['1.30', '1.30.0'],
    ['1.30.3-distroless', '1.30.3'],
    ['1.30.3-debug', '1.30.3'],
    ['2.2.0-ubi', '2.2.0'],
    ['1.29.4-gke.100', '1.29.4'],
    ['1.24.3+build.7', '1.24.3'],
    ['1.31.0-rc.0', '1.31.0-rc.0'],
    ['1.31.0-RC.0', '1.31.0-rc.0'],
    ['v1.20.0-rc1', '1.20.0-rc.1'],
    ['1.20.0-pre-2', '1.20.0-pre.2'],
    ['1.31.0-rc.0-distroless', '1.31.0-rc.0'],
    ['1.31-alpha.8c2ff3', '1.31.0-alpha'],
    ['0.0.0', '0.0.0'],
  ])('reads %s as %s', (text, canonical) => {
    expect(parseMeshVersion(text)?.text).toBe(canonical);
  });

  it.each([
    undefined,
    '',
    'latest',
    'auto',
    '1',
    'v1.x',
    '1.2.3.4',
    'edge-26.6.3',
    'edge',
    'sha256:0df5b2750b64',
    '7019d6d3608e',
    '99999999999.1.0',
    `1.2.3-${'a'.repeat(300)}`,
  ])('does not take %s for a version', text => {
    expect(parseMeshVersion(text)).toBeUndefined();
  });

  it.each([
    ['edge-26.6.3', 'edge-26.6.3'],
    ['edge-24.11.8', 'edge-24.11.8'],
    ['2026.6.3', 'edge-26.6.3'],
    ['edge-26.6.3-debug', 'edge-26.6.3'],
    ['stable-2.14.10', '2.14.10'],
    ['enterprise-2.18.1', '2.18.1'],
    ['2.17.0', '2.17.0'],
  ])('reads %s of a product with edge releases as %s', (text, canonical) => {
    expect(parseMeshVersion(text, 'calendar-edge')?.text).toBe(canonical);
  });

  it('gives the parts of an edge release as year, month and number', () => {
    expect(parseMeshVersion('edge-26.6.3', 'calendar-edge')).toMatchObject({
      scheme: 'edge',
      major: 26,
      minor: 6,
      patch: 3,
    });
  });
});

const numberPart = fc.integer({ min: 0, max: 40 });
const semverText = fc
  .tuple(
    numberPart,
    numberPart,
    numberPart,
    fc.constantFrom('', '-rc.0', '-rc.1', '-alpha.2', '-distroless'),
  )
  .map(([a, b, c, rest]) => `${a}.${b}.${c}${rest}`);
const edgeText = fc
  .tuple(
    fc.integer({ min: 20, max: 29 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([year, month, n]) => `edge-${year}.${month}.${n}`);
const version = fc.oneof(semverText, edgeText).map(text => {
  const parsed = parseMeshVersion(text, 'calendar-edge');
  if (!parsed) throw new Error(`"${text}" should be a version`);
  return parsed;
});

describe('compareMeshVersions', () => {
  it('orders patch levels as numbers, not as text', () => {
    const sorted = ['1.30.10', '1.9.0', '1.30.2', '1.30.2-rc.1']
      .flatMap(text => parseMeshVersion(text) ?? [])
      .sort(compareMeshVersions)
      .map(({ text }) => text);
    expect(sorted).toEqual(['1.9.0', '1.30.2-rc.1', '1.30.2', '1.30.10']);
  });

  it('is a total order: antisymmetric and transitive', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareMeshVersions(a, b))).toBe(
          0 - Math.sign(compareMeshVersions(b, a)),
        );
        const [x, y, z] = [a, b, c].sort(compareMeshVersions);
        expect(compareMeshVersions(x, y)).toBeLessThanOrEqual(0);
        expect(compareMeshVersions(y, z)).toBeLessThanOrEqual(0);
        expect(compareMeshVersions(x, z)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('calls versions equal exactly if their canonical texts are equal', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(compareMeshVersions(a, b) === 0).toBe(a.text === b.text);
      }),
    );
  });

  it('reads its own canonical text back', () => {
    fc.assert(
      fc.property(version, a => {
        expect(parseMeshVersion(a.text, 'calendar-edge')).toEqual(a);
      }),
    );
  });
});
