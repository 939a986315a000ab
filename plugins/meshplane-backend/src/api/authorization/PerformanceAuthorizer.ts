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
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  AuthorizeResult,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  meshplanePerformanceReadPermission,
  meshplanePerformanceRunPermission,
  meshplanePerformanceWritePermission,
  type RESOURCE_TYPE_MESHPLANE_PERFORMANCE,
} from '@meshplane/plugin-meshplane-common';
import type { Subject, Viewer } from '../../performance/viewing';
import type { EntityOwners } from './EntityOwners';
import {
  meshplanePerformanceResourceRef,
  type PerformanceResource,
} from './performanceRules';

/** A permission over load tests. */
export type PerformancePermission = ResourcePermission<
  typeof RESOURCE_TYPE_MESHPLANE_PERFORMANCE
>;

type Verb = Parameters<Viewer['may']>[0];

const PERMISSIONS: Record<Verb, PerformancePermission> = {
  read: meshplanePerformanceReadPermission,
  write: meshplanePerformanceWritePermission,
  run: meshplanePerformanceRunPermission,
};

/** What a caller may do with load tests. */
export interface AuthorizedPerformance extends Viewer {
  /** No condition restricts the caller to some of them, under the permission of the route. */
  readonly unrestricted: boolean;
  /** Whether the caller may do this with everything, whoever owns it. */
  mayWithAll(verb: Verb): boolean;
  /** Loads the owners of subjects, for {@link AuthorizedPerformance.may}. */
  prepare(subjects: readonly Subject[]): Promise<void>;
  /** Whether the caller may do this with it; false for subjects whose owners are not loaded. */
  may(verb: Verb, subject: Subject): boolean;
  /**
   * Checks the permission of the route.
   *
   * @param what - how it is called, such as `run "a1"`
   * @throws NotFoundError if it is not there or may not be seen: the two look the same
   * @throws NotAllowedError if it may be seen, but the permission of the route is missing for it
   */
  require(subject: Subject | undefined, what: string): Promise<void>;
  /**
   * Checks a permission on something that the caller has described, so that there is nothing to hide.
   *
   * @throws NotAllowedError
   */
  requireFor(verb: Verb, subject: Subject, what: string): Promise<void>;
  /**
   * Lists what the caller may see, whatever the store.
   *
   * @param list - asked with no filter where nothing restricts the caller; may be asked again when owners had to be
   *   loaded
   */
  list<T, R>(
    subjectOf: (row: R) => Subject,
    list: (visible?: (row: R) => boolean) => Promise<T>,
  ): Promise<T>;
}

/** Decides what callers may do with load tests. */
export class PerformanceAuthorizer {
  readonly #owners: EntityOwners;
  readonly #permissions: PermissionsService;
  readonly #registry: PermissionsRegistryService;

  constructor(options: {
    owners: EntityOwners;
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
  }) {
    this.#owners = options.owners;
    this.#permissions = options.permissions;
    this.#registry = options.permissionsRegistry;
  }

  /**
   * Asks for all verbs at once: answers say what else may be done.
   *
   * @throws NotAllowedError if the caller is refused altogether
   */
  async authorize(
    permission: PerformancePermission,
    credentials: BackstageCredentials,
  ): Promise<AuthorizedPerformance> {
    const verbs = ['read', 'write', 'run'] as const;
    const decisions = await this.#permissions.authorizeConditional(
      verbs.map(verb => ({ permission: PERMISSIONS[verb] })),
      { credentials },
    );
    const own = verbs.find(verb => PERMISSIONS[verb].name === permission.name);
    const decisionOf = (verb: Verb) => decisions[verbs.indexOf(verb)];
    if (!own || decisionOf(own).result === AuthorizeResult.DENY)
      throw new NotAllowedError(
        `Permission "${permission.name}" is needed for this`,
      );
    const decide = createConditionAuthorizer(
      this.#registry.getPermissionRuleset(meshplanePerformanceResourceRef),
    );
    const owners = this.#owners;
    const unrestricted = decisionOf(own).result === AuthorizeResult.ALLOW;

    const resourceOf = (subject: Subject): PerformanceResource | undefined => {
      const { entityRef, clusters, targets } = subject;
      if (!entityRef) return { owners: [], clusters, targets };
      const known = owners.get(entityRef);
      return known && { owners: known, clusters, targets };
    };
    const isConditional = (verb: Verb) =>
      decisionOf(verb).result === AuthorizeResult.CONDITIONAL;
    const may = (verb: Verb, subject: Subject) => {
      const decision = decisionOf(verb);
      if (decision.result !== AuthorizeResult.CONDITIONAL)
        return decision.result === AuthorizeResult.ALLOW;
      const resource = resourceOf(subject);
      return resource !== undefined && decide(decision, resource);
    };
    const prepare = async (subjects: readonly Subject[]) => {
      if (!verbs.some(isConditional)) return;
      await owners.load(
        subjects.flatMap(({ entityRef }) => (entityRef ? [entityRef] : [])),
      );
    };
    const refusal = (verb: Verb, what: string) =>
      new NotAllowedError(
        `Permission "${PERMISSIONS[verb].name}" is needed for ${what}`,
      );

    return {
      unrestricted,
      mayWithAll: verb => decisionOf(verb).result === AuthorizeResult.ALLOW,
      prepare,
      may,
      async require(subject, what) {
        if (!subject) throw new NotFoundError(`No ${what}`);
        await prepare([subject]);
        if (may(own, subject)) return;
        if (may('read', subject)) throw refusal(own, what);
        throw new NotFoundError(`No ${what}`);
      },
      async requireFor(verb, subject, what) {
        await prepare([subject]);
        if (!may(verb, subject)) throw refusal(verb, what);
      },
      async list(subjectOf, list) {
        if (unrestricted) return list();
        const unknown = new Set<string>();
        const visible = (row: Parameters<typeof subjectOf>[0]) => {
          const subject = subjectOf(row);
          const { entityRef } = subject;
          if (entityRef && owners.get(entityRef) === undefined)
            unknown.add(entityRef);
          return may(own, subject);
        };
        const found = await list(visible);
        if (unknown.size === 0) return found;
        await owners.load(unknown);
        return list(visible);
      },
    };
  }
}
