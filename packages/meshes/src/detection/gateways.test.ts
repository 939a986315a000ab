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

import type { KubeObject } from '../model/objects';
import { codesOf, describeObjects } from '../testing/describe';
import { controller, gatewayApiCrds } from '../testing/installations';
import {
  crd,
  deploymentWithPods,
  gateway,
  gatewayClass,
} from '../testing/objects';

type Objects = readonly (KubeObject | readonly KubeObject[])[];

describe('gateways', () => {
  const envoyGateway = (version = 'v1.9.0') => [
    controller(
      'envoy-gateway-system',
      'eg',
      { 'control-plane': 'envoy-gateway' },
      `docker.io/envoyproxy/gateway:${version}`,
      { container: 'envoy-gateway' },
    ),
    gatewayClass('eg', 'gateway.envoyproxy.io/gatewayclass-controller'),
  ];
  const find = (objects: Objects) =>
    describeObjects(objects).meshes.find(m => m.definition === 'envoy-gateway');

  it('are listed with their class and whether they are programmed', () => {
    const mesh = find([
      envoyGateway(),
      gatewayApiCrds('v1.6.1'),
      gateway('shop', 'web', 'eg'),
      gateway('shop', 'broken', 'eg', 'False'),
      gateway('shop', 'other', 'istio'),
    ]);
    expect(
      mesh?.gateways.map(g => [g.object.name, g.programmed, g.listeners]),
    ).toEqual([
      ['broken', 'false', 1],
      ['web', 'true', 1],
    ]);
    expect(mesh?.health).toBe('degraded');
    expect(mesh?.reasons.map(r => r.text)).toContain(
      'Gateway shop/broken is not programmed: no address',
    );
  });

  it('warn about a class that is not accepted', () => {
    const mesh = find([
      envoyGateway()[0],
      gatewayClass(
        'eg',
        'gateway.envoyproxy.io/gatewayclass-controller',
        false,
      ),
      gatewayApiCrds('v1.6.1'),
    ]);
    expect(mesh && codesOf(mesh)).toContain('gateway-class-not-accepted');
  });

  it('warn about a Gateway API bundle out of range or missing', () => {
    const outOfRange = find([envoyGateway(), gatewayApiCrds('v1.2.1')]);
    expect(outOfRange && codesOf(outOfRange)).toContain('gateway-api-range');
    const fits = find([envoyGateway(), gatewayApiCrds('v1.6.1')]);
    expect(fits?.reasons.filter(r => /^gateway-api/.test(r.code))).toEqual([]);
    const missing = find([envoyGateway()]);
    expect(missing && codesOf(missing)).toContain('gateway-api-missing');
  });

  it('count their proxies by class where labels are shared', () => {
    const label = { 'gateway.envoyproxy.io/owning-gateway-name': 'web' };
    const mesh = find([
      envoyGateway(),
      gatewayApiCrds('v1.6.1'),
      gateway('shop', 'web', 'eg'),
      deploymentWithPods('shop', 'envoy-web', [{ labels: label }], {
        labels: label,
        podLabels: label,
      }),
    ]);
    expect(mesh?.dataPlane.pods).toBe(1);
  });
});

describe('the Gateway API bundle', () => {
  const bundle = (objects: Objects) => describeObjects(objects).meshes[0];

  it('has version and channel', () => {
    const standard = bundle([gatewayApiCrds('v1.5.1', 'standard')]);
    expect([standard.version, standard.channel, standard.health]).toEqual([
      '1.5.1',
      'standard',
      'healthy',
    ]);
    expect(bundle([gatewayApiCrds('v1.6.1', 'experimental')]).channel).toBe(
      'experimental',
    );
  });

  it('says which CRDs come from another bundle', () => {
    const mesh = bundle([
      gatewayApiCrds('v1.5.1', 'standard'),
      gatewayApiCrds('v1.1.1', 'experimental', ['TLSRoute']),
    ]);
    expect(mesh.version).toBe('1.5.1');
    expect(mesh.health).toBe('degraded');
    expect(codesOf(mesh)).toEqual(
      expect.arrayContaining(['mixed-bundle-versions', 'mixed-channels']),
    );
    expect(mesh.reasons[0].text).toContain('v1.1.1 (tlsroutes)');
  });

  it('says where no version is stated and what is still stored in an old one', () => {
    const mesh = bundle([
      gatewayApiCrds(),
      crd('gateway.networking.k8s.io', 'UDPRoute', {
        stored: ['v1alpha2', 'v1'],
      }),
      crd('gateway.networking.k8s.io', 'TCPRoute', { established: false }),
    ]);
    expect(codesOf(mesh)).toContain('bundle-version-missing');
    const codes = mesh.components.flatMap(codesOf);
    expect(codes).toEqual(
      expect.arrayContaining([
        'stored-version-not-served',
        'crd-not-established',
      ]),
    );
    expect(mesh.health).toBe('unhealthy');
  });
});
