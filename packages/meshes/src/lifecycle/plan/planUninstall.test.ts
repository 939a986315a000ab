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
import type { PreflightFacts } from '../model';
import { planUninstall } from '.';
import {
  facts,
  ids,
  stepOf,
  installed,
  ISTIO_RELEASES,
} from './testing/fixtures';

describe('planning a removal', () => {
  const remove = (
    definition: string,
    options: { crds?: 'keep' | 'remove'; namespace?: 'keep' | 'remove' } = {},
    more: Partial<PreflightFacts> = {},
  ) =>
    planUninstall(
      getMeshDefinition(definition),
      {
        action: 'uninstall',
        instance: installed(definition, '1.30.3', { namespace: 'ns' }),
        crds: 'keep',
        namespace: 'keep',
        ...options,
      },
      facts(more),
    );

  it('goes backwards and keeps definitions by default', () => {
    expect(ids(remove('istio-ambient'))).toEqual([
      'delete-ztunnel',
      'delete-istio-cni',
      'delete-istiod',
      'delete-istio-base',
      'delete-leftovers',
      'verify',
    ]);
  });

  it('keeps the release whose definitions would go with it', () => {
    const kept = remove('linkerd');
    expect(ids(kept)).not.toContain('delete-linkerd-crds');
    expect(kept.notes.join()).toContain('linkerd-crds stays');
    const all = ids(remove('linkerd', { crds: 'remove' }));
    expect(all.indexOf('delete-linkerd-crds')).toBeGreaterThan(
      all.indexOf('delete-linkerd-control-plane'),
    );
  });

  it('removes definitions while their controller still runs, where finalizers need it', () => {
    const order = ids(remove('consul', { crds: 'remove' }));
    expect(order.indexOf('delete-crds')).toBeLessThan(
      order.indexOf('delete-consul'),
    );
  });

  it('says how many objects go', () => {
    const plan = remove(
      'istio',
      { crds: 'remove', namespace: 'remove' },
      {
        crds: [
          {
            name: 'virtualservices.networking.istio.io',
            group: 'networking.istio.io',
            versions: [],
            storedVersions: [],
            objects: 4,
          },
        ],
        namespaces: [{ name: 'istio-system' }],
      },
    );
    expect(stepOf(plan, 'delete-crds')).toMatchObject({
      title: 'Remove 1 custom resource definitions and 4 objects',
      names: ['virtualservices.networking.istio.io'],
      reversible: false,
    });
    expect(ids(plan)).toContain('delete-namespace-istio-system');
    expect(ids(plan)).not.toContain('delete-namespace-istio-ingress');
  });

  it('leaves what another revision shares', () => {
    const other = {
      id: 'istio~istio-system~blue',
      definition: 'istio',
      revision: 'blue',
    };
    const plan = remove(
      'istio',
      { crds: 'remove', namespace: 'remove' },
      {
        meshes: [other as NonNullable<PreflightFacts['meshes']>[number]],
        releases: ISTIO_RELEASES,
      },
    );
    expect(ids(plan).filter(id => id.startsWith('delete'))).toEqual([
      'delete-istiod',
    ]);
  });

  it('leaves the control plane to sidecars when ambient mode goes', () => {
    const sidecars = {
      id: 'istio~istio-system~default',
      definition: 'istio',
      revision: 'default',
    };
    const plan = remove(
      'istio-ambient',
      { crds: 'remove' },
      { meshes: [sidecars as NonNullable<PreflightFacts['meshes']>[number]] },
    );
    expect(ids(plan)).toEqual(['delete-ztunnel', 'verify']);
  });

  it('never removes the network', () => {
    expect(remove('cilium').findings).toEqual([
      expect.objectContaining({ id: 'network-guard', severity: 'blocking' }),
    ]);
  });

  it('takes the policy of the Gateway API away only with its definitions', () => {
    const kept = remove('gateway-api');
    expect([kept.steps, kept.findings.map(({ id }) => id)]).toEqual([
      [],
      ['nothing-to-remove'],
    ]);
    expect(ids(remove('gateway-api', { crds: 'remove' }))).toEqual([
      'delete-leftovers',
      'delete-crds',
      'verify',
    ]);
  });
});
