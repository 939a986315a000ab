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

import { matchesSelector } from '../../detection/labels';
import { inWords, refOf } from '../../detection/references';
import type { LabelSelector } from '../../model/objects';
import type { MeshInstance } from '../../model/results';
import type { MtlsResolver } from './resolver';
import { field, textField, type MtlsSettings } from './settings';

const POLICY_ANNOTATION = 'config.linkerd.io/default-inbound-policy';
const SERVER = 'Server.policy.linkerd.io';
const AUTHENTICATED = new Set(['all-authenticated', 'cluster-authenticated']);
const DEFAULT_POLICY = 'all-unauthenticated';

/**
 * Linkerd encrypts between meshed pods whatever is configured; what a policy adds is whether clients without an identity
 * are refused. A Server decides for its port, the default policy for all others.
 */
export const linkerdMtls: MtlsResolver = (
  subject,
  _definition,
  instance,
  settings,
) => {
  for (const server of settings.of(SERVER, subject.namespace)) {
    const policy = textField(server.spec, 'accessPolicy');
    if (policy === undefined || !AUTHENTICATED.has(policy)) continue;
    const selector = field(server.spec, 'podSelector') as
      | LabelSelector
      | undefined;
    if (!selector || !matchesSelector(selector, subject.labels)) continue;
    const source = refOf(server);
    return {
      mode: 'strict',
      text: `${inWords(source)} takes only authenticated clients on port ${
        field(server.spec, 'port') ?? 'unknown'
      } (accessPolicy ${policy})`,
      source,
    };
  }
  const stated = [
    {
      value: subject.annotations?.[POLICY_ANNOTATION],
      where: 'pod annotation',
    },
    {
      value: subject.namespaceMarks.annotations?.[POLICY_ANNOTATION],
      where: 'namespace annotation',
    },
    {
      value: clusterDefault(instance, settings),
      where: 'default of the control plane',
    },
  ].find(({ value }) => value !== undefined) ?? {
    value: DEFAULT_POLICY,
    where: "Linkerd's default",
  };
  const policy = stated.value ?? DEFAULT_POLICY;
  if (AUTHENTICATED.has(policy))
    return {
      mode: 'strict',
      text: `mTLS is automatic and clients without an identity are refused (${policy}, ${stated.where})`,
    };
  if (policy === 'deny')
    return {
      mode: 'strict',
      text: `mTLS is automatic and only what a policy allows gets through (deny, ${stated.where})`,
    };
  return {
    mode: 'automatic',
    text: `mTLS is automatic between meshed pods; clients outside the mesh may use plaintext (${policy}, ${stated.where})`,
  };
};

function clusterDefault(
  instance: MeshInstance | undefined,
  settings: MtlsSettings,
): string | undefined {
  return settings.match(
    instance?.namespace,
    'linkerd-config',
    'values',
    /^\s*defaultInboundPolicy:\s*["']?([a-z-]+)/m,
  );
}
