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

import type { MeshDefinition } from '../../model/definition';
import type { Finding, LifecycleRequest, PreflightFacts } from '../model';

/** What a rule looks at. */
export interface RuleInput {
  definition: MeshDefinition;
  request: LifecycleRequest;
  facts: PreflightFacts;
}

/** One check. */
export interface PreflightRule {
  id: string;
  /** What it makes sure of, as a sentence fragment: the title when it passes. */
  passes: string;
  /** Whether it says anything about this request; absent: always. */
  applies?(input: RuleInput): boolean;
  /**
   * @returns findings; empty: it passed. A string: the fact it needs is not known, with the reason.
   */
  check(input: RuleInput): Finding[] | string;
}

/** Shorthands, so that rules read as what they state. */
export function finding(
  severity: Finding['severity'],
  id: string,
  title: string,
  detail: string,
  evidence: string[],
  remedy?: string,
  link?: string,
): Finding {
  return {
    id,
    severity,
    title,
    detail,
    evidence,
    ...(remedy === undefined ? {} : { remedy }),
    ...(link === undefined ? {} : { link }),
  };
}

export const isInstall = ({ request }: RuleInput) =>
  request.action === 'install';
export const changesVersion = ({ request }: RuleInput) =>
  request.action === 'install' || request.action === 'upgrade';
export const isUninstall = ({ request }: RuleInput) =>
  request.action === 'uninstall';

/** The version that would run afterwards; undefined for removals and configuration. */
export function targetVersion(request: LifecycleRequest): string | undefined {
  return 'version' in request ? request.version : undefined;
}

/** The installation that is changed. */
export function instanceOf(request: LifecycleRequest) {
  return request.action === 'install' ? undefined : request.instance;
}
