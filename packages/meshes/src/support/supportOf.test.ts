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

import { getMeshDefinition, meshDefinitions } from '../definitions';
import type { MeshDefinition, VersionLine } from '../model/definition';
import { supportSchema } from '../model/results';
import { lineSupport, supportOf } from './supportOf';

const NOW = new Date('2026-11-24T12:00:00Z');
const at = (date: string) => new Date(`${date}T12:00:00Z`);

const source = { from: 'example/repository:file', checked: '2026-11-23' };
function product(
  versions: Partial<VersionLine>[],
  extra: Partial<MeshDefinition> = {},
): MeshDefinition {
  return {
    ...getMeshDefinition('kuma'),
    displayName: 'Example (sidecar)',
    olderLinesEnded: undefined,
    versions: versions.map(v => ({
      line: '2.0',
      source,
      confirmed: true,
      ...v,
    })),
    ...extra,
  };
}

describe('supportOf', () => {
  it.each([
    ['2027-03-13', 'supported'],
    ['2027-03-14', 'ending'],
    ['2027-06-12', 'ending'],
    ['2027-06-13', 'ended'],
  ])('calls Kuma 2.14 on %s %s', (date, state) => {
    expect(
      supportOf(getMeshDefinition('kuma'), '2.14.3', at(date)),
    ).toMatchObject({ state, endOfLife: '2027-06-12', latest: '2.14.3' });
  });

  it('names the date and the newest patch release', () => {
    expect(supportOf(getMeshDefinition('kuma'), '2.14.1', NOW).text).toBe(
      'Kuma 2.14 is supported until 12 June 2027. 2.14.3 is the newest release of it that is known.',
    );
  });

  it('does not pretend to know the day of an approximate end of life', () => {
    const istio = getMeshDefinition('istio');
    expect(supportOf(istio, '1.30.3-distroless', NOW)).toMatchObject({
      state: 'ending',
      text: 'Support of Istio 1.30 ends about November 2026; the exact day is not known.',
    });
    expect(supportOf(istio, '1.30.3', at('2027-02-01')).state).toBe('ending');
    expect(supportOf(istio, '1.30.3', at('2027-06-01')).state).toBe('ended');
    expect(supportOf(istio, '1.30.3', at('2026-06-01')).state).toBe(
      'supported',
    );
  });

  it('calls a line ended that is older than what the support policy covers', () => {
    expect(supportOf(getMeshDefinition('istio'), '1.20.0', NOW)).toMatchObject({
      state: 'ended',
      text: 'Istio 1.20.0 is out of support: it is older than 1.29, the oldest line that still had any.',
    });
  });

  it('says so if a version is newer than its data', () => {
    expect(supportOf(getMeshDefinition('istio'), '1.45.1', NOW)).toMatchObject({
      state: 'unknown',
      text: 'Istio 1.45.1 is newer than every line that is known here (up to 1.31, as of 23 November 2026).',
    });
  });

  it('says nothing about old lines of a product without a known policy', () => {
    expect(supportOf(getMeshDefinition('cilium'), '1.10.0', NOW).state).toBe(
      'unknown',
    );
  });

  it('gives ended products their date and the way out, whatever the version', () => {
    const appMesh = getMeshDefinition('aws-app-mesh');
    for (const version of ['1.13.0', 'latest', undefined])
      expect(supportOf(appMesh, version, NOW)).toMatchObject({
        state: 'ended',
        endOfLife: '2026-09-30',
        text: 'AWS App Mesh ended on 30 September 2026: AWS shut the service down.',
        wayOut: expect.stringContaining('VPC Lattice'),
      });
    expect(supportOf(appMesh, '1.13.0', at('2026-09-30')).state).toBe('ending');
    expect(supportOf(appMesh, '1.13.0', at('2026-01-01')).state).toBe(
      'supported',
    );
  });

  it.each([
    [undefined, 'No version could be read'],
    ['latest', '"latest" is not a version of Istio'],
    ['1.31.0-rc.0', '1.31.0-rc.0 is a pre-release of Istio 1.31'],
  ])('knows no support for %s', (version, text) => {
    const support = supportOf(getMeshDefinition('istio'), version, NOW);
    expect(support.state).toBe('unknown');
    expect(support.text).toContain(text);
  });

  it('shows an announced line as unconfirmed', () => {
    expect(supportOf(getMeshDefinition('kuma'), '3.0.0', NOW)).toMatchObject({
      state: 'unknown',
      text: 'Kuma 3.0 was announced, but its release could not be confirmed.',
    });
  });

  it('finds the line of an edge release by its date', () => {
    const linkerd = getMeshDefinition('linkerd');
    expect(supportOf(linkerd, 'edge-26.8.3', NOW)).toMatchObject({
      state: 'supported',
      latest: 'edge-26.8.3',
    });
    expect(supportOf(linkerd, 'edge-26.6.3', NOW).text).toContain(
      'edge-26.8.3 is the newest release',
    );
    expect(supportOf(linkerd, 'edge-25.12.1', NOW)).toMatchObject({
      state: 'unknown',
      text: 'It belongs to Linkerd 2.18 or to a line up to 2.19; which one is not recorded.',
    });
    expect(supportOf(linkerd, 'edge-21.1.1', NOW).text).toContain(
      'older than every line',
    );
  });

  it('stops believing a statement without a date after a year', () => {
    const stated = (statedSupport: 'supported' | 'ending') =>
      product([{ line: '2.0', statedSupport }]);
    expect(supportOf(stated('supported'), '2.0.1', NOW).state).toBe(
      'supported',
    );
    expect(
      supportOf(stated('supported'), '2.0.1', at('2027-12-01')).state,
    ).toBe('unknown');
    expect(supportOf(stated('ending'), '2.0.1', NOW).state).toBe('ending');
    expect(supportOf(stated('ending'), '2.0.1', at('2027-12-01')).state).toBe(
      'ended',
    );
  });

  it('knows nothing about a version in a gap between lines', () => {
    const gap = product([{ line: '2.4' }, { line: '2.0' }]);
    expect(supportOf(gap, '2.2.0', NOW)).toMatchObject({
      state: 'unknown',
      text: 'Nothing is recorded about the support of Example 2.2.0.',
    });
  });

  it('gives every line of every definition a state and a sentence', () => {
    for (const definition of meshDefinitions)
      for (const line of definition.versions) {
        const support = supportSchema.parse(lineSupport(definition, line, NOW));
        expect(support.text).toMatch(/^[A-Za-z].{20,}\.$/);
      }
  });
});
