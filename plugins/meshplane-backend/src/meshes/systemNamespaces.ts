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

import type { MeshReport } from '@meshplane/meshes';

/** Codes with which the mesh library marks namespaces whose workloads nobody would onboard. */
const SYSTEM_CODES = new Set(['system-namespace', 'control-plane-namespace']);

/** Namespaces of Kubernetes itself and of control planes. */
export function systemNamespacesOf(
  report: Pick<MeshReport, 'namespaces'>,
): ReadonlySet<string> {
  return new Set(
    report.namespaces
      .filter(({ reasons }) =>
        reasons.some(({ code }) => SYSTEM_CODES.has(code)),
      )
      .map(({ namespace }) => namespace),
  );
}
