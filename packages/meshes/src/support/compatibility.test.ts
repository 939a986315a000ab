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

import { getMeshDefinition } from '../definitions';
import {
  gatewayApiCompatibility,
  kubernetesCompatibility,
} from './compatibility';

describe('kubernetesCompatibility', () => {
  it.each([
    ['istio', '1.30.3', 'v1.36.3', 'in-range'],
    ['istio', '1.30.3', 'v1.36.3-gke.100', 'in-range'],
    ['istio', '1.30.3', '1.32+', 'in-range'],
    ['istio', '1.30.3', 'v1.37.0', 'out-of-range'],
    ['istio', '1.30.3', 'v1.31.9', 'out-of-range'],
    ['linkerd', 'edge-26.8.3', 'v1.36.3', 'out-of-range'],
    ['linkerd', 'edge-26.8.3', 'v1.35.0', 'in-range'],
    ['kgateway', '2.3.0', 'v1.35.0', 'unknown'],
    ['istio', '1.45.0', 'v1.35.0', 'unknown'],
    ['istio', undefined, 'v1.35.0', 'unknown'],
    ['istio', '1.30.3', undefined, 'unknown'],
    ['istio', '1.30.3', 'next', 'unknown'],
  ])('%s %s on %s is %s', (id, version, kubernetes, state) => {
    expect(
      kubernetesCompatibility(getMeshDefinition(id), version, kubernetes),
    ).toMatchObject({ state });
  });

  it('says what is needed and what is there', () => {
    const istio = getMeshDefinition('istio');
    expect(kubernetesCompatibility(istio, '1.30.3', 'v1.31.9')).toEqual({
      state: 'out-of-range',
      text: 'Istio 1.30 supports Kubernetes 1.32 to 1.36, but the cluster runs 1.31.9.',
      range: '>=1.32.0 <1.37.0',
    });
  });

  it('raises no alarm over a range that could not be confirmed', () => {
    const cilium = getMeshDefinition('cilium');
    const old = kubernetesCompatibility(cilium, '1.20.0', 'v1.20.0');
    expect(old.state).toBe('unknown');
    expect(old.text).toContain('could not be confirmed');
    expect(kubernetesCompatibility(cilium, '1.20.0', 'v1.36.0').state).toBe(
      'in-range',
    );
  });
});

describe('gatewayApiCompatibility', () => {
  it.each([
    ['linkerd', 'edge-26.8.3', 'v1.5.1', 'in-range'],
    ['linkerd', 'edge-26.8.3', 'v1.6.1', 'out-of-range'],
    ['envoy-gateway', 'v1.9.0', 'v1.6.1', 'in-range'],
    ['envoy-gateway', 'v1.9.0', 'v1.5.1', 'out-of-range'],
    ['envoy-gateway', 'v1.8.3', 'v1.5.1', 'in-range'],
    ['nginx-gateway-fabric', '2.6.7', 'v1.5.1', 'in-range'],
    ['traefik', 'v3.7.11', 'v1.4.0', 'out-of-range'],
    ['cilium', 'v1.20.0', 'v1.5.1', 'unknown'],
    ['kgateway', 'v2.3.0', 'v1.5.1', 'unknown'],
    ['istio', '1.30.3', undefined, 'unknown'],
    ['istio', '1.30.3', 'master', 'unknown'],
  ])('%s %s with %s is %s', (id, version, bundle, state) => {
    expect(
      gatewayApiCompatibility(getMeshDefinition(id), version, bundle),
    ).toMatchObject({ state });
  });

  it('names the kinds that Istio ignores without an error', () => {
    const istio = getMeshDefinition('istio');
    const result = gatewayApiCompatibility(istio, '1.30.3', 'v1.2.1');
    expect(result).toMatchObject({
      state: 'in-range',
      ignoredKinds: ['BackendTLSPolicy', 'TLSRoute'],
    });
    expect(result.text).toContain(
      'Ignored without an error: BackendTLSPolicy (needs 1.4.0), TLSRoute (needs 1.5.0).',
    );
    expect(
      gatewayApiCompatibility(istio, '1.30.3', 'v1.5.1').ignoredKinds,
    ).toEqual([]);
    expect(
      gatewayApiCompatibility(istio, '1.31.0', 'v1.5.1').ignoredKinds,
    ).toEqual(['TCPRoute']);
  });
});
