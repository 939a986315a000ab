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

import { InputError } from '@backstage/errors';
import type { MeshDefinition } from '@meshplane/meshes';
import type {
  ObjectChange,
  PreflightFinding,
} from '@meshplane/plugin-meshplane-common';
import type { PlanContext } from '../../../operations/model';
import { finding } from '../checks/finding';
import type { PlanningDeps } from '../deps';
import { WAYPOINT_CLASS, waypointGateway } from '../execution/ensureWaypoint';
import { noMarks, type Marks } from '../marks/marks';
import type { MarkScope } from '../marks/answers';
import { STEP } from './steps';

/** What the step for a waypoint would do. */
export interface WaypointPlan {
  readonly missing: boolean;
  readonly findings: PreflightFinding[];
  readonly changes: ObjectChange[];
}

/**
 * The marks that send requests through a waypoint.
 *
 * @throws InputError if the mesh has no waypoints
 */
export function waypointMarks(
  { l7 = [], displayName }: MeshDefinition,
  scope: MarkScope,
  waypoint: string | undefined,
): Marks {
  const marks = noMarks();
  if (waypoint === undefined) return marks;
  const rule = l7.find(one => one.scope === scope);
  if (!rule) {
    throw new InputError(
      `${displayName} has no waypoints: leave out "waypoint" ("${waypoint}")`,
    );
  }
  marks[rule.kind === 'label' ? 'labels' : 'annotations'][rule.key] = waypoint;
  return marks;
}

/** Looks whether a waypoint is there, and whether it can be made. */
export async function waypointPlan(
  name: string,
  namespace: string,
  { connection, signal }: PlanContext,
  { manifests }: Pick<PlanningDeps, 'manifests'>,
): Promise<WaypointPlan> {
  const gateway = waypointGateway(namespace, name);
  const ref = {
    apiVersion: gateway.apiVersion,
    kind: 'Gateway',
    namespace,
    name,
  };
  const [diff] = await manifests.diff(connection, [gateway], { signal });
  if (diff.action === 'unknown') {
    return {
      missing: true,
      changes: [],
      findings: [
        finding(
          'waypoint',
          'blocking',
          'The waypoint cannot be made',
          `Gateway ${namespace}/${name} could not be tried on the server: ${
            diff.note ?? 'no reason was given'
          }`,
          {
            remedy:
              'Install the Gateway API CRDs, and grant the right to create Gateways.',
          },
        ),
      ],
    };
  }
  const missing = diff.action === 'create';
  if (missing) {
    return {
      missing,
      findings: [],
      changes: [
        {
          step: STEP.waypoint,
          action: 'create',
          object: ref,
          diff: diff.diff,
          conflicts: [...diff.conflicts],
          ...(diff.note !== undefined && { note: diff.note }),
        },
      ],
    };
  }
  const spec = diff.before?.spec as { gatewayClassName?: string } | undefined;
  const found = spec?.gatewayClassName ?? WAYPOINT_CLASS;
  return {
    missing,
    changes: [],
    findings: [
      found === WAYPOINT_CLASS
        ? finding(
            'waypoint',
            'passed',
            'The waypoint is there',
            `Gateway ${namespace}/${name} is used as it is.`,
          )
        : finding(
            'waypoint',
            'blocking',
            'A Gateway of another class has the name of the waypoint',
            `Gateway ${namespace}/${name} is of class "${found}".`,
            { remedy: 'Choose another name for the waypoint.' },
          ),
    ],
  };
}
