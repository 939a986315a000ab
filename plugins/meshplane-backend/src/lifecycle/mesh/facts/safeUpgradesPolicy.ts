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

import type { SafeUpgradesPolicyFacts } from '@meshplane/meshes';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { kubeJson } from '../../../manifests/kubeJson';
import { hasStatus } from '../../../manifests/kubeJson';

/** Name of the admission policy that Gateway API bundles bring since 1.5. */
const POLICY = 'safe-upgrades.gateway.networking.k8s.io';
const BASE = '/apis/admissionregistration.k8s.io/v1';

const policySchema = z.looseObject({
  metadata: z.looseObject({
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.looseObject({
    validations: z.array(z.looseObject({ expression: z.string() })).nullish(),
  }),
});

const bindingSchema = z.looseObject({
  spec: z.looseObject({ validationActions: z.array(z.string()).nullish() }),
});

/**
 * The policy that guards the Gateway API's CRDs.
 *
 * @returns null when it is not there, undefined when it may not be read
 */
export async function readSafeUpgradesPolicy(
  connection: ClusterConnection,
  signal?: AbortSignal,
): Promise<SafeUpgradesPolicyFacts | null | undefined> {
  try {
    const { value } = await kubeJson(
      connection,
      `${BASE}/validatingadmissionpolicies/${POLICY}`,
      { signal },
    );
    const { metadata, spec } = policySchema.parse(value);
    return {
      bundleVersion:
        metadata.annotations?.['gateway.networking.k8s.io/bundle-version'],
      expressions: (spec.validations ?? []).map(v => v.expression),
      enforced: await isEnforced(connection, signal),
    };
  } catch (error) {
    signal?.throwIfAborted();
    return hasStatus(error, 404) ? null : undefined;
  }
}

async function isEnforced(
  connection: ClusterConnection,
  signal?: AbortSignal,
): Promise<boolean | undefined> {
  try {
    const { value } = await kubeJson(
      connection,
      `${BASE}/validatingadmissionpolicybindings/${POLICY}`,
      { signal },
    );
    return Boolean(
      bindingSchema.parse(value).spec.validationActions?.includes('Deny'),
    );
  } catch (error) {
    signal?.throwIfAborted();
    return hasStatus(error, 404) ? false : undefined;
  }
}
