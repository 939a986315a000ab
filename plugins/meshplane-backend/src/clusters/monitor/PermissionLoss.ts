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
import { missingText } from './messages';

/** What to believe of the permissions that a check found. */
export interface PermissionVerdict {
  permissions: readonly FeaturePermission[];
  /** What enabled features lack, as a part of a sentence. */
  missing?: string;
  /** The check found less than there was before, and that has to be seen for longer before it counts. */
  doubted: boolean;
}

/**
 * Doubts a sudden loss of permissions for a while: an API server that has just started refuses everybody until it has
 * loaded its roles, and a cluster must not count as degraded for that.
 */
export class PermissionLoss {
  /** What was found when nothing was missing. */
  #complete: readonly FeaturePermission[] | undefined;
  #since: number | undefined;

  /** @param confirmMs - how long a loss must last before it counts */
  constructor(private readonly confirmMs: number) {}

  /** The next verdict believes what it is told: other credentials, or somebody asks on purpose. */
  forget(): void {
    this.#complete = undefined;
    this.#since = undefined;
  }

  /**
   * @param found - the permissions that the check found
   * @param uidForbidden - the namespace kube-system could not be read
   * @param now - milliseconds
   */
  judge(
    found: readonly FeaturePermission[],
    uidForbidden: boolean,
    now: number,
  ): PermissionVerdict {
    const missing = missingText(found, uidForbidden);
    if (!missing) {
      this.#complete = found;
    }
    if (!missing || !this.#complete) {
      this.#since = undefined;
      return { permissions: found, missing, doubted: false };
    }
    this.#since ??= now;
    return now - this.#since < this.confirmMs
      ? { permissions: this.#complete, doubted: true }
      : { permissions: found, missing, doubted: false };
  }
}
