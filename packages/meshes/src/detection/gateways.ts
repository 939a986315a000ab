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

import type { MeshDefinition } from '../model/definition';
import type { CustomResource } from '../model/objects';
import type { ObjectReader } from '../model/ObjectReader';
import type { MeshInstance, Reason } from '../model/results';
import type { ClusterFacts } from './evidence';
import { compare, inWords, refKey, refOf } from './references';

export const GATEWAY_KIND = 'Gateway.gateway.networking.k8s.io';
/** Label that every implementation puts on what it creates for a Gateway. */
export const GATEWAY_NAME_LABEL = 'gateway.networking.k8s.io/gateway-name';

type InstanceGateway = MeshInstance['gateways'][number];

/** GatewayClass → definitions whose controller it names. */
export type ClassOwners = ReadonlyMap<string, readonly MeshDefinition[]>;

/** Says for every GatewayClass which products serve it. */
export function classOwnersOf(
  facts: ClusterFacts,
  definitions: readonly MeshDefinition[],
): ClassOwners {
  const owners = new Map<string, MeshDefinition[]>();
  for (const definition of definitions)
    for (const controller of definition.detect.gatewayControllers)
      for (const { metadata } of facts.gatewayClasses.get(controller) ?? []) {
        const known = owners.get(metadata.name) ?? [];
        if (!known.includes(definition)) known.push(definition);
        owners.set(metadata.name, known);
      }
  return owners;
}

/** A Gateway with what matters for the installation that serves it. */
export interface FoundGateway {
  gateway: InstanceGateway;
  /** Revision that the Gateway asks for. */
  revision?: string;
  reasons: Reason[];
}

/** The Gateways of a definition's classes, sorted. */
export function gatewaysOf(
  definition: MeshDefinition,
  owners: ClassOwners,
  objects: ObjectReader,
): FoundGateway[] {
  const { revisionLabel } = definition.detect.instance;
  return objects
    .list(GATEWAY_KIND)
    .filter(g => owners.get(classOf(g))?.includes(definition))
    .map(object => {
      const ref = refOf(object);
      const programmed = conditionOf(object, 'Programmed');
      const listeners = object.spec?.listeners;
      const status = statusWord(programmed?.status);
      return {
        gateway: {
          object: ref,
          gatewayClass: classOf(object),
          programmed: status,
          listeners: Array.isArray(listeners) ? listeners.length : 0,
        },
        revision:
          revisionLabel === undefined
            ? undefined
            : object.metadata.labels?.[revisionLabel],
        reasons:
          status === 'false'
            ? [
                {
                  code: 'gateway-not-programmed',
                  severity: 'warning' as const,
                  text: `${inWords(ref)} is not programmed${because(
                    programmed,
                  )}`,
                  object: ref,
                },
              ]
            : [],
      };
    })
    .sort((a, b) =>
      compare(refKey(a.gateway.object), refKey(b.gateway.object)),
    );
}

/** Classes of a definition that their controller has refused. */
export function classReasons(
  definition: MeshDefinition,
  facts: ClusterFacts,
): Reason[] {
  return definition.detect.gatewayControllers.flatMap(controller =>
    (facts.gatewayClasses.get(controller) ?? []).flatMap(gatewayClass => {
      const accepted = conditionOf(gatewayClass, 'Accepted');
      if (accepted?.status !== 'False') return [];
      const object = refOf(gatewayClass);
      return [
        {
          code: 'gateway-class-not-accepted',
          severity: 'warning' as const,
          text: `${inWords(object)} is not accepted by ${controller}${because(
            accepted,
          )}`,
          object,
        },
      ];
    }),
  );
}

/** Name of the class of a Gateway; empty if it names none. */
export function classOf(gateway: CustomResource): string {
  const name = gateway.spec?.gatewayClassName;
  return typeof name === 'string' ? name : '';
}

interface ReadCondition {
  status?: string;
  reason?: string;
  message?: string;
}

function conditionOf(
  object: CustomResource,
  type: string,
): ReadCondition | undefined {
  const conditions = object.status?.conditions;
  if (!Array.isArray(conditions)) return undefined;
  return (conditions as unknown[]).find(
    (c): c is ReadCondition =>
      typeof c === 'object' &&
      c !== null &&
      (c as { type?: unknown }).type === type,
  );
}

function because(condition: ReadCondition | undefined): string {
  const why = condition?.message || condition?.reason;
  return why ? `: ${why}` : '';
}

function statusWord(status: string | undefined): InstanceGateway['programmed'] {
  if (status === 'True') return 'true';
  return status === 'False' ? 'false' : 'unknown';
}
