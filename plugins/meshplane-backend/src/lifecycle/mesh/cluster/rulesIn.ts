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

import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { requestJson } from '../../../clusters/connections/requestJson';

const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';

const rulesSchema = z.object({
  status: z.object({
    incomplete: z.boolean(),
    resourceRules: z
      .array(
        z.object({
          verbs: z.array(z.string()),
          apiGroups: z.array(z.string()).nullish(),
          resources: z.array(z.string()).nullish(),
          resourceNames: z.array(z.string()).nullish(),
        }),
      )
      .nullish(),
  }),
});

/** What is done with which resource. */
export interface ResourceAction {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
}

/** Whether something is certainly allowed; false when in doubt. */
export type CertainlyAllowed = (action: ResourceAction) => boolean;

/**
 * The rules by which the credentials of a connection may do something in a namespace, in one request.
 *
 * Nothing is certain when the server says that it cannot name all rules: then somebody else than RBAC decides too, and
 * may deny what RBAC allows.
 *
 * @param namespace - need not exist: for one that does not, the rules are those that hold in all of the cluster
 */
export async function rulesIn(
  connection: ClusterConnection,
  namespace: string,
  signal?: AbortSignal,
): Promise<CertainlyAllowed> {
  let status: z.output<typeof rulesSchema>['status'];
  try {
    ({ status } = await requestJson(connection, REVIEWS, rulesSchema, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectRulesReview',
        spec: { namespace },
      }),
      signal,
    }));
  } catch {
    signal?.throwIfAborted();
    // Single reviews will tell, or say why they cannot.
    return () => false;
  }
  if (status.incomplete) return () => false;
  const rules = (status.resourceRules ?? []).filter(
    ({ resourceNames }) => !resourceNames?.length,
  );
  const has = (list: readonly string[] | null | undefined, one: string) =>
    Boolean(list?.includes('*') || list?.includes(one));
  return ({ verb, group, resource }) =>
    rules.some(
      rule =>
        has(rule.verbs, verb) &&
        has(rule.apiGroups, group) &&
        has(rule.resources, resource),
    );
}
