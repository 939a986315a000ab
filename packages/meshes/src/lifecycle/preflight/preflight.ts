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
import { clusterRules } from './clusterRules';
import { crdRules } from './crdRules';
import { gatewayApiRules } from './gatewayApiRules';
import { neighbourRules } from './neighbourRules';
import { ownershipRules } from './ownershipRules';
import { productRules } from './productRules';
import type { PreflightRule, RuleInput } from './rule';
import { versionRules } from './versionRules';

/** Every rule, in the order in which a reader should see them. */
export const preflightRules: readonly PreflightRule[] = [
  ...versionRules,
  ...ownershipRules,
  ...clusterRules,
  ...gatewayApiRules,
  ...neighbourRules,
  ...crdRules,
  ...productRules,
];

const ORDER = { blocking: 0, warning: 1, info: 2, passed: 3 };

/**
 * Checks a request against what is known of the cluster. Every rule that has something to say about the request gives at
 * least one result: what it found, `passed`, or (where the fact it needs is missing) an info that says so. Those that
 * planning itself reports are among them, under the same ids.
 *
 * @returns results, the most serious first
 * @public
 */
export function preflight(
  definition: MeshDefinition,
  request: LifecycleRequest,
  facts: PreflightFacts,
): Finding[] {
  const input: RuleInput = { definition, request, facts };
  return preflightRules
    .flatMap(rule => resultsOf(rule, input))
    .sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

function resultsOf(rule: PreflightRule, input: RuleInput): Finding[] {
  if (rule.applies && !rule.applies(input)) return [];
  const outcome = rule.check(input);
  if (typeof outcome === 'string')
    return [
      {
        id: rule.id,
        severity: 'info',
        title: `Not checked: ${rule.passes
          .charAt(0)
          .toLowerCase()}${rule.passes.slice(1)}`,
        detail: `This could not be checked: ${outcome}.`,
        evidence: [],
      },
    ];
  if (outcome.length > 0) return outcome;
  return [
    {
      id: rule.id,
      severity: 'passed',
      title: rule.passes,
      detail: '',
      evidence: [],
    },
  ];
}
