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

/** A step of a move, described; what it does in the cluster is planned from onboarding and lifecycle. @public */
export interface MigrationStep {
  id: string;
  title: string;
  detail: string;
  /** Once for the cluster, or once for each namespace. */
  per: 'cluster' | 'namespace';
  /** What a dry run shows without changing anything. */
  dryRun: string;
  wayBack: string;
  /**
   * What runs it: marks that are removed from and set on a namespace, a restart, or something that a person does with
   * their own tools.
   */
  action:
    | { do: 'install-target' }
    | { do: 'off-board' }
    | { do: 'on-board' }
    | { do: 'restart' }
    | { do: 'verify-coverage' }
    | { do: 'remove-source' }
    | { do: 'manual' };
}

/** Something that has to be so before. @public */
export interface MigrationPrecondition {
  id: string;
  title: string;
  detail: string;
  /** How it is found out: from the inventory, or by a person. */
  check:
    | { by: 'definition-present'; definition: string }
    | { by: 'gateway-api' }
    | { by: 'mtls-not-strict' }
    | { by: 'person' };
}

/** How to move from one mesh to another. @public */
export interface MigrationGuide {
  /** Definition ids. */
  from: string;
  to: string[];
  title: string;
  summary: string;
  preconditions: MigrationPrecondition[];
  steps: MigrationStep[];
  /** For the move as a whole. */
  wayBack: string;
  /** What has no counterpart. */
  losses: string[];
  source: { from: string; checked: string };
}
