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

import semver from 'semver';
import type { SafeUpgradesPolicyFacts } from '../model';

/**
 * The admission policy that Gateway API bundles bring since 1.5, read without a server: which of its forms is installed,
 * and what that form refuses. Forms that are not known are not guessed; a dry run on the server has to decide then.
 */

/** Name of policy and binding. @public */
export const SAFE_UPGRADES_POLICY = 'safe-upgrades.gateway.networking.k8s.io';

/** Group of the definitions that the policy guards. */
const GUARDED_GROUP = 'gateway.networking.k8s.io';

/** Which form of the policy is installed. @public */
export type SafeUpgradesForm =
  | '1.5'
  | '1.6-standard'
  | '1.6-experimental'
  | 'unknown';

/**
 * Patterns as they stand in the expressions. `denied`: one that matches the annotation refuses; they are not anchored,
 * as upstream's are not.
 */
const PATTERNS = {
  '1.5': { denied: [/v1.[0-4].\d+/, /v0/], marker: 'v1.[0-4].\\d+' },
  '1.6-standard': {
    denied: [/v1.[0-5].\d+/, /v0/],
    marker: 'v1.[0-5].\\d+',
    passes: /-(rc)/,
  },
  '1.6-experimental': { marker: '^v1\\.[0-4](\\.|$)' },
} as const;

/**
 * Tells the form of a policy from its expressions or, where they are not known, from the bundle it came with.
 *
 * @public
 */
export function safeUpgradesFormOf(
  policy: SafeUpgradesPolicyFacts,
  bundle?: { version?: string; channel?: string },
): SafeUpgradesForm {
  if (policy.expressions) {
    // CEL doubles the backslashes inside its string literals.
    const text = policy.expressions.join('\n').replaceAll('\\\\', '\\');
    // The most specific one first: the markers of the others are not part of it.
    if (text.includes(PATTERNS['1.6-experimental'].marker))
      return '1.6-experimental';
    if (text.includes(PATTERNS['1.6-standard'].marker)) return '1.6-standard';
    if (text.includes(PATTERNS['1.5'].marker)) return '1.5';
    return 'unknown';
  }
  const version = semver.coerce(policy.bundleVersion ?? bundle?.version);
  if (!version) return 'unknown';
  const line = `${version.major}.${version.minor}`;
  if (line === '1.5') return '1.5';
  if (line === '1.6' && bundle?.channel !== undefined)
    return bundle.channel === 'experimental'
      ? '1.6-experimental'
      : '1.6-standard';
  return 'unknown';
}

/** A definition as the policy sees it. @public */
export interface GuardedCrd {
  group: string;
  /** Annotation `gateway.networking.k8s.io/bundle-version`: `v1.5.1`. */
  bundleVersion?: string;
  /** Annotation `gateway.networking.k8s.io/channel`. */
  channel?: string;
}

/** Whether the policy lets a definition be created or changed. @public */
export interface SafeUpgradesVerdict {
  decision: 'allowed' | 'denied' | 'unknown';
  reason: string;
}

/**
 * Whether the policy refuses a definition.
 *
 * @param before - the definition as it is; undefined if it is new
 * @param after - as it would be applied
 * @public
 */
export function evaluateSafeUpgrades(
  form: SafeUpgradesForm,
  before: GuardedCrd | undefined,
  after: GuardedCrd,
): SafeUpgradesVerdict {
  if (after.group !== GUARDED_GROUP)
    return {
      decision: 'allowed',
      reason: `The policy only guards the group ${GUARDED_GROUP}.`,
    };
  if (form === 'unknown')
    return {
      decision: 'unknown',
      reason:
        'The installed policy has a form that is not known here; a dry run on the server tells.',
    };
  if (
    before &&
    after.channel !== 'standard' &&
    before.channel !== 'experimental'
  )
    return {
      decision: 'denied',
      reason: `It refuses to replace a ${
        before.channel ?? 'not annotated'
      } definition by ${
        after.channel === undefined
          ? 'one without a channel'
          : `one of the ${after.channel} channel`
      }.`,
    };
  const version = after.bundleVersion;
  if (version === undefined)
    return {
      decision: 'denied',
      reason:
        'It refuses definitions without the annotation gateway.networking.k8s.io/bundle-version.',
    };
  return versionAllowed(form, version)
    ? {
        decision: 'allowed',
        reason: `It lets bundle version ${version} pass.`,
      }
    : {
        decision: 'denied',
        reason: `The policy of form ${form} refuses bundle version ${version}.`,
      };
}

function versionAllowed(
  form: Exclude<SafeUpgradesForm, 'unknown'>,
  version: string,
): boolean {
  if (form === '1.6-experimental')
    return (
      version === 'v0.0.0-dev' ||
      (version.startsWith('v1.') && !/^v1\.[0-4](\.|$)/.test(version))
    );
  if (form === '1.6-standard' && PATTERNS[form].passes.test(version))
    return true;
  return !PATTERNS[form].denied.some(pattern => pattern.test(version));
}

/**
 * Whether a bundle keeps its predecessors out for good: once applied, an older line is refused.
 *
 * @public
 */
export function isOneWay(
  from: string | undefined,
  to: string,
  channel: string,
): boolean {
  const target = semver.coerce(to);
  const source = semver.coerce(from);
  return (
    target !== null &&
    channel === 'standard' &&
    semver.gte(target, '1.6.0') &&
    (source === null || semver.lt(source, '1.6.0'))
  );
}
