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

import type { PreflightFinding } from '@meshplane/plugin-meshplane-common';

/** A finding of the checks before an operation; `overridden` is decided later, by whoever may. */
export function finding(
  id: string,
  severity: PreflightFinding['severity'],
  title: string,
  detail: string,
  further: Partial<Pick<PreflightFinding, 'evidence' | 'remedy' | 'link'>> = {},
): PreflightFinding {
  return {
    id,
    severity,
    title,
    detail,
    evidence: further.evidence ?? [],
    ...(further.remedy !== undefined && { remedy: further.remedy }),
    ...(further.link !== undefined && { link: further.link }),
    overridden: false,
  };
}

const MOST_SEVERE_FIRST = ['blocking', 'warning', 'info', 'passed'] as const;

/** Blocking ones first; those of a severity in the order in which they were found. */
export function bySeverity(
  findings: readonly PreflightFinding[],
): PreflightFinding[] {
  return [...findings].sort(
    (a, b) =>
      MOST_SEVERE_FIRST.indexOf(a.severity) -
      MOST_SEVERE_FIRST.indexOf(b.severity),
  );
}

/** `one workload`, `3 workloads` */
export function counted(number: number, noun: string): string {
  return number === 1 ? `one ${noun}` : `${number} ${noun}s`;
}
