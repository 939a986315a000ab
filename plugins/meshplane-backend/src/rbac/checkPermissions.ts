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

import type { FeaturePermission } from '@meshplane/plugin-meshplane-common';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { requestJson } from '../clusters/connections/requestJson';
import { type ServedGroups, readServedGroups } from './apiGroups';
import type { Feature } from './features';

/** One verb on one resource. */
type Access = FeaturePermission['missing'][number];

/**
 * A namespace that has no role bindings of its own, so that the review tells what is granted in all namespaces. It need
 * not exist.
 */
const PROBE_NAMESPACE = 'meshplane-permission-probe';

/** Single reviews at the same time, where the list of rules is not complete. */
const CONCURRENCY = 8;

const REVIEWS = '/apis/authorization.k8s.io/v1';

const ruleSchema = z.object({
  verbs: z.array(z.string()).nullish(),
  apiGroups: z.array(z.string()).nullish(),
  resources: z.array(z.string()).nullish(),
  resourceNames: z.array(z.string()).nullish(),
});
type Rule = z.infer<typeof ruleSchema>;

const rulesReviewSchema = z.object({
  status: z.object({
    incomplete: z.boolean().optional(),
    resourceRules: z.array(ruleSchema).nullish(),
  }),
});

const accessReviewSchema = z.object({
  status: z.object({ allowed: z.boolean() }),
});

/** The permissions of features before a cluster has been asked. */
export function unknownPermissions(
  features: readonly Feature[],
): FeaturePermission[] {
  return features.map(({ id, title, enabled }) => ({
    feature: id,
    title,
    enabled,
    state: 'unknown',
    missing: [],
  }));
}

/**
 * Asks the cluster what the credentials of a connection may do, and compares it with what the features need. A group
 * that the cluster does not serve needs no permission. Features that are off are compared, too, so that a page can say
 * what switching them on would take.
 *
 * @throws when the cluster does not answer
 */
export async function checkPermissions(
  connection: ClusterConnection,
  features: readonly Feature[],
  signal: AbortSignal,
): Promise<FeaturePermission[]> {
  const [served, review] = await Promise.all([
    readServedGroups(connection, signal),
    reviewRules(connection, signal),
  ]);
  const rules = review.resourceRules ?? [];
  const needed = features.map(feature => ({
    feature,
    open: neededAccess(feature, served).filter(
      access => !rules.some(rule => grants(rule, access)),
    ),
  }));
  const refused = review.incomplete
    ? await confirmMissing(
        connection,
        needed.flatMap(({ open }) => open),
        signal,
      )
    : undefined;
  return needed.map(({ feature: { id, title, enabled }, open }) => {
    const missing = refused
      ? open.filter(access => refused.has(keyOf(access)))
      : open;
    return {
      feature: id,
      title,
      enabled,
      state: missing.length ? 'missing' : 'granted',
      missing,
    };
  });
}

function neededAccess(feature: Feature, served: ServedGroups): Access[] {
  return feature.rules.flatMap(({ group, resources, verbs }) => {
    if (group !== '' && group !== '*' && !served.has(group)) {
      return [];
    }
    const all = served.get(group);
    const concrete = resources.includes('*') && all ? all : [...resources];
    return concrete.flatMap(resource =>
      verbs.map(verb => ({ group, resource, verb })),
    );
  });
}

/** Whether a rule grants access to all objects of the resource. */
function grants(rule: Rule, { group, resource, verb }: Access): boolean {
  const has = (list: readonly string[] | null | undefined, value: string) =>
    Boolean(list?.includes('*') || list?.includes(value));
  return (
    !rule.resourceNames?.length &&
    has(rule.apiGroups, group) &&
    has(rule.resources, resource) &&
    has(rule.verbs, verb)
  );
}

async function reviewRules(connection: ClusterConnection, signal: AbortSignal) {
  const { status } = await requestJson(
    connection,
    `${REVIEWS}/selfsubjectrulesreviews`,
    rulesReviewSchema,
    post('SelfSubjectRulesReview', { namespace: PROBE_NAMESPACE }, signal),
  );
  return status;
}

/** Asks for each access on its own, since authorizers other than RBAC do not list their rules. */
async function confirmMissing(
  connection: ClusterConnection,
  accesses: readonly Access[],
  signal: AbortSignal,
): Promise<Set<string>> {
  const refused = new Set<string>();
  const queue = [...new Map(accesses.map(a => [keyOf(a), a])).values()];
  const work = async () => {
    for (let access = queue.pop(); access; access = queue.pop()) {
      const { status } = await requestJson(
        connection,
        `${REVIEWS}/selfsubjectaccessreviews`,
        accessReviewSchema,
        post(
          'SelfSubjectAccessReview',
          { resourceAttributes: attributesOf(access) },
          signal,
        ),
      );
      if (!status.allowed) {
        refused.add(keyOf(access));
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return refused;
}

/** `pods/log` is a resource with a part in rules, and two fields in reviews. */
function attributesOf({ group, resource: named, verb }: Access) {
  const [resource, subresource] = named.split('/');
  return { group, resource, ...(subresource && { subresource }), verb };
}

function post(kind: string, spec: object, signal: AbortSignal) {
  return {
    method: 'POST' as const,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      apiVersion: 'authorization.k8s.io/v1',
      kind,
      spec,
    }),
    signal,
  };
}

function keyOf({ group, resource, verb }: Access): string {
  return `${verb} ${resource}.${group}`;
}
