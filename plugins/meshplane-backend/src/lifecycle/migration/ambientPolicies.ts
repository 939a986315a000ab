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

import type { ObjectReader } from '@meshplane/meshes';
import type { PreflightFinding } from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import { finding } from '../workloads/checks/finding';

const ruleSchema = z.looseObject({
  to: z
    .array(
      z.looseObject({
        operation: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
  from: z
    .array(
      z.looseObject({ source: z.record(z.string(), z.unknown()).optional() }),
    )
    .optional(),
  when: z.array(z.looseObject({ key: z.string() })).optional(),
});
const policySchema = z.looseObject({
  rules: z.array(ruleSchema).optional(),
  selector: z.unknown().optional(),
  targetRefs: z.array(z.unknown()).optional(),
});
type Policy = z.output<typeof policySchema>;

/** Parts of a rule that only a proxy which reads requests can judge; ztunnel sees connections. */
const REQUEST_OPERATIONS = [
  'hosts',
  'notHosts',
  'methods',
  'notMethods',
  'paths',
  'notPaths',
];
const REQUEST_SOURCES = ['requestPrincipals', 'notRequestPrincipals'];

/** Kinds that sidecars obey and that have no effect, or need a waypoint, in ambient mode. */
const NEED_WAYPOINT = [
  'VirtualService.networking.istio.io',
  'DestinationRule.networking.istio.io',
  'RequestAuthentication.security.istio.io',
];
const WITHOUT_EFFECT = [
  'EnvoyFilter.networking.istio.io',
  'Sidecar.networking.istio.io',
];

/**
 * Configuration of a namespace that works with sidecars and not, or not in the same way, in ambient mode.
 *
 * @param waypoint - whether the namespace gets a waypoint
 */
export function ambientPolicies(
  namespace: string,
  objects: Pick<ObjectReader, 'list'>,
  waypoint: boolean,
): PreflightFinding[] {
  const findings: PreflightFinding[] = [];
  const byRequest = objects
    .list('AuthorizationPolicy.security.istio.io', namespace)
    .flatMap(({ metadata, spec }) => {
      const policy = policySchema.safeParse(spec ?? {});
      return policy.success && readsRequests(policy.data)
        ? [{ name: metadata.name, attached: Boolean(policy.data.targetRefs) }]
        : [];
    });
  const names = (found: readonly { name: string }[]) =>
    found.map(({ name }) => `AuthorizationPolicy ${namespace}/${name}`);
  const loose = byRequest.filter(({ attached }) => !attached);
  if (byRequest.length > 0 && (!waypoint || loose.length > 0)) {
    findings.push(
      finding(
        'request-policies',
        'blocking',
        waypoint
          ? 'Policies on requests are not attached to the waypoint'
          : 'Policies on requests need a waypoint',
        'ztunnel cannot read requests: an ALLOW policy on methods or paths that it enforces lets nothing pass.',
        {
          evidence: names(waypoint ? loose : byRequest),
          remedy: waypoint
            ? 'Give them "targetRefs" to Services or to the waypoint instead of a selector, before the move.'
            : 'Name a waypoint in this migration, and give the policies "targetRefs".',
        },
      ),
    );
  }
  const routed = namesOf(objects, NEED_WAYPOINT, namespace);
  if (routed.length > 0 && !waypoint) {
    findings.push(
      finding(
        'waypoint-needed',
        'warning',
        'Routing and request authentication need a waypoint',
        'Without one, these objects have no effect on captured pods.',
        {
          evidence: routed,
          remedy: 'Name a waypoint in this migration.',
        },
      ),
    );
  }
  const without = namesOf(objects, WITHOUT_EFFECT, namespace);
  if (without.length > 0) {
    findings.push(
      finding(
        'no-effect-in-ambient',
        'warning',
        'Configuration of sidecars has no effect in ambient mode',
        'There is no sidecar left that would read it.',
        {
          evidence: without,
          remedy: 'Find out what it is for, and replace it before the move.',
        },
      ),
    );
  }
  return findings;
}

function readsRequests({ rules = [] }: Policy): boolean {
  return rules.some(
    ({ to = [], from = [], when = [] }) =>
      to.some(({ operation = {} }) =>
        REQUEST_OPERATIONS.some(key => key in operation),
      ) ||
      from.some(({ source = {} }) =>
        REQUEST_SOURCES.some(key => key in source),
      ) ||
      when.some(({ key }) => key.startsWith('request.')),
  );
}

function namesOf(
  objects: Pick<ObjectReader, 'list'>,
  kinds: readonly string[],
  namespace: string,
): string[] {
  return kinds.flatMap(kind =>
    objects
      .list(kind, namespace)
      .map(
        ({ metadata }) => `${kind.split('.')[0]} ${namespace}/${metadata.name}`,
      ),
  );
}
