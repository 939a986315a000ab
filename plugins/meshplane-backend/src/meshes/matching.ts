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

/**
 * The part of a report that has a text in it: workloads whose name, or one of whose services, contains it, and all of a
 * namespace whose name contains it.
 */
export function reportMatching<T extends MeshReport>(
  report: T,
  text: string | undefined,
): T {
  const wanted = text?.trim().toLowerCase();
  if (!wanted) return report;
  const has = (name = '') => name.toLowerCase().includes(wanted);
  const workloads = report.workloads.filter(
    ({ workload, services }) =>
      has(workload.name) || has(workload.namespace) || services.some(has),
  );
  const namespaces = new Set(
    workloads.map(({ workload }) => workload.namespace),
  );
  return {
    ...report,
    workloads,
    namespaces: report.namespaces.filter(
      ({ namespace }) => namespaces.has(namespace) || has(namespace),
    ),
  };
}
