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

import { matchesLabels } from '../../detection/labels';
import { inWords, refOf } from '../../detection/references';
import type { CustomResource } from '../../model/objects';
import type { MeshInstance, Reason } from '../../model/results';
import type { MtlsResolver, MtlsSubject } from './resolver';
import { field, labelsField, textField, type MtlsSettings } from './settings';

const PEER_AUTHENTICATION = 'PeerAuthentication.security.istio.io';
const DESTINATION_RULE = 'DestinationRule.networking.istio.io';

/**
 * Istio: the most specific PeerAuthentication that names a mode decides (workload, then namespace, then root namespace);
 * between equals the oldest. In ambient mode captured pods always encrypt, so only STRICT changes anything.
 */
export const istioMtls: MtlsResolver = (
  subject,
  definition,
  instance,
  settings,
) => {
  if (!settings.readable(PEER_AUTHENTICATION))
    return {
      mode: 'unknown',
      text: 'PeerAuthentications could not be read',
    };
  const found = decisive(
    subject,
    rootNamespaceOf(instance, settings),
    settings,
  );
  const source = found && refOf(found.policy);
  const where = found && `${inWords(refOf(found.policy))} (${found.level})`;
  if (definition.mode === 'ambient') {
    if (found?.mode === 'STRICT')
      return {
        mode: 'strict',
        text: `HBONE encrypts between captured pods; ${where} is STRICT and refuses plaintext${portNote(
          found.policy,
        )}`,
        source,
      };
    return {
      mode: 'automatic',
      text:
        found?.mode === 'DISABLE'
          ? `HBONE encrypts between captured pods; ${where} says DISABLE, which does not switch that off`
          : 'HBONE encrypts between captured pods; plaintext from outside the mesh is accepted',
      source,
    };
  }
  switch (found?.mode) {
    case 'STRICT':
      return {
        mode: 'strict',
        text: `${where} is STRICT: plaintext is refused${portNote(
          found.policy,
        )}`,
        source,
      };
    case 'DISABLE':
      return {
        mode: 'disabled',
        text: `${where} is DISABLE: traffic is plaintext${portNote(
          found.policy,
        )}`,
        source,
      };
    case 'PERMISSIVE':
      return {
        mode: 'permissive',
        text: `${where} is PERMISSIVE: mTLS and plaintext are accepted${portNote(
          found.policy,
        )}`,
        source,
      };
    default:
      return {
        mode: 'permissive',
        text: "no PeerAuthentication applies: Istio's default PERMISSIVE accepts mTLS and plaintext",
      };
  }
};

/** What clients are told to do that contradicts it: DestinationRules without TLS, automatic mTLS switched off. */
export function istioMtlsReasons(
  subject: MtlsSubject,
  instance: MeshInstance | undefined,
  settings: MtlsSettings,
): Reason[] {
  const reasons: Reason[] = [];
  for (const rule of subject.services.length > 0
    ? rulesWithoutTls(settings)
    : []) {
    const host = textField(rule.spec, 'host') ?? '';
    // Most rules name a host of their own namespace by its short name.
    if (!host.includes('.') && !host.startsWith('*')) {
      if (rule.metadata.namespace !== subject.namespace) continue;
    }
    const service = subject.services.find(name =>
      hostNames(host, rule.metadata.namespace, name, subject.namespace),
    );
    if (service === undefined) continue;
    const object = refOf(rule);
    reasons.push({
      code: 'destination-rule-disables-tls',
      severity: 'warning',
      text: `${inWords(
        object,
      )} sets TLS mode DISABLE for host ${host}: clients send plaintext to Service ${service}`,
      object,
    });
  }
  const automatic = /^\s*enableAutoMtls:\s*(\w+)/m;
  if (meshConfig(instance, automatic, settings) === 'false')
    reasons.push({
      code: 'auto-mtls-off',
      severity: 'info',
      text: 'enableAutoMtls is false in the mesh configuration: clients use mTLS only where a DestinationRule says so',
    });
  return reasons;
}

interface Decisive {
  policy: CustomResource;
  mode: string;
  level: 'workload' | 'namespace' | 'whole mesh';
}

function decisive(
  { namespace, labels }: MtlsSubject,
  rootNamespace: string,
  settings: MtlsSettings,
): Decisive | undefined {
  const here = settings.of(PEER_AUTHENTICATION, namespace);
  const selects = (policy: CustomResource) => {
    const selector = selectorOf(policy);
    return (
      selector !== undefined &&
      labels !== undefined &&
      matchesLabels(selector, labels)
    );
  };
  const wide = (policy: CustomResource) => selectorOf(policy) === undefined;
  const levels: [Decisive['level'], CustomResource | undefined][] = [
    ['workload', here.find(selects)],
    ['namespace', here.find(wide)],
    ['whole mesh', settings.of(PEER_AUTHENTICATION, rootNamespace).find(wide)],
  ];
  for (const [level, policy] of levels) {
    const mode = textField(policy?.spec, 'mtls', 'mode');
    if (policy && mode !== undefined && mode !== 'UNSET')
      return { policy, mode, level };
  }
  return undefined;
}

/** An empty selector selects the whole namespace, as none does. */
function selectorOf(policy: CustomResource) {
  const labels = labelsField(policy.spec, 'selector', 'matchLabels');
  return labels && Object.keys(labels).length > 0 ? labels : undefined;
}

function portNote(policy: CustomResource): string {
  const ports = field(policy.spec, 'portLevelMtls');
  if (typeof ports !== 'object' || ports === null) return '';
  const list = Object.entries(ports).map(
    ([port, value]) => `${port} ${textField(value, 'mode') ?? 'UNSET'}`,
  );
  return list.length === 0 ? '' : ` (ports that differ: ${list.join(', ')})`;
}

function hostNames(
  host: string,
  ruleNamespace: string | undefined,
  service: string,
  namespace: string,
): boolean {
  if (!host.includes('.') && !host.startsWith('*'))
    return host === service && ruleNamespace === namespace;
  const full = `${service}.${namespace}.svc.cluster.local`;
  if (host.startsWith('*')) return full.endsWith(host.slice(1));
  return (
    host === full ||
    host === `${service}.${namespace}` ||
    host === `${service}.${namespace}.svc`
  );
}

function meshConfig(
  instance: MeshInstance | undefined,
  pattern: RegExp,
  settings: MtlsSettings,
): string | undefined {
  const revision = instance?.revision ?? 'default';
  const name = revision === 'default' ? 'istio' : `istio-${revision}`;
  return settings.match(instance?.namespace, name, 'mesh', pattern);
}

function rootNamespaceOf(
  instance: MeshInstance | undefined,
  settings: MtlsSettings,
): string {
  return (
    meshConfig(instance, /^rootNamespace:\s*["']?([\w-]+)/m, settings) ??
    instance?.namespace ??
    'istio-system'
  );
}

const withoutTls = new WeakMap<MtlsSettings, readonly CustomResource[]>();

function rulesWithoutTls(settings: MtlsSettings): readonly CustomResource[] {
  let rules = withoutTls.get(settings);
  if (!rules) {
    rules = settings
      .all(DESTINATION_RULE)
      .filter(
        r => textField(r.spec, 'trafficPolicy', 'tls', 'mode') === 'DISABLE',
      );
    withoutTls.set(settings, rules);
  }
  return rules;
}
