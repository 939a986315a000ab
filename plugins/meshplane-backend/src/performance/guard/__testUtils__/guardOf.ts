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

import { mockServices } from '@backstage/backend-test-utils';
import { profileInputSchema } from '@meshplane/plugin-meshplane-common';
import type { JsonObject } from '@backstage/types';
import type { ProfileRow } from '../../stores/model';
import { readMeshplaneConfig } from '../../../config';
import {
  createTargetGuard,
  type TargetGuardOptions,
} from '../createTargetGuard';

/** Parts of a load or endpoint that a test sets. */
export type LoadOverrides = Record<string, unknown>;

/** Addresses of the DNS of these tests. */
const DNS: Record<string, string[]> = {
  'shop.example.com': ['93.184.216.34'],
  'rebound.example.com': ['93.184.216.34', '169.254.169.254'],
  'metadata.google.internal': ['169.254.169.254'],
  'shop.shop.svc.cluster.local': ['10.96.14.3'],
  localhost: ['127.0.0.1', '::1'],
};

/** A guard of a section of the configuration, over a catalog and a DNS of its own. */
export function guardOf(
  section: JsonObject,
  overrides: Partial<TargetGuardOptions> & {
    annotations?: Record<string, string>;
  } = {},
) {
  const { performance } = readMeshplaneConfig(
    mockServices.rootConfig({ data: { meshplane: { performance: section } } }),
  );
  const { annotations = {}, ...rest } = overrides;
  return createTargetGuard({
    config: performance,
    auth: mockServices.auth(),
    catalog: {
      getEntityByRef: async ref => {
        const annotation = annotations[String(ref)];
        return annotation === undefined
          ? undefined
          : {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: {
                name: 'shop',
                annotations: { 'meshplane.io/performance-target': annotation },
              },
            };
      },
    },
    resolve: async host => {
      if (/^[0-9.]+$|:/.test(host)) return [host];
      const found = DNS[host];
      if (!found) throw new Error(`getaddrinfo ENOTFOUND ${host}`);
      return found;
    },
    ...rest,
  });
}

/** A profile with one endpoint. */
export function inputOf(
  url: string,
  {
    load = {},
    endpoint = {},
    ...rest
  }: { load?: LoadOverrides; endpoint?: LoadOverrides } & LoadOverrides = {},
): ProfileRow['input'] {
  return profileInputSchema.parse({
    name: 'Shop',
    load: {
      name: 'shop',
      endpoints: [{ url, ...endpoint }],
      load: { model: 'open', stages: [{ seconds: 10, from: 10, to: 10 }] },
      ...load,
    },
    ...rest,
  });
}

/** A section that allows every target of up to five labels. */
export const EVERYTHING = {
  targets: ['*', '*.*', '*.*.*', '*.*.*.*', '*.*.*.*.*'],
  allowPrivateAddresses: ['*', '*.*', '*.*.*', '*.*.*.*', '*.*.*.*.*'],
  allowLoopback: ['*', '*.*', '*.*.*', '*.*.*.*'],
};

/** What the guard has against a profile, one a line. */
export const messages = async (
  guard: ReturnType<typeof guardOf>,
  input: ProfileRow['input'],
) => (await guard.check(input)).map(({ message }) => message).join('\n');
