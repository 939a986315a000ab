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
import { CHANGE_FEATURES } from '../../rbac/changeFeatures';
import type { Failure } from '../failures';

/** Longer lists are cut: the page of the cluster shows all. */
const MAX_LISTED = 4;

/**
 * What enabled features lack to show something, as a part of a sentence; undefined if they lack nothing. What operations
 * lack is left to their plans: a portal that may only look is in good order.
 *
 * @param uidForbidden - the namespace kube-system could not be read
 */
export function missingText(
  permissions: readonly FeaturePermission[],
  uidForbidden: boolean,
): string | undefined {
  const parts = permissions
    .filter(
      ({ feature, enabled, state }) =>
        enabled && state === 'missing' && !CHANGE_FEATURES.has(feature),
    )
    .map(({ title, missing }) => {
      const verbs = missing.map(
        ({ group, resource, verb }) =>
          `${verb} ${resource}${group ? `.${group}` : ''}`,
      );
      const listed = verbs.slice(0, MAX_LISTED).join(', ');
      const more = verbs.length - MAX_LISTED;
      return `'${title}' (${listed}${more > 0 ? ` and ${more} more` : ''})`;
    });
  if (parts.length) {
    return `permissions are missing for ${parts.join(', ')}`;
  }
  return uidForbidden
    ? "the namespace 'kube-system' may not be read, so that the cluster cannot be identified (get namespaces)"
    : undefined;
}

/** @param version - undefined if it may not be read */
export function connectedMessage(
  version: string | undefined,
  missing?: string,
): string {
  const connected = version
    ? `Connected to Kubernetes ${version}`
    : 'Connected to a Kubernetes whose version may not be read';
  return missing
    ? `${connected}, but ${missing}. Apply the generated ClusterRole.`
    : `${connected}.`;
}

export function failureMessage({ message, remedy }: Failure): string {
  return `${/[.!?…]$/.test(message) ? message : `${message}.`} ${remedy}`;
}
