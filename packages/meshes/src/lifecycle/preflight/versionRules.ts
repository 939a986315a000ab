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

import { versionInWords } from '../../support/lines';
import { skewOf } from '../../support/skewOf';
import { supportOf } from '../../support/supportOf';
import { requestFindings } from '../plan/requestFindings';
import { lineOfVersion } from '../versions/chartVersion';
import {
  changesVersion,
  finding,
  instanceOf,
  targetVersion,
  type PreflightRule,
} from './rule';

/** Rules about versions: what the request asks for, support, skew. */

/** Downgrades, skipped minors, unknown presets, products that may not be touched: what planning refuses as well. */
export const requestSound: PreflightRule = {
  id: 'request',
  passes: 'The request can be planned',
  check: ({ definition, request }) => requestFindings(definition, request),
};

export const targetSupport: PreflightRule = {
  id: 'target-support',
  passes: 'The target version gets fixes',
  applies: input =>
    changesVersion(input) &&
    input.definition.operations.support !== 'detect-only',
  check({ definition, request, facts }) {
    const version = targetVersion(request)!;
    const support = supportOf(definition, version, facts.now);
    const evidence = [
      `target: ${versionInWords(definition, version)}`,
      ...(support.endOfLife ? [`end of life: ${support.endOfLife}`] : []),
      ...(support.latest ? [`newest known: ${support.latest}`] : []),
    ];
    if (support.state === 'ended')
      return [
        finding(
          'blocking',
          'target-support',
          'The target version is out of support',
          support.text,
          evidence,
          support.wayOut ?? 'Choose a supported version.',
        ),
      ];
    if (support.state === 'ending')
      return [
        finding(
          'warning',
          'target-support',
          'Support of the target version ends soon',
          support.text,
          evidence,
          'Choose a newer version if the rest of the cluster allows it.',
        ),
      ];
    if (support.state === 'unknown')
      return [
        finding(
          'info',
          'target-support',
          'Nothing certain is known about the support of the target version',
          support.text,
          evidence,
        ),
      ];
    const line = lineOfVersion(definition, version);
    return line && !line.confirmed
      ? [
          finding(
            'info',
            'target-support',
            'The release line could not be confirmed',
            support.text,
            [`source: ${line.source.from}`],
          ),
        ]
      : [];
  },
};

export const proxySkew: PreflightRule = {
  id: 'proxy-skew',
  passes: 'The proxies are within reach of the target version',
  applies: input =>
    input.request.action === 'upgrade' &&
    input.definition.proxy.type !== 'none',
  check({ definition, request, facts }) {
    const target = targetVersion(request)!;
    const instance = instanceOf(request)!;
    const dataPlane =
      instance.dataPlane ??
      facts.meshes?.find(({ id }) => id === instance.id)?.dataPlane;
    if (!dataPlane) return 'the versions of the proxies are not known';
    const canary =
      request.action === 'upgrade' && request.strategy === 'canary';
    const wrong = dataPlane.versions
      .map(v => ({ ...v, skew: skewOf(definition, target, v.version) }))
      .filter(({ skew }) => skew === 'too-old' || skew === 'ahead');
    if (wrong.length === 0) return [];
    const { confirmed, source, controlPlaneAheadMinors } = definition.skew;
    return [
      finding(
        // A canary leaves the proxies with their control plane until they are moved.
        confirmed && !canary ? 'blocking' : 'warning',
        'proxy-skew',
        'Some proxies would be too far from their control plane',
        `A control plane may be ${
          controlPlaneAheadMinors ?? 0
        } minor ahead of its proxies, and proxies are never ahead of it${
          confirmed ? '' : ' (this rule could not be confirmed)'
        }.`,
        [
          ...wrong.map(
            v =>
              `${v.pods} pods with ${v.version}: ${
                v.skew === 'ahead' ? 'ahead of' : 'too old for'
              } ${target}`,
          ),
          `source: ${source.from}`,
        ],
        'Restart these workloads first, so that they get the proxy of the present control plane.',
      ),
    ];
  },
};

export const restartsNeeded: PreflightRule = {
  id: 'restarts-needed',
  passes: 'No workload has to be restarted',
  applies: input => input.request.action === 'upgrade',
  check({ definition, request, facts }) {
    const { operations } = definition;
    if (operations.support === 'detect-only') return [];
    const { restart } = operations.upgrade;
    if (restart.needed === 'none') return [];
    const instance = instanceOf(request)!;
    const dataPlane =
      instance.dataPlane ??
      facts.meshes?.find(({ id }) => id === instance.id)?.dataPlane;
    if (dataPlane?.workloads === 0) return [];
    const planned = request.action === 'upgrade' && request.restart === true;
    return [
      finding(
        'info',
        'restarts-needed',
        planned
          ? 'Workloads are restarted at the end'
          : 'Workloads need a restart afterwards',
        restart.text,
        [
          dataPlane
            ? `${dataPlane.workloads} workloads in ${dataPlane.namespaces.length} namespaces`
            : 'number of workloads not known',
        ],
        planned
          ? undefined
          : 'Plan a paced restart when the upgrade is verified.',
      ),
    ];
  },
};

export const versionRules: PreflightRule[] = [
  requestSound,
  targetSupport,
  proxySkew,
  restartsNeeded,
];
