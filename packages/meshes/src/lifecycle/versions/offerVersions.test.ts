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

import { getMeshDefinition } from '../../definitions';
import { chartVersionOf } from './chartVersion';
import { offerVersions, type VersionFacts } from './offerVersions';

const NOW = new Date('2026-11-24T00:00:00Z');
const offer = (
  definition: string,
  versions: string[],
  facts: Partial<VersionFacts> = {},
) =>
  offerVersions(
    getMeshDefinition(definition),
    versions.map(version => ({ version })),
    { now: NOW, ...facts },
  );
const recommended = (offers: ReturnType<typeof offer>) =>
  offers.filter(o => o.recommended).map(o => o.version);

describe('the versions on offer', () => {
  it('are ordered as versions, each once, without what is none', () => {
    const offers = offer('kuma', [
      '2.9.10',
      'v2.14.3',
      '2.14.3',
      'main',
      '2.13.10',
    ]);
    expect(offers.map(o => o.version)).toEqual([
      'v2.14.3',
      '2.13.10',
      '2.9.10',
    ]);
  });

  it('recommend the newest that is supported and no pre-release', () => {
    const offers = offer('kuma', ['3.0.0-rc.1', '2.14.3', '2.13.10', '2.9.0']);
    expect(recommended(offers)).toEqual(['2.14.3']);
    expect(offers[0]).toMatchObject({ preRelease: true, recommended: false });
    expect(offers[3]).toMatchObject({ support: 'ended' });
    expect(offers[3].reasons).toEqual([
      expect.stringContaining('out of support'),
    ]);
  });

  it('leave out what does not suit the cluster', () => {
    const offers = offer('envoy-gateway', ['1.9.0', '1.8.3'], {
      kubernetesVersion: 'v1.32.4',
      gatewayApiVersion: 'v1.5.1',
    });
    expect(offers[0].reasons).toEqual([
      expect.stringContaining('Kubernetes 1.33 to 1.36'),
      expect.stringContaining('Gateway API'),
    ]);
    expect(recommended(offers)).toEqual(['1.8.3']);
  });

  it('offer upgrades one minor at a time', () => {
    const offers = offer('istio', ['1.30.3', '1.29.6', '1.28.1', '1.27.0'], {
      installedVersion: '1.28.1',
    });
    expect(offers.map(o => [o.version, o.upgrade])).toEqual([
      ['1.30.3', false],
      ['1.29.6', true],
      ['1.28.1', false],
      ['1.27.0', false],
    ]);
    expect(offers[0].reasons).toEqual([
      'One minor at a time: 1.29.6 comes before.',
    ]);
    expect(offers[3].reasons.join()).toContain('which is installed');
    expect(recommended(offers)).toEqual(['1.29.6']);
  });

  it('recommend nothing where nothing newer is there', () => {
    const offers = offer('kuma', ['2.14.3', '2.13.10'], {
      installedVersion: '2.14.3',
    });
    expect(recommended(offers)).toEqual([]);
  });

  it('read calendar versions of charts', () => {
    const offers = offer('linkerd', ['2026.8.3', '2026.6.3'], {
      installedVersion: 'edge-26.6.3',
      kubernetesVersion: 'v1.35.0',
    });
    expect(recommended(offers)).toEqual(['2026.8.3']);
    expect(chartVersionOf(getMeshDefinition('linkerd'), 'edge-26.8.3')).toBe(
      '2026.8.3',
    );
  });
});
