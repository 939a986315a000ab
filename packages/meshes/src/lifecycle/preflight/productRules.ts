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
import { parseMeshVersion } from '../../support/version';
import { optionName } from '../plan/requestFindings';
import type { ToggleNeed } from '../schema';
import type { Finding, PreflightFacts } from '../model';
import {
  changesVersion,
  finding,
  targetVersion,
  type PreflightRule,
} from './rule';
import { installedBundle } from './bundle';

/** Rules that the data of single products asks for, and rules about values. */

const DAY_MS = 24 * 60 * 60 * 1000;

export const certificates: PreflightRule = {
  id: 'certificates',
  passes: 'The certificates are valid or are made',
  applies: input =>
    changesVersion(input) &&
    input.definition.operations.support === 'managed' &&
    input.definition.operations.install.certificates !== undefined,
  check({ definition, facts }) {
    if (!facts.certificates) return 'the certificates were not read';
    const { operations } = definition;
    const warnDays =
      (operations.support === 'managed' &&
        operations.install.certificates?.warnDays) ||
      0;
    return facts.certificates.flatMap((c): Finding[] => {
      const id = `certificates:${c.what}`;
      const days = Math.floor(
        (Date.parse(c.notAfter) - facts.now.getTime()) / DAY_MS,
      );
      const evidence = [`${c.object}`, `valid until ${c.notAfter}`];
      if (c.signedByAnchor === false)
        return [
          finding(
            'blocking',
            id,
            `The ${c.what} was not signed by the trust anchor`,
            'No proxy would get an identity.',
            evidence,
            'Supply an issuer that one of the trust anchors has signed.',
          ),
        ];
      if (
        c.algorithm !== undefined &&
        !/^EC\b.*P-?256|^ECDSA/i.test(c.algorithm)
      )
        return [
          finding(
            'blocking',
            id,
            `The ${c.what} has a key of a kind that is not accepted`,
            'Linkerd accepts ECDSA on P-256 only.',
            [...evidence, `key: ${c.algorithm}`],
            'Make a new one.',
          ),
        ];
      if (c.notBefore && Date.parse(c.notBefore) > facts.now.getTime())
        return [
          finding(
            'blocking',
            id,
            `The ${c.what} is not valid yet`,
            'Clocks may differ.',
            [...evidence, `valid from ${c.notBefore}`],
            'Wait, or compare the clocks.',
          ),
        ];
      if (days < 0)
        return [
          finding(
            'blocking',
            id,
            `The ${c.what} has run out`,
            'Proxies without a valid identity refuse every connection.',
            evidence,
            'Renew it first.',
          ),
        ];
      return days < warnDays
        ? [
            finding(
              'warning',
              id,
              `The ${c.what} runs out in ${days} days`,
              `Less than ${warnDays} days are left.`,
              evidence,
              'Plan its renewal.',
            ),
          ]
        : [];
    });
  },
};

export const missingValues: PreflightRule = {
  id: 'required-values',
  passes: 'Every value that a chart requires is given',
  applies: changesVersion,
  check({ facts }) {
    const missing = facts.target?.missingValues;
    if (!missing) return 'the charts were not rendered';
    return missing.length === 0
      ? []
      : [
          finding(
            'blocking',
            'required-values',
            `${missing.length} required values are missing`,
            'The charts do not render without them.',
            [...missing],
            'Give them, or choose a preset that does.',
          ),
        ];
  },
};

export const secretsInValues: PreflightRule = {
  id: 'secrets-in-values',
  passes: 'No value looks like a secret',
  check({ facts }) {
    const secrets = facts.target?.secretsInValues;
    if (!secrets) return 'the values were not searched';
    return secrets.length === 0
      ? []
      : [
          finding(
            'warning',
            'secrets-in-values',
            `${secrets.length} values look like secrets`,
            'Values are kept in the plan, in the release record and (GitOps mode) in files.',
            [...secrets],
            'Put them into a Secret of the cluster and name that in the values.',
          ),
        ];
  },
};

export const kumaThree: PreflightRule = {
  id: 'kuma-3',
  passes: 'Nothing that Kuma 3.0 drops is in use',
  applies: ({ definition, request }) => {
    if (definition.id !== 'kuma' || request.action === 'uninstall')
      return false;
    const version = parseMeshVersion(targetVersion(request));
    return version !== undefined && semver.gte(`${version.major}.0.0`, '3.0.0');
  },
  check({ facts }) {
    const { kuma } = facts;
    if (!kuma) return 'the resources of Kuma were not read';
    const rows: [string, string, string, readonly string[], string][] = [
      [
        'mtls',
        'Meshes would become plaintext',
        'Kuma 3.0 knows only MeshIdentity and MeshTrust: a mesh with nothing but Mesh.mtls goes on without encryption, and says nothing.',
        kuma.meshesWithOnlyMtls ?? [],
        'Set up MeshIdentity and MeshTrust, and look that traffic is encrypted, before.',
      ],
      [
        'mode',
        'The control plane runs in a mode that is gone',
        'On Kubernetes Kuma 3.0 only runs as a zone.',
        kuma.controlPlaneMode === 'global' ||
        kuma.controlPlaneMode === 'standalone'
          ? [`controlPlane.mode: ${kuma.controlPlaneMode}`]
          : [],
        'Move the global control plane off Kubernetes, or change standalone to zone, with 2.x.',
      ],
      [
        'legacy-policies',
        'Legacy policies are in use',
        'Their kinds are deleted in 3.0, and with them what they do.',
        (kuma.legacyPolicies ?? [])
          .filter(({ objects }) => objects > 0)
          .map(({ kind, objects }) => `${kind}: ${objects}`),
        'Write them as policies of the new style (Mesh…) first.',
      ],
      [
        'mesh-annotation',
        'The mesh is named by annotation',
        'Kuma 3.0 only reads the label kuma.io/mesh: these would join the mesh "default".',
        kuma.meshAnnotations ?? [],
        'Turn the annotation into a label.',
      ],
      [
        'built-in-gateway',
        'The built-in gateway is in use',
        'It is gone in 3.0.',
        kuma.builtInGateways ?? [],
        'Move to a gateway of its own, such as one of the Gateway API.',
      ],
    ];
    return rows
      .filter(([, , , evidence]) => evidence.length > 0)
      .map(([id, title, detail, evidence, remedy]) =>
        finding(
          'blocking',
          `kuma-3:${id}`,
          title,
          detail,
          [...evidence],
          remedy,
        ),
      );
  },
};

export const toggleNeeds: PreflightRule = {
  id: 'feature-needs',
  passes: 'What the features need is there',
  applies: ({ definition, request }) =>
    definition.operations.support === 'toggles-only' &&
    request.action === 'configure',
  check({ definition, request, facts }) {
    const { operations } = definition;
    if (operations.support !== 'toggles-only' || request.action !== 'configure')
      return [];
    const asked = Object.entries(request.toggles ?? {}).map(
      ([id, value]) => [id, optionName(value)] as const,
    );
    return asked.flatMap(([id, name]) => {
      const toggle = operations.toggles.items.find(item => item.id === id);
      const option = toggle?.options.find(o => o.option === name);
      if (!toggle || !option) return [];
      const needs = option.needs.flatMap((need, index) =>
        unmet(need, facts).map(f => ({
          ...f,
          id: `feature-needs:${id}:${index}`,
          title: `${toggle.title}: ${f.title}`,
        })),
      );
      const conflicts = option.conflicts
        .filter(c => asked.some(([o, v]) => o === c.toggle && v === c.option))
        .map(c =>
          finding(
            'blocking',
            `feature-needs:${id}:${c.toggle}`,
            `${toggle.title} does not go with ${c.toggle} ${c.option}`,
            'The two contradict each other.',
            [`${id}: ${name}`, `${c.toggle}: ${c.option}`],
            'Choose one of them.',
          ),
        );
      const beta =
        toggle.maturity !== 'stable' && name !== 'off' && name !== 'disabled'
          ? [
              finding(
                'warning',
                `feature-needs:${id}:maturity`,
                `${toggle.title} is ${toggle.maturity}`,
                toggle.description,
                [`source: ${toggle.source.from}`],
                'Try it on a cluster that may fail.',
              ),
            ]
          : [];
      return [...needs, ...conflicts, ...beta];
    });
  },
};

function unmet(need: ToggleNeed, facts: PreflightFacts): Finding[] {
  if (need.kind === 'known')
    return [finding('info', '', 'to be known', need.text, [])];
  const missing = (evidence: string[]) => [
    finding(
      'blocking',
      '',
      'a need is not met',
      need.text,
      evidence,
      'See to it first.',
    ),
  ];
  const unread = [
    finding('warning', '', 'a need could not be checked', need.text, []),
  ];
  if (need.kind === 'gateway-api') {
    const bundle = installedBundle(facts);
    if (!bundle) return unread;
    return bundle.crds.length > 0 ? [] : missing(['no definitions found']);
  }
  if (need.kind === 'secret') {
    if (!facts.secrets) return unread;
    const name = `${need.namespace}/${need.name}`;
    return facts.secrets.includes(name) ? [] : missing([`no Secret ${name}`]);
  }
  const config = facts.cni?.ciliumConfig;
  if (!config) return unread;
  const value = config[need.key];
  return value === need.value
    ? []
    : missing([`${need.key}: ${value ?? '(not set)'}`]);
}

export const unverifiedData: PreflightRule = {
  id: 'unverified-data',
  passes: 'Order and values were tried with the real charts',
  applies: changesVersion,
  check({ definition }) {
    const { operations } = definition;
    return operations.support === 'managed' && !operations.verified
      ? [
          finding(
            'warning',
            'unverified-data',
            'The charts of this product were not tried here',
            'Order, namespaces and values come from its documents.',
            operations.install.presets.map(({ source }) => source.from),
            'Look closely at the rendered objects.',
          ),
        ]
      : [];
  },
};

export const productRules: PreflightRule[] = [
  certificates,
  kumaThree,
  toggleNeeds,
  missingValues,
  secretsInValues,
  unverifiedData,
];
