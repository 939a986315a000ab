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
import type { PreflightFacts } from '../model';
import {
  changesVersion,
  instanceOf,
  targetVersion,
  type RuleInput,
} from './rule';

/** The Gateway API bundle before and after a request. */

export const GROUP = 'gateway.networking.k8s.io';
export const EXPERIMENTAL_GROUP = 'gateway.networking.x-k8s.io';
export const VERSION = 'gateway.networking.k8s.io/bundle-version';
export const CHANNEL = 'gateway.networking.k8s.io/channel';

/** The bundle that is installed, as far as its definitions agree. */
export function installedBundle(facts: PreflightFacts) {
  const crds = facts.crds?.filter(({ group }) => group === GROUP);
  if (!crds) return undefined;
  const marks = (key: string) => [
    ...new Set(crds.map(crd => crd.annotations?.[key] ?? '(none)')),
  ];
  return {
    crds,
    versions: marks(VERSION),
    channels: marks(CHANNEL),
    /** The oldest one: what everybody can rely on. */
    version: crds
      .map(crd => crd.annotations?.[VERSION])
      .filter(v => v !== undefined && semver.valid(v) !== null)
      .sort((a, b) => semver.compare(a!, b!))
      .at(0),
    channel: crds.some(c => c.annotations?.[CHANNEL] === 'experimental')
      ? 'experimental'
      : 'standard',
  };
}

/** The bundle that would be there afterwards; undefined if there is none or none is known. */
export function bundleAfter({ definition, request, facts }: RuleInput) {
  if (
    definition.id === 'gateway-api' &&
    changesVersion({ definition, request, facts })
  )
    return {
      version: `v${targetVersion(request)!.replace(/^v/, '')}`,
      channel:
        ('gatewayApi' in request ? request.gatewayApi?.channel : undefined) ??
        (instanceOf(request)?.channel === 'experimental'
          ? 'experimental'
          : 'standard'),
      changes: true,
    };
  if ('gatewayApi' in request && request.gatewayApi)
    return {
      version: `v${request.gatewayApi.version.replace(/^v/, '')}`,
      channel: request.gatewayApi.channel as string,
      changes: true,
    };
  const installed = installedBundle(facts);
  return installed?.version === undefined
    ? undefined
    : {
        version: installed.version,
        channel: installed.channel,
        changes: false,
      };
}
