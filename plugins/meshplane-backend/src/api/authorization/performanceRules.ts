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

import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_MESHPLANE_PERFORMANCE } from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import {
  matchesTarget,
  parseTargetPattern,
  targetOf,
} from '../../performance/guard/TargetPattern';

/** What permission rules may look at: of a profile, a run, a schedule or an experiment. @public */
export interface PerformanceResource {
  /** Owners of the catalog entity that is measured, as entity references; empty where there is none. */
  readonly owners: readonly string[];
  /** Clusters that make load or are measured. */
  readonly clusters: readonly string[];
  /** `host:port` of every endpoint. */
  readonly targets: readonly string[];
}

/** A condition as a filter over load tests. @public */
export interface PerformanceFilter {
  property: keyof PerformanceResource;
  values: string[];
}

/** Load tests as a resource of the permission system. @public */
export const meshplanePerformanceResourceRef = createPermissionResourceRef<
  PerformanceResource,
  PerformanceFilter
>().with({
  pluginId: 'meshplane',
  resourceType: RESOURCE_TYPE_MESHPLANE_PERFORMANCE,
});

const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description:
    'Allow load tests of catalog entities that one of these owns, such as the caller and their groups',
  resourceRef: meshplanePerformanceResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('Entity references, such as user:default/jane'),
  }),
  apply: ({ owners }, { claims }) => {
    const known = new Set(
      claims.map(claim => claim.toLocaleLowerCase('en-US')),
    );
    return owners.some(owner => known.has(owner.toLocaleLowerCase('en-US')));
  },
  toQuery: ({ claims }) => ({ property: 'owners', values: claims }),
});

const isCluster = createPermissionRule({
  name: 'IS_CLUSTER',
  description: 'Allow load tests that concern only these clusters',
  resourceRef: meshplanePerformanceResourceRef,
  paramsSchema: z.object({
    names: z.array(z.string()).describe('Names of clusters'),
  }),
  apply: ({ clusters }, { names }) =>
    clusters.length > 0 && clusters.every(name => names.includes(name)),
  toQuery: ({ names }) => ({ property: 'clusters', values: names }),
});

const hasTarget = createPermissionRule({
  name: 'HAS_TARGET',
  description: 'Allow load tests whose targets are all meant by these patterns',
  resourceRef: meshplanePerformanceResourceRef,
  paramsSchema: z.object({
    patterns: z
      .array(z.string())
      .describe('Patterns such as *.shop.example.com or shop.example.com:8080'),
  }),
  apply: ({ targets }, { patterns }) =>
    targets.length > 0 &&
    targets.every(target => patterns.some(one => isMeantBy(one, target))),
  toQuery: ({ patterns }) => ({ property: 'targets', values: patterns }),
});

/** Rules over load tests that come with this plugin. @public */
export const performancePermissionRules = { isOwner, isCluster, hasTarget };

const exported = createConditionExports({
  resourceRef: meshplanePerformanceResourceRef,
  rules: performancePermissionRules,
});

/**
 * Conditions for permission policies: `meshplanePerformanceConditions.isOwner({ claims: user.ownershipEntityRefs })`.
 *
 * @public
 */
export const meshplanePerformanceConditions = exported.conditions;

/** Wraps conditions into a policy decision. @public */
export const createMeshplanePerformanceConditionalDecision =
  exported.createConditionalDecision;

/** A pattern of a policy that cannot be read means nothing, so that it allows nothing. */
function isMeantBy(pattern: string, target: string): boolean {
  try {
    const parsed = parseTargetPattern(pattern);
    // Runs keep host and port only, so that a scheme of the pattern counts by the port that it stands for.
    return matchesTarget(
      { ...parsed, scheme: undefined },
      targetOf(`http://${target}`),
    );
  } catch {
    return false;
  }
}
