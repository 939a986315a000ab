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

import type {
  OperationInput,
  PreflightFinding,
} from '@meshplane/plugin-meshplane-common';
import type { KubeObject, ObjectDiff } from '../../manifests/model';
import { finding } from '../workloads/checks/finding';
import { belongsTo, titleOf } from './ownObjects';
import type { SampleApplication } from './SampleCatalogue';

/** Names of the sample that somebody else uses already. */
export function takenNames(
  { id }: SampleApplication,
  diffs: readonly ObjectDiff[],
): PreflightFinding[] {
  const taken = diffs.filter(
    ({ before }) => before !== undefined && !belongsTo(id, before),
  );
  return taken.length === 0
    ? []
    : [
        finding(
          'name-taken',
          'blocking',
          'Objects of these names are there already',
          'They are not part of the sample and are not touched.',
          {
            evidence: taken.map(({ ref }) => titleOf(ref)),
            remedy: 'Choose another namespace.',
          },
        ),
      ];
}

/** Objects that the API server would not take. */
export function refusedObjects(
  diffs: readonly ObjectDiff[],
): PreflightFinding[] {
  const refused = diffs.filter(({ action }) => action === 'unknown');
  return refused.length === 0
    ? []
    : [
        finding(
          'dry-run',
          'blocking',
          'The API server refuses objects',
          'They were tried without being made.',
          {
            evidence: refused.map(
              ({ ref, note }) => `${titleOf(ref)}: ${note ?? 'no reason'}`,
            ),
            remedy:
              'Grant the permission that is missing, or satisfy the admission rule that refuses them.',
          },
        ),
      ];
}

/** How the sample is reached from outside, if it is. */
export function exposure(
  { expose }: Pick<OperationInput<'sample.install'>, 'expose'>,
  objects: readonly KubeObject[],
): PreflightFinding[] {
  if (!expose) return [];
  const gateway = objects.find(({ kind }) => kind === 'Gateway');
  return [
    gateway
      ? finding(
          'exposed',
          'info',
          'The sample is reachable from outside',
          `Gateway "${gateway.metadata.name}" of class "${
            (gateway.spec as { gatewayClassName: string }).gatewayClassName
          }" leads to it over plain HTTP.`,
        )
      : finding(
          'exposed',
          'warning',
          'The cluster has no gateway to expose the sample with',
          'No accepted GatewayClass was found, so a Service of type LoadBalancer is made.',
          { remedy: 'Install a gateway first, or leave "expose" off.' },
        ),
  ];
}
