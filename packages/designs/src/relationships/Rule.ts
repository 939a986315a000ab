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

import type { Relationship, ValuePath } from '../model/design';
import type { ComponentIndex, Indexed } from './ComponentIndex';

/** A relationship that a rule sees. */
export interface Found {
  from: Indexed;
  to: Indexed;
  /** Why, for people. */
  explanation: string;
}

/** A reference whose target is not in the design; it may be in the cluster. */
export interface Missing {
  from: Indexed;
  /** What is referred to: `Service "web" in namespace "shop"`. */
  target: string;
  /** Where in the configuration it is said. */
  path: ValuePath;
}

/** What rules note while they look. */
export interface Sightings {
  found(from: Indexed, to: Indexed, explanation: string): void;
  /**
   * A reference by name: relates to what has it, notes that nothing has, or that several have.
   *
   * @param namespace - undefined for kinds that have none
   */
  reference(
    from: Indexed,
    target: { kinds: readonly string[]; name: string; namespace?: string },
    path: ValuePath,
    explanation: string,
  ): void;
}

/** A value that is written when a person connects two components. */
export interface ConnectPatch {
  component: Indexed;
  path: ValuePath;
  value: unknown;
}

/** Knows one kind of relationship: how to see it, and what to write when a person draws it. */
export interface RelationshipRule {
  readonly id: string;
  readonly kind: Relationship['kind'];
  readonly type: string;
  readonly subType: string;
  look(index: ComponentIndex, note: Sightings): void;
  /** What makes these two related; undefined if this rule cannot relate them. */
  connect?(from: Indexed, to: Indexed): ConnectPatch[] | undefined;
}
