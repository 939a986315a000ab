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
import { getMeshDefinition, meshDefinitions } from '../../definitions';
import type { MeshDefinition } from '../../model/definition';
import { gatewayApiCompatibility } from '../../support/compatibility';
import {
  evaluateSafeUpgrades,
  isOneWay,
  safeUpgradesFormOf,
  SAFE_UPGRADES_POLICY,
  type GuardedCrd,
} from '../gateway-api/safeUpgrades';
import type { CrdFacts } from '../model';
import {
  bundleAfter,
  CHANNEL,
  EXPERIMENTAL_GROUP,
  GROUP,
  installedBundle,
  VERSION,
} from './bundle';
import {
  changesVersion,
  finding,
  instanceOf,
  targetVersion,
  type PreflightRule,
  type RuleInput,
} from './rule';

/** Rules about the Gateway API definitions, which belong to the cluster and to everybody. */

export const gatewayApiPresent: PreflightRule = {
  id: 'gateway-api-present',
  passes: 'The Gateway API definitions are there or come with it',
  applies: input =>
    input.request.action === 'install' &&
    input.definition.operations.support === 'managed' &&
    input.definition.operations.install.gatewayApi !== undefined,
  check(input) {
    const { definition, facts } = input;
    const after = bundleAfter(input);
    if (after) return [];
    if (!facts.crds) return 'the definitions of the cluster are not known';
    const { operations } = definition;
    const need =
      operations.support === 'managed' && operations.install.gatewayApi;
    if (!need) return [];
    return [
      finding(
        need.need === 'required' ? 'blocking' : 'info',
        'gateway-api-present',
        'The Gateway API is not installed',
        need.why,
        [`no definitions of the group ${GROUP}`],
        'Bring the bundle along, or install it first.',
      ),
    ];
  },
};

export const gatewayApiUniform: PreflightRule = {
  id: 'gateway-api-uniform',
  passes: 'The Gateway API definitions are of one version and channel',
  check({ facts, request, definition }) {
    const installed = installedBundle(facts);
    if (!installed) return 'the definitions of the cluster are not known';
    if (installed.versions.length <= 1 && installed.channels.length <= 1)
      return [];
    const repairs =
      definition.id === 'gateway-api' &&
      changesVersion({ definition, request, facts });
    return [
      finding(
        repairs ? 'info' : 'warning',
        'gateway-api-uniform',
        'The Gateway API definitions are mixed',
        'Definitions of several bundles or channels are beside each other: some tool brought copies of its own.',
        installed.crds.map(
          crd =>
            `${crd.name}: ${crd.annotations?.[VERSION] ?? 'no version'}, ${
              crd.annotations?.[CHANNEL] ?? 'no channel'
            }`,
        ),
        'Apply one bundle for the whole cluster, and switch off whatever else writes them.',
      ),
    ];
  },
};

export const gatewayApiRange: PreflightRule = {
  id: 'gateway-api-range',
  passes: 'Every gateway and mesh works with the Gateway API version',
  applies: changesVersion,
  check(input) {
    const { definition, request, facts } = input;
    const after = bundleAfter(input);
    if (!after)
      return facts.crds
        ? []
        : 'the Gateway API definitions of the cluster are not known';
    const target = targetVersion(request);
    const own = instanceOf(request)?.id;
    const parties: { definition: MeshDefinition; version?: string }[] = [
      ...(definition.kind === 'crds' ? [] : [{ definition, version: target }]),
      ...(facts.meshes ?? [])
        .filter(m => m.id !== own && m.kind !== 'crds')
        .filter(m => meshDefinitions.some(d => d.id === m.definition))
        .map(m => ({
          definition: getMeshDefinition(m.definition),
          version: m.version,
        })),
    ];
    return parties.flatMap(party => {
      const { state, text, ignoredKinds } = gatewayApiCompatibility(
        party.definition,
        party.version,
        after.version,
      );
      const id = `gateway-api-range:${party.definition.id}`;
      const evidence = [
        `Gateway API ${after.changes ? 'afterwards' : 'installed'}: ${
          after.version
        } (${after.channel})`,
        `${party.definition.displayName}: ${party.version ?? 'unknown'}`,
      ];
      if (state === 'out-of-range')
        return [
          finding(
            after.changes || party.definition.id === definition.id
              ? 'blocking'
              : 'warning',
            id,
            `${party.definition.displayName} does not work with Gateway API ${after.version}`,
            text,
            evidence,
            'Choose a version that lies in the range of everybody, or upgrade that product first.',
          ),
        ];
      return ignoredKinds.length > 0
        ? [
            finding(
              'info',
              id,
              `${party.definition.displayName} ignores ${ignoredKinds.join(
                ', ',
              )}`,
              text,
              evidence,
              'Apply a newer bundle if these kinds are used.',
            ),
          ]
        : [];
    });
  },
};

export const safeUpgradesPolicy: PreflightRule = {
  id: 'safe-upgrades-policy',
  passes: 'The safe-upgrades policy lets the definitions pass',
  applies: changesVersion,
  check(input) {
    const { facts } = input;
    const planned = plannedDefinitions(input);
    if (planned.length === 0) return [];
    if (facts.safeUpgradesPolicy === undefined)
      return 'whether the policy is installed is not known';
    const policy = facts.safeUpgradesPolicy;
    if (policy === null || policy.enforced === false) return [];
    const installed = installedBundle(facts);
    const form = safeUpgradesFormOf(policy, installed);
    const verdicts = planned.map(({ name, crd }) => ({
      name,
      ...evaluateSafeUpgrades(form, guarded(facts.crds, name), crd),
    }));
    const denied = verdicts.filter(v => v.decision === 'denied');
    if (denied.length > 0)
      return [
        finding(
          'blocking',
          'safe-upgrades-policy',
          `The policy ${SAFE_UPGRADES_POLICY} refuses ${denied.length} definitions`,
          [...new Set(denied.map(v => v.reason))].join(' '),
          denied.map(v => v.name),
          'Choose a bundle that it lets pass. Removing the policy is a step of its own that somebody has to decide on; nothing here does it silently.',
        ),
      ];
    return verdicts.some(v => v.decision === 'unknown')
      ? [
          finding(
            'warning',
            'safe-upgrades-policy',
            'The safe-upgrades policy has a form that is not known here',
            'It may refuse the definitions.',
            policy.expressions ? [...policy.expressions] : [],
            'Look at the dry run on the server in the plan.',
          ),
        ]
      : [];
  },
};

/** Definitions of the Gateway API that would be applied: those read from the target, else one that stands for the bundle. */
function plannedDefinitions(
  input: RuleInput,
): { name: string; crd: GuardedCrd }[] {
  const { facts } = input;
  const read = (facts.target?.crds ?? []).filter(
    ({ group }) => group === GROUP || group === EXPERIMENTAL_GROUP,
  );
  if (read.length > 0) return read.map(crd => ({ name: crd.name, crd }));
  const after = bundleAfter(input);
  if (!after?.changes) return [];
  return [
    {
      name: `gatewayclasses.${GROUP}`,
      crd: {
        group: GROUP,
        bundleVersion: after.version,
        channel: after.channel,
      },
    },
  ];
}

function guarded(
  crds: readonly CrdFacts[] | undefined,
  name: string,
): GuardedCrd | undefined {
  const crd = crds?.find(c => c.name === name);
  return (
    crd && {
      group: crd.group,
      bundleVersion: crd.annotations?.[VERSION],
      channel: crd.annotations?.[CHANNEL],
    }
  );
}

export const oneWayBundle: PreflightRule = {
  id: 'gateway-api-one-way',
  passes: 'The Gateway API bundle can be taken back',
  applies: input => bundleAfter(input)?.changes === true,
  check(input) {
    const after = bundleAfter(input)!;
    const from = installedBundle(input.facts)?.version;
    return isOneWay(from, after.version, after.channel)
      ? [
          finding(
            'warning',
            'gateway-api-one-way',
            'There is no way back below 1.6',
            'The policy of a standard 1.6 bundle refuses every older line afterwards, release candidates aside.',
            [`installed: ${from ?? 'none'}`, `target: ${after.version}`],
            'Settle the range of every gateway and mesh of the cluster before.',
          ),
        ]
      : [];
  },
};

/** Since 1.6 the standard channel no longer serves these. */
const DROPPED_IN_1_6 = ['tcproutes', 'udproutes'];

export const droppedVersions: PreflightRule = {
  id: 'gateway-api-dropped-versions',
  passes: 'No stored object is of a version that the bundle drops',
  applies: input => {
    const after = bundleAfter(input);
    return (
      after?.changes === true &&
      after.channel === 'standard' &&
      (semver.coerce(after.version)?.compare('1.6.0') ?? -1) >= 0
    );
  },
  check({ facts }) {
    if (!facts.crds) return 'the definitions of the cluster are not known';
    return facts.crds
      .filter(
        crd =>
          DROPPED_IN_1_6.some(plural => crd.name === `${plural}.${GROUP}`) &&
          crd.storedVersions.includes('v1alpha2'),
      )
      .map(crd =>
        finding(
          crd.objects === 0 ? 'warning' : 'blocking',
          `gateway-api-dropped-versions:${crd.name}`,
          `${crd.name} is stored as v1alpha2`,
          'The standard channel of 1.6 no longer serves v1alpha2: objects that are stored so cannot be read any more.',
          [
            `stored versions: ${crd.storedVersions.join(', ')}`,
            `objects: ${crd.objects ?? 'not counted'}`,
          ],
          'Write every object once in v1 (storage migration), then take v1alpha2 out of status.storedVersions.',
        ),
      );
  },
};

export const gatewayApiOwner: PreflightRule = {
  id: 'gateway-api-owner',
  passes: 'No release owns the Gateway API definitions',
  check({ facts, definition, request }) {
    const installed = installedBundle(facts);
    if (!installed) return 'the definitions of the cluster are not known';
    const owners = new Map<string, string[]>();
    for (const crd of installed.crds) {
      const release = crd.annotations?.['meta.helm.sh/release-name'];
      if (release === undefined) continue;
      const key = `${
        crd.annotations?.['meta.helm.sh/release-namespace'] ?? '?'
      }/${release}`;
      owners.set(key, [...(owners.get(key) ?? []), crd.name]);
    }
    if (owners.size === 0) return [];
    const touched =
      bundleAfter({ facts, definition, request })?.changes === true ||
      request.action === 'uninstall';
    return [...owners].map(([owner, names]) =>
      finding(
        touched ? 'warning' : 'info',
        `gateway-api-owner:${owner}`,
        `Release ${owner} owns Gateway API definitions`,
        'It writes them again with its next upgrade, and an uninstall of it may remove them with every Gateway and route.',
        names,
        'Switch its own copies off (keep policy first), and manage the bundle as a component of the cluster.',
      ),
    );
  },
};

export const gatewayApiRules: PreflightRule[] = [
  gatewayApiPresent,
  gatewayApiUniform,
  gatewayApiRange,
  safeUpgradesPolicy,
  oneWayBundle,
  droppedVersions,
  gatewayApiOwner,
];
