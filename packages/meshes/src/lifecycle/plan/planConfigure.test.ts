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
import { planConfigure } from '.';
import { facts, ids, release, installed, istio } from './testing/fixtures';

describe('planning a configuration', () => {
  const cilium = getMeshDefinition('cilium');
  const instance = installed('cilium', '1.20.0');

  it('switches features over the installed values, with the same version', () => {
    const plan = planConfigure(
      cilium,
      {
        action: 'configure',
        instance,
        toggles: { gatewayAPI: true, encryption: 'wireguard' },
      },
      facts({
        releases: [release('cilium', 'cilium', '1.20.0', 'kube-system')],
      }),
    );
    expect(plan.steps[0]).toMatchObject({
      chart: { version: '1.20.0' },
      overInstalledValues: true,
      values: {
        gatewayAPI: { enabled: true },
        encryption: { enabled: true, type: 'wireguard' },
      },
    });
    expect(ids(plan).slice(1)).toEqual([
      'restart-cilium-operator',
      'restart-cilium',
      'verify',
    ]);
  });

  it.each([
    [{ nothing: true }, 'toggle-unknown:nothing'],
    [{ encryption: 'rot13' }, 'option-unknown:encryption'],
    [{}, 'nothing-asked'],
  ])('refuses %j', (toggles, finding) => {
    const plan = planConfigure(
      cilium,
      { action: 'configure', instance, toggles },
      facts(),
    );
    expect(plan.findings.map(({ id }) => id)).toEqual([finding]);
  });

  it('does not take over a network that Helm did not install', () => {
    const plan = planConfigure(
      cilium,
      { action: 'configure', instance, toggles: { hubble: true } },
      facts({ releases: [] }),
    );
    expect(plan.findings.map(({ id }) => id)).toEqual(['release-missing']);
  });

  it('removes a tag with everything that stands for it', () => {
    const plan = planConfigure(
      istio,
      {
        action: 'configure',
        instance: installed('istio', '1.30.3'),
        tags: { prod: null },
      },
      facts(),
    );
    expect(plan.steps[0]).toMatchObject({
      type: 'delete-objects',
      objects: [
        {
          kind: 'MutatingWebhookConfiguration',
          name: 'istio-revision-tag-prod',
        },
        { kind: 'Service', name: 'istiod-revision-tag-prod' },
      ],
    });
  });
});
